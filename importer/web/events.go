package web

import (
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/progress"
	"bcimport/mapping/entity"
	reportpage "bcimport/reports/page"
)

// progressOf tells how far a job has come.
func (r *request) progressOf(j *jobs.Job) progress.Progress {
	return progress.Teller{
		Printer: r.words, Hint: r.hint, Now: r.server.Now(),
		Why: func(row runs.EndedRow, nouns entity.Nouns) string {
			title, _ := reportpage.Explain(r.language(), row.Status, row.Code, nouns)
			return title
		},
	}.Of(j)
}

// watch sends how a job goes on until it ends or the browser leaves.
func (r *request) watch(j *jobs.Job) error { return progress.Watch(r.w, r.Request, j, r.progressOf) }
