// Package shipped keeps a run's log in an object store, so that any machine can go on with
// the run: each commit of the journal is put there before it counts, and the journal on
// this machine (journal/sqlite) is its view. Who may write is decided by the log itself:
// a record is made under the next number only where there is none yet, so that of two
// attempts at a run the one that was taken over finds its number taken, and stops.
//
// The log is log/00000001 and so on, without gaps. Start with Take and Log.
package shipped
