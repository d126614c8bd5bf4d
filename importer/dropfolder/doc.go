// Package dropfolder is the mechanics of a drop folder: which files are there and
// complete, the way of each through incoming, working, done or failed, what was
// done before, and when one that was expected is missing.
//
// A file is taken by one rename into a folder of its own below working, where its
// run folder comes to stand beside it, and both leave together by one rename. So
// whatever moment the watcher is killed at, each file is in exactly one place. It
// does not know what a run is. Start with Open and Folder.
package dropfolder
