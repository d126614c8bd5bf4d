// Package page writes report.html: what became of a run on one page that needs
// no network, no other file and no script, and that stays below Limit bytes
// whatever the run's size and texts.
//
// It knows nothing of the other reports but their names. Start with Page.
package page
