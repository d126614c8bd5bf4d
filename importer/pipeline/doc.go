// Package pipeline brings contacts to the values of an input, row by row:
//
//	read → map → read current → plan → journal → write → record
//
// mapper.go maps rows to entries, block.go many of them ahead of who looks at them.
// Runner (run.go) does the rest, with any Contacts and any Journal:
//
//   - Resolve looks up keys (resolve.go, retry.go, located.go);
//   - Look reads the contacts of the first rows, before anything is written (prefetch.go);
//   - Run starts a dealer, which hands out rows in chunks and keeps those of one contact
//     apart (dealer.go, queue.go), and workers, which take a chunk through reading,
//     planning, journaling, writing and recording (worker.go).
//
// A task is a row on its way: task.go plans its write, answer.go says what an answer means
// for it, end.go and damage.go how it ends, message.go and conflictmessage.go what is told
// of it. serverhealth.go, rowfaults.go and failurelimit.go decide when a row or the run is
// given up. resumption.go and recorded.go are entries of runs that were begun before;
// exporter.go reads contacts to write them down; naming.go names records of failures.
package pipeline
