// Package sheets writes the workbooks and tables that runs leave beside their CSV reports:
// the failed rows as the sheet they came from, reports as workbooks, exports, and the
// reviews of plans, which it reads again.
package sheets
