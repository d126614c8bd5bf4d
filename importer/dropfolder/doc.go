// Package dropfolder holds the mechanics of a drop folder: it finds the files that are
// complete, moves each through incoming, working and done or failed, remembers what was
// done before, and knows when an expected file is missing.
//
// A file is taken by one rename into a folder of its own below working. Its run folder is
// made beside it, and one rename moves both on. So each file is in exactly one place, at
// whatever moment the watcher is killed. The package does not know what a run is. Start
// with Open and Folder.
package dropfolder
