// Package watch runs every file that falls into a drop folder: it waits until a file is
// complete, takes it, runs it by package runs, resumes what was stopped, and moves the file
// to where it belongs. The moving is package dropfolder's; who hears of it is told by an
// Observer. Start with Watcher.
package watch
