package entity

import "testing"

func TestParse_OfACanonicalTextCostsNoMemory(t *testing.T) {
	for _, c := range []struct {
		field   Field
		cell    string
		formats Formats
	}{
		{Field{Type: Number}, "1234.5", Formats{Decimal: '.'}}, {Field{Type: Number}, "1234", Formats{}}, {Field{Type: Number}, "-12", Formats{Decimal: ','}},
		{Field{Type: Integer}, "1234", Formats{}}, {Field{Type: Code}, "ITEM-1000", Formats{}}, {Field{Type: Date}, "2026-11-27", Formats{}}, {Field{Type: Date}, "2026-11-27", Formats{Date: "dd.MM.yyyy"}},
		{Field{Type: GUID}, "5d115c9c-44e3-ea11-bb43-000d3a2feca1", Formats{}}, {kinds, "Inventory", Formats{}}, {Field{Type: Boolean}, "true", Formats{}}, {Field{Type: Text}, "x", Formats{}},
	} {
		if n := testing.AllocsPerRun(100, func() { _, _ = c.field.Parse(c.cell, c.formats) }); n != 0 {
			t.Errorf("%q costs %v pieces of memory", c.cell, n)
		}
		if n := testing.AllocsPerRun(100, func() { c.field.Same(c.cell, c.cell) }); n != 0 {
			t.Errorf("comparing %q costs %v pieces of memory", c.cell, n)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for name, c := range map[string]struct {
		field   Field
		cell    string
		formats Formats
	}{
		"number":        {Field{Type: Number}, "1234.5", Formats{Decimal: '.'}},
		"german number": {Field{Type: Number}, "1.234,50", Formats{Decimal: ','}},
		"code":          {Field{Type: Code}, "ITEM-1000", Formats{}},
		"german date":   {Field{Type: Date}, "31.12.2026", Formats{Date: "dd.MM.yyyy"}},
		"caption":       {kinds, "nicht lager", Formats{}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = c.field.Parse(c.cell, c.formats)
			}
		})
	}
}

func BenchmarkFromJSON(b *testing.B) {
	for name, c := range map[string]struct {
		field Field
		raw   string
	}{
		"number": {Field{Type: Number}, "1000.00"}, "text": {Field{Type: Text}, `"Bicycle"`}, "letters": {Field{Type: Text}, `"Größe"`},
		"date": {Field{Type: Date}, `"2026-11-27"`}, "time": {Field{Type: DateTime}, `"2026-11-27T10:00:00.47Z"`}, "member": {kinds, `"Non_x002D_Inventory"`},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = c.field.FromJSON([]byte(c.raw))
			}
		})
	}
}
