package workbook

import (
	"bytes"
	"testing"
)

func TestTable_TakesAnyWordsForItsName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Contacts": "Contacts", "Item categories": "Item_categories", "Bin-contents 2": "Bin_contents_2", "Stühle": "Stühle",
		"2nd units": "_2nd_units", "AB12": "_AB12", "R": "_R", "c": "_c", "R1C1": "_R1C1", "": "_", "Abcd1": "Abcd1",
	} {
		if got := tableName(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		b, err := New("Sheet", []Column{{}})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Append(1, []Cell{{Text: "id"}}); err != nil {
			t.Fatal(err)
		}
		if err := b.Table(text, 1); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := b.WriteTo(new(bytes.Buffer)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		b.Close()
	}
}
