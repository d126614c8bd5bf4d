package runs

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/importer/runs/sheets"
)

// ExportSpec says what to export.
type ExportSpec struct {
	// File ends in .xlsx or .csv; its mapping is written beside, as .yaml.
	File   string
	Fields []string
	// Filter is an OData filter; empty for all records.
	Filter string
	// Delimiter is that of a CSV file; empty is a comma.
	Delimiter string
	// Replace lets the files take the place of older ones.
	Replace     bool
	Target      string
	GiveUpAfter time.Duration
	// TakeBack is how the file is run, for the mapping's first line.
	TakeBack string
}

// MappingFile is where the mapping of the export goes.
func (s ExportSpec) MappingFile() string {
	return strings.TrimSuffix(s.File, filepath.Ext(s.File)) + ".yaml"
}

func (s ExportSpec) isCSV() bool { return strings.EqualFold(filepath.Ext(s.File), ".csv") }

// Export writes the current records as a file that Run takes back, and returns their
// number. The file appears whole or not at all.
func (m *Manager) Export(ctx context.Context, s ExportSpec, f Face) (int, error) {
	service, err := m.connect(ctx, Destination{Target: s.Target, Patience: s.GiveUpAfter}, f)
	if err != nil {
		return 0, err
	}
	defer service.Close()
	sheet, err := s.begin(lengths(service.Entity()))
	if err != nil {
		return 0, err
	}
	defer sheet.Discard()
	ids, err := service.IDs(ctx, s.Filter)
	if err != nil {
		return 0, exportStopped(ctx, err)
	}
	chunk := service.Pace().Chunk
	service.Expect(2 * (len(ids) + chunk - 1) / chunk)
	exporter := pipeline.Exporter{
		Contacts: service, Numbers: service.Numbers, Workers: service.Slots(), Chunk: chunk, GiveUpAfter: s.GiveUpAfter,
	}
	written := 0
	f.emit(Exported{0, len(ids)})
	err = exporter.Run(ctx, ids, func(contacts []importer.Exported) error {
		for _, c := range contacts {
			if err := sheet.Add(c); err != nil {
				return err
			}
		}
		written += len(contacts)
		f.emit(Exported{len(contacts), len(ids)})
		return nil
	})
	if err != nil {
		return 0, exportStopped(ctx, err)
	}
	return written, s.finish(sheet)
}

// exportStopped is an export that ended early: there is no file.
func exportStopped(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return &importer.Problem{Kind: importer.KindHalted, Cause: errors.New("interrupted; no file was written")}
	case errors.Is(err, importer.ErrServerDown), errors.Is(err, importer.ErrSignIn), errors.Is(err, importer.ErrCompanyGone):
		return &importer.Problem{Kind: importer.KindHalted, Cause: fmt.Errorf("export: %w", err)}
	}
	return err
}

// begin makes the file under another name; it gets its own when it is whole.
func (s ExportSpec) begin(lengths map[string]int) (sheets.Export, error) {
	if s.isCSV() {
		return sheets.NewExportCSV(s.File, s.Delimiter, s.Fields)
	}
	return sheets.NewExportBook(s.File, s.Fields, lengths)
}

func (s ExportSpec) finish(sheet sheets.Export) error {
	if err := sheet.Commit(); err != nil {
		return importer.Brokenf("write %s: %w", s.File, err)
	}
	if err := WriteOnce(s.MappingFile(), exportMapping(s.Fields, filepath.Base(s.File), s.TakeBack), 0o600, s.Replace); err != nil {
		return importer.Brokenf("write the mapping: %w", err)
	}
	return nil
}

// exportMapping is the mapping that takes the file back; takeBack is how that is begun, in
// the words of the face.
func exportMapping(fields []string, file, takeBack string) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, `# The mapping of %s: %s
# A cell that still holds what it was exported with changes nothing; what others have
# changed since then is a conflict.
version: 1
key:
  column: id
  match: id
etag: eTag
blank: clear               # an emptied cell clears the field
fields:
`, file, takeBack)
	for _, f := range fields {
		fmt.Fprintf(&out, "  %s: {column: %s, base: %s}\n", f, f, sheets.BaseColumn(f))
	}
	return []byte(out.String())
}
