package runs

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/importer/runs/input"
	"bcimport/importer/runs/sheets"
	"bcimport/mapping/entity"
	"bcimport/reports/atomicfile"
)

// ExportSpec says what to export.
type ExportSpec struct {
	// File ends in .xlsx or .csv; its mapping is written beside, as .yaml.
	File string
	// Set is the record set; empty for customerContacts.
	Set string
	// Fields are those to export; nil for all that can be set without a rename or an entry.
	Fields []string
	// Filter is an OData filter; empty for all records.
	Filter string
	// Delimiter is that of a CSV file; empty is a comma.
	Delimiter string
	// Replace lets the files take the place of older ones.
	Replace bool
	// Captions is the language of the captions that are the headings, such as de; empty for
	// the names of the fields.
	Captions    string
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
	service, err := m.connect(ctx, Destination{Target: s.Target, Set: s.Set, Patience: s.GiveUpAfter}, f)
	if err != nil {
		return 0, err
	}
	defer service.Close()
	columns, err := s.columns(ctx, service)
	if err != nil {
		return 0, err
	}
	sheet, err := s.begin(service.Entity(), columns)
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
	f.emit(Named{Nouns: service.Entity().Nouns()})
	f.emit(Exported{0, len(ids)})
	err = exporter.Run(ctx, ids, func(contacts []importer.Exported) error {
		for _, c := range contacts {
			if number := service.Entity().Number; number != "" {
				c.Number = c.Text(number)
			}
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
	return written, s.finish(sheet, service.Entity(), columns)
}

// exportStopped is an export that ended early: there is no file.
func exportStopped(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return &importer.Problem{Kind: importer.KindHalted, Cause: importer.Errorf("interrupted; no file was written")}
	case errors.Is(err, importer.ErrServerDown), errors.Is(err, importer.ErrSignIn), errors.Is(err, importer.ErrCompanyGone):
		return &importer.Problem{Kind: importer.KindHalted, Cause: importer.Errorf("export: %w", err)}
	}
	return err
}

// columns are the fields to export, with the codes of the records that they refer to.
func (s ExportSpec) columns(ctx context.Context, service Service) ([]sheets.Column, error) {
	set := service.Entity()
	if err := checkFields("columns", s.Fields, set); err != nil {
		return nil, err
	}
	fields := s.Fields
	if fields == nil {
		fields = sheets.Exportable(set)
	}
	columns := make([]sheets.Column, len(fields))
	for i, name := range fields {
		columns[i].Field = set.Find(name)
		if f := columns[i].Field; f.Set != "" && f.By != "" {
			all, err := service.Codes(ctx, f.Set, f.By)
			if err != nil {
				return nil, err
			}
			columns[i].Codes = codesByID(all)
		}
	}
	var captioned *entity.Entity
	if s.Captions != "" {
		var err error
		if captioned, err = service.Captions(ctx, s.Captions); err != nil {
			return nil, err
		}
	}
	sheets.Head(columns, captioned)
	return columns, nil
}

// codesByID returns the codes that belong to one record alone, by its id.
func codesByID(all []importer.RecordCode) map[string]string {
	unique := input.NewCodes(all)
	codes := make(map[string]string, len(all))
	for _, c := range all {
		if len(unique.IDs(c.Code)) == 1 {
			codes[strings.ToLower(c.ID)] = c.Code
		}
	}
	return codes
}

// begin makes the file under another name; it gets its own when it is whole.
func (s ExportSpec) begin(set *entity.Entity, columns []sheets.Column) (sheets.Export, error) {
	if s.isCSV() {
		return sheets.NewExportCSV(s.File, s.Delimiter, columns)
	}
	return sheets.NewExportBook(s.File, sheets.SheetName(set), columns)
}

func (s ExportSpec) finish(sheet sheets.Export, set *entity.Entity, columns []sheets.Column) error {
	if err := sheet.Commit(); err != nil {
		return importer.Brokenf("write %s: %w", s.File, err)
	}
	if err := atomicfile.Once(s.MappingFile(), sheets.ExportMapping(set, columns, filepath.Base(s.File), s.TakeBack), 0o600, s.Replace); err != nil {
		return importer.Brokenf("write the mapping: %w", err)
	}
	return nil
}
