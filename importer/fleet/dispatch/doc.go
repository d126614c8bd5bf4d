// Package dispatch has runs done by workers on many machines, by Temporal: which worker does
// which run, and that the runs of one target key come one after the other. What a run is,
// and who may write, is package fleet's affair: a mistake of the dispatcher costs time, and
// nothing else.
//
// There is one workflow a key, which takes runs by signals and does one at a time as an
// activity. Names, codes and counts go through it, never a value of a record, a message or
// a secret: whoever may look at the dispatcher may see all that is in it.
//
// Start with Dial, Client.Submit and NewWorker.
package dispatch
