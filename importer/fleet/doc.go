// Package fleet runs files on many machines: runs are submitted to an object store, and a
// worker on any machine takes one up, does as much of it as an attempt can, and leaves log
// and reports in the store. It is no queue: which worker does which run when, and that the
// runs of one key come one after the other, is a dispatcher's affair, which passes names
// around and nothing else. Whoever dispatches, the log of a run decides who may write.
//
// No secret is in the store: a spec holds the name of a target, and each machine knows by
// its own configuration where that leads and how to sign in. A worker whose configuration
// leads elsewhere refuses. Whoever may write to the inboxes may write to the tenants.
//
// Start with Submitter and Worker; Inboxes submit what is dropped into the store.
package fleet
