package mapping

import (
	"strings"
	"testing"

	"bcimport/mapping/entity"
)

func TestValueMessage_SaysWhatToDo(t *testing.T) {
	t.Parallel()
	kinds := []entity.Member{{Name: "", Encoded: "_x0020_"}, {Name: "Inventory", Captions: []string{"Bestand"}}, {Name: "Non-Inventory"}, {Name: "Service", Captions: []string{"bestand"}}}
	words := entity.Formats{True: []string{"ja"}, False: []string{"nein", ""}}
	comma, excel, dotted := entity.Formats{Decimal: ','}, entity.Formats{Date: entity.ExcelSerial}, entity.Formats{Date: "dd.MM.yyyy"}
	said := map[string]bool{}
	for _, c := range []struct {
		kind    entity.Type
		cell    string
		formats entity.Formats
		want    string
	}{
		{entity.Number, "abc", comma, `The text "abc" in column "C" is not a number, as f needs; correct the cell.`},
		{entity.Number, "12%", comma, `write the number without the sign, as 12 for 12%.`},
		{entity.Number, "12,50 EUR", comma, `remove the rest with replace for f in the mapping.`},
		{entity.Number, "12.5", comma, `The number "12.5" in column "C" does not fit the decimal mark ",";`},
		{entity.Number, "1.2,3.4", entity.Formats{}, `are not those of thousands and decimals;`},
		{entity.Number, "1.234", entity.Formats{}, `can be 1.234 or 1234; set formats.decimal`},
		{entity.Number, "1E99", comma, `too many digits for f;`},
		{entity.Integer, "1,5", comma, `f takes whole numbers alone;`},
		{entity.Integer, "1E99", comma, `outside the range of f, -9223372036854775808 to 9223372036854775807;`},
		{entity.Boolean, "perhaps", entity.Formats{}, `write true or false, or set formats.true`},
		{entity.Boolean, "perhaps", words, `("ja", "nein", "");`},
		{entity.Date, "soon", entity.Formats{}, `write it as 2026-11-27, or set formats.date`},
		{entity.Date, "soon", dotted, `is not a date of the form dd.MM.yyyy;`},
		{entity.Date, "30.02.2026", dotted, `does not exist;`},
		{entity.Date, "01/02/2026", entity.Formats{}, `can be 2026-02-01 or 2026-01-02; set formats.date`},
		{entity.Date, "31.12.26", entity.Formats{}, `has a year of two digits;`},
		{entity.Date, "31.12.2026 18:00", dotted, `write the date alone, or remove the time with replace for f`},
		{entity.Date, "46353", entity.Formats{}, `a spreadsheet's number for 2026-11-27;`},
		{entity.Date, "soon", excel, `not one of Excel's numbers for dates;`},
		{entity.DateTime, "soon", entity.Formats{}, `write it as 2026-11-27T10:00:00Z.`},
		{entity.DateTime, "2026-11-27 10:00", entity.Formats{}, `has no time zone; add it,`},
		{entity.GUID, "1", entity.Formats{}, `is not an id; ids look like`},
		{entity.Enumeration, "Servis", entity.Formats{}, `is not a value of f; did you mean "Service"?`},
		{entity.Enumeration, "1", entity.Formats{}, `is not a value of f; write "Inventory" or "Non-Inventory" or "Service".`},
		{entity.Enumeration, "BESTAND", entity.Formats{}, `can be "Inventory" or "Service" in f; write the exact name.`},
	} {
		_, problem := entity.Field{Type: c.kind, Members: kinds}.Parse(c.cell, c.formats)
		if problem == nil {
			t.Errorf("%q is a value", c.cell)
			continue
		}
		m := ValueMessage(*problem, NewMessage("column", "C"), "f")
		said[m.ID] = true
		if got := m.In(English); !strings.Contains(got, c.want) || strings.Contains(got, "%!") || strings.ContainsAny(got, "\n") {
			t.Errorf("%q: %s", c.cell, got)
		}
	}
	for _, c := range []struct {
		reason string
		args   []string
		want   string
	}{
		{entity.ReasonColumnNumbers, []string{"1.234", "3", "1.234", "1234"}, `The numbers in column "C" can be read in two ways: "1.234" in line 3 is 1.234 or 1234; set formats.decimal`},
		{entity.ReasonColumnDates, []string{"01.02.2026", "3", "2026-02-01", "2026-01-02", "dd.MM.yyyy or MM.dd.yyyy"}, `set formats.date in the mapping to dd.MM.yyyy or MM.dd.yyyy.`},
		{entity.ReasonColumnSerials, []string{"46353", "3", "2026-11-27"}, `"46353" in line 3 is 2026-11-27;`},
		{entity.ReasonColumnBooleans, []string{"gesperrt", "3"}, `"gesperrt" in line 3 of column "C" is not known`},
		{entity.ReasonNumbersMixed, []string{"1,5", "3", "1.5", "4"}, `"1,5" in line 3 and "1.5" in line 4;`},
		{entity.ReasonDatesMixed, []string{"31.12.2026", "3", "12/31/2026", "4"}, `in line 3 and "12/31/2026" in line 4;`},
	} {
		m := ValueMessage(entity.Problem{Reason: c.reason, Args: c.args}, NewMessage("column", "C"), "f")
		said[m.ID] = true
		if got := m.In(English); !strings.Contains(got, c.want) || strings.Contains(got, "%!") {
			t.Errorf("%s: %s", c.reason, got)
		}
	}
	for id := range valueWords.Formats {
		if !said[id] {
			t.Errorf("%s is said of nothing", id)
		}
	}
}

func TestValueMessage_NamesTheFirstOfManyMembers(t *testing.T) {
	t.Parallel()
	f := entity.Field{Type: entity.Enumeration}
	for i := range 100 {
		f.Members = append(f.Members, entity.Member{Name: strings.Repeat("x", i+1)})
	}
	_, problem := f.Parse("7", entity.Formats{})
	if got := ValueMessage(*problem, PlainMessage("column C"), "f").In(English); !strings.Contains(got, "and 80 more") {
		t.Error(got)
	}
}
