package mapping

import (
	"strings"
	"testing"

	"bcimport/mapping/entity"
)

// detected runs the columns of a file past a mapping; a cell of "#12.5" is a number of a
// workbook.
func detected(b *Bound, records [][]string) (*Bound, error) {
	d := b.Detector()
	for i, record := range records {
		cells, numeric := []string{"1"}, []bool{false}
		for _, cell := range record {
			text, isNumber := strings.CutPrefix(cell, "#")
			cells, numeric = append(cells, text), append(numeric, isNumber)
		}
		d.Add(cells, numeric, i+2)
	}
	return d.Bound()
}

func TestDetect_FindsTheFormatsThatTheMappingDoesNotSay(t *testing.T) {
	t.Parallel()
	b := typed(t, "", "unitPrice", "priceIncludesTax", "displayName")
	if !b.Undetected() || typed(t, `{decimal: ",", true: [ja]}`, "unitPrice", "priceIncludesTax").Undetected() || typed(t, "", "displayName").Undetected() {
		t.Error("undetected")
	}
	for _, test := range []struct {
		records [][]string
		decimal rune
	}{
		{[][]string{{"12,50", "ja"}, {"1.234", "nein"}}, ','}, {[][]string{{"1,234.50", "yes"}}, '.'}, {[][]string{{"12", ""}}, 0}, {nil, 0},
		{[][]string{{"#1.234", ""}, {"12,5", ""}}, ','}, {[][]string{{"#1.234", ""}}, 0},
	} {
		found, err := detected(b, test.records)
		if err != nil {
			t.Errorf("%q: %v", test.records, err)
			continue
		}
		if got := found.fields[0].formats.Decimal; got != test.decimal {
			t.Errorf("%q: %q", test.records, got)
		}
		edit, refused := found.ApplyRow([]string{"1", "1.234"}, []bool{false, true})
		if got := valueOf(edit, refused); got != "1.234" {
			t.Errorf("%q: a number of the workbook is %s", test.records, got)
		}
	}
}

func TestDetect_DoubtNamesTheColumnTheCellsAndTheLineToAdd(t *testing.T) {
	t.Parallel()
	of := &entity.Entity{Set: "a/b/v1.0/c", Key: "id", Fields: []entity.Field{{Name: "due", Type: entity.Date}, {Name: "price", Type: entity.Number}, {Name: "done", Type: entity.Boolean}}}
	for field, test := range map[string]struct {
		cells []string
		want  string
	}{
		"price": {[]string{"1.234", "1.500"}, `m.yaml:4:19: The numbers in column "A" can be read in two ways: "1.234" in line 2 is 1.234 or 1234; set formats.decimal in the mapping to the decimal mark of the file. Add to the mapping formats: {decimal: ","} or formats: {decimal: "."}.`},
		"due":   {[]string{"03.04.2026", "05.06.2026"}, `m.yaml:4:17: The dates in column "A" can be read in several ways: "03.04.2026" in line 2 is 2026-04-03 or 2026-03-04; set formats.date in the mapping to dd.MM.yyyy or MM.dd.yyyy. Add to the mapping formats: {date: dd.MM.yyyy} or formats: {date: MM.dd.yyyy}.`},
		"done":  {[]string{"ja", "erledigt", "nein"}, `m.yaml:4:18: The text "erledigt" in line 3 of column "A" is not known to be true or false; set formats.true and formats.false in the mapping. Add to the mapping formats: {true: ["ja"], false: ["nein"]} with "erledigt" where it belongs.`},
	} {
		m, err := ParseWith("m.yaml", []byte("version: 1\nkey: {column: K}\nfields:\n  "+field+": {column: A}\n"), Resources{Describe: func(string) (*entity.Entity, error) { return of, nil }})
		if err != nil {
			t.Fatal(err)
		}
		b, err := m.Bind([]string{"K", "A"})
		if err != nil {
			t.Fatal(err)
		}
		line := 1
		_, err = b.Detect(func() ([]string, int, bool) {
			if line > len(test.cells) {
				return nil, 0, false
			}
			line++
			return []string{"1", test.cells[line-2]}, line, true
		})
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s\n got %v\nwant %s", field, err, test.want)
		}
	}
	b := typed(t, "", "unitPrice")
	if _, err := detected(b, [][]string{{"12,5"}, {"12.5"}}); err == nil || !strings.Contains(err.Error(), `"12,5" in line 2 and "12.5" in line 3`) {
		t.Errorf("mixed: %v", err)
	}
}

// What a mapping makes of a cell is what has formats, and what it replaces has none.
func TestDetect_LooksAtWhatTheMappingMakesOfCells(t *testing.T) {
	t.Parallel()
	b := typed(t, "", `unitPrice: replace: {pattern: " €", with: ""}`)
	found, err := detected(b, [][]string{{"12,50 €"}, {"1.234 €"}, {"#NV"}, {""}})
	if err != nil || found.fields[0].formats.Decimal != ',' {
		t.Errorf("%v, %v", found, err)
	}
}
