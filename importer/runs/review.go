package runs

import (
	"context"

	"bcimport/importer/runs/sheets"
	"bcimport/reports"
)

// writeReview leaves the changes of a plan beside its reports, for people to go through.
func writeReview(ctx context.Context, folder string, plan Record, s *reports.Summary) error {
	path, err := sheets.WriteReview(folder, plan.Outcomes(context.WithoutCancel(ctx)))
	if err == nil {
		s.Files = append(s.Files, reports.Written{Name: reports.ReviewBook, Path: path})
	}
	return err
}
