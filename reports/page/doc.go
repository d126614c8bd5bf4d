// Package page writes report.html: how a run ended, on one page that needs no network, no
// other file and no script, and that stays below Limit bytes whatever the run's size and
// texts.
//
// Of the other reports it knows only the names. Start with Page.
package page
