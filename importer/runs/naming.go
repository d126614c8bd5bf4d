package runs

import (
	"context"
	"errors"

	"bcimport/importer"
	"bcimport/importer/pipeline"
)

// nameFailures asks what people call the records of rows that did not succeed, before
// the reports are written. A run that a person or the service stopped asks nothing.
func (x *execution) nameFailures(ctx context.Context, runErr error) error {
	if x.service == nil || runErr != nil && !errors.Is(runErr, importer.ErrTooManyFailures) {
		return nil
	}
	return pipeline.NameFailures(ctx, x.record, x.service.Named)
}
