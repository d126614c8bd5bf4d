package cli

import (
	"context"
	"errors"

	"bcimport/importer"
)

// nameFailures asks what people call the records of rows that did not succeed, before
// the reports are written. A run that somebody or the service stopped asks nothing.
func (p *part) nameFailures(ctx context.Context, runErr error) error {
	if p.client == nil || runErr != nil && !errors.Is(runErr, importer.ErrTooManyFailures) {
		return nil
	}
	return importer.NameFailures(ctx, p.file, p.client.Named)
}
