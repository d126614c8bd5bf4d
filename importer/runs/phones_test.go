package runs

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bcimport/importer"
)

// TestCheck_TellsOfPhoneNumbersThatLostTheirBeginning in a workbook where others kept it, and of
// none where all are numbers, as in countries without a leading 0.
func TestCheck_TellsOfPhoneNumbersThatLostTheirBeginning(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		phones []any
		want   string
	}{
		"one":     {[]any{"+49 30 2312512", 493023125123, "030 4711"}, `column "Telefon" has 1 number where others are texts, "493023125123" in line 3`},
		"several": {[]any{3023125867, "030 4711", 493023125123}, `column "Telefon" has 2 numbers where others are texts, such as "3023125867" in line 2`},
		"short":   {[]any{4711, "+49 30 2312512", "030 4711"}, ""},
		"all":     {[]any{4255550174, 4255550175, "4255550176"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "in.xlsx")
			book := excelize.NewFile()
			err := book.SetSheetRow("Sheet1", "A1", &[]any{"Nr", "Telefon"})
			for i, phone := range c.phones {
				err = errors.Join(err, book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &[]any{fmt.Sprintf("CT%06d", i), phone}))
			}
			if err := errors.Join(err, book.SaveAs(path), book.Close()); err != nil {
				t.Fatal(err)
			}
			s := mendSpec(path)
			s.Mapping = importer.Document{File: "m.yaml", Text: "version: 1\nkey: {column: Nr, match: number}\nfields: {primaryPhoneNumber: Telefon}\n"}
			var said string
			m := newTestManager()
			if _, err := m.Check(t.Context(), s, Visit{}, Face{Events: func(e Event) {
				if note, ok := e.(Note); ok && note.Code == NotePhones {
					said += note.Text.In(m.Words)
				}
			}}); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(said, c.want) || c.want == "" && said != "" {
				t.Errorf("got %q, want %q", said, c.want)
			}
		})
	}
}
