// Package reports writes what became of a run: report.csv, changes.csv,
// failed.csv, report.html and summary.json. Every one is a view of the run's record and can be
// written again at any time; none is read back by the program.
//
// It decides nothing about rows and knows no network, journal or terminal. Start
// with Write.
package reports
