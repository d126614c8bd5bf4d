package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// archive packs parts, those of a workbook with one sheet among them.
func archive(t *testing.T, parts map[string]string) *zip.Reader {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":     `<Relationships><Relationship Id="r" Type="t/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="t/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="t/styles" Target="styles.xml"/></Relationships>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range all {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sheet(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }

func open(z *zip.Reader) (*Workbook, error) {
	return Open(z, Options{Unpack: func(f *zip.File) (io.ReadCloser, error) { return f.Open() }, Uncomputed: "#GETTING_DATA"})
}

// readRows returns all rows of the first sheet, filled.
func readRows(t *testing.T, parts map[string]string) []Row {
	t.Helper()
	book, err := open(archive(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	merges, err := book.Merges(book.Sheets()[0])
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.Rows(book.Sheets()[0], merges)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []Row
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		rows.Fill(&row)
		all = append(all, row)
	}
}

func TestRows_ReturnsTheTextOfCellsOfEveryType(t *testing.T) {
	t.Parallel()
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0#&quot; &quot;##&quot; &quot;##&quot; &quot;##&quot; &quot;##"/>` +
		`<numFmt numFmtId="165" formatCode="[$-407]d\.\ mmmm\ yyyy;@"/><numFmt numFmtId="166" formatCode="#,##0.00&quot; Tage&quot;"/>` +
		`<numFmt numFmtId="167" formatCode="000\-000"/><numFmt numFmtId="168" formatCode="&quot;+&quot;0"/>` +
		`<numFmt numFmtId="169" formatCode="[&lt;=9999999]###\-####;\(###\)\ ###\-####"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>` +
		`<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="49"/><xf numFmtId="22"/><xf numFmtId="11"/><xf numFmtId="169"/></cellXfs></styleSheet>`
	for name, test := range map[string]struct{ cell, want string }{
		"shared":                    {`<c t="s"><v>1</v></c>`, "Zoë"},
		"shared, rich, with rubies": {`<c t="s"><v>2</v></c>`, "東京 Süd"},
		"inline":                    {`<c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>`, "a b"},
		"a formula's text":          {`<c t="str"><f>A1</f><v>x&amp;y</v></c>`, "x&y"},
		"a formula's error":         {`<c t="e"><f>1/0</f><v>#N/A</v></c>`, "#N/A"},
		"a formula's number":        {`<c><f>1+1</f><v>2</v></c>`, "2"},
		"a formula never computed":  {`<c><f>1+1</f></c>`, "#GETTING_DATA"},
		"computed to no text":       {`<c t="str"><f>A1</f><v></v></c>`, ""},
		"by openpyxl":               {`<c><f>1+1</f><v/></c>`, "#GETTING_DATA"},
		"by excelize":               {`<c t="str"><f>1+1</f></c>`, "#GETTING_DATA"},
		"true":                      {`<c t="b"><v>1</v></c>`, "TRUE"},
		"false":                     {`<c t="b"><v>0</v></c>`, "FALSE"},
		"a long number":             {`<c><v>4.915112345678E12</v></c>`, "4915112345678"},
		"a noisy decimal":           {`<c t="n"><v>0.10000000000000001</v></c>`, "0.1"},
		"beyond all digits":         {`<c><v>1.5E+22</v></c>`, "1.5E+22"},
		"shown in scientific form":  {`<c s="9"><v>493023125</v></c>`, "493023125"},
		"a negative number":         {`<c><v>-5</v></c>`, "-5"},
		"a date":                    {`<c s="1"><v>45351</v></c>`, "2024-02-29"},
		"a German date":             {`<c s="3"><v>45351</v></c>`, "2024-02-29"},
		"before March 1900":         {`<c s="1"><v>59</v></c>`, "1900-02-28"},
		"a date with its time":      {`<c s="22"><v>45351.5</v></c>`, "45351.5"},
		"a date and time":           {`<c s="8"><v>45351.75</v></c>`, "2024-02-29 18:00:00"},
		"a time":                    {`<c s="8"><v>0.25</v></c>`, "06:00:00"},
		"an ISO date":               {`<c t="d"><v>2024-02-29T00:00:00</v></c>`, "2024-02-29"},
		"an ISO date and time":      {`<c t="d"><v>2024-02-29T18:00:00.000Z</v></c>`, "2024-02-29 18:00:00"},
		"an ISO day":                {`<c t="d"><v>2024-02-29</v></c>`, "2024-02-29"},
		"an ISO time":               {`<c t="d"><v>1899-12-31T06:00:00</v></c>`, "06:00:00"},
		"a time in ISO":             {`<c t="d"><v>06:00:00</v></c>`, "06:00:00"},
		"just before midnight":      {`<c s="8"><v>45350.999999</v></c>`, "2024-02-29"},
		"an American phone":         {`<c s="10"><v>4255550100</v></c>`, "4255550100"},
		"a sum":                     {`<c><v>0.30000000000000004</v></c>`, "0.3"},
		"sixteen digits":            {`<c><v>1234567890123456</v></c>`, "1234567890123456"},
		"a large decimal":           {`<c><v>123456789012.5</v></c>`, "123456789012.5"},
		"a French phone":            {`<c s="2"><v>612345678</v></c>`, "06 12 34 56 78"},
		"digits between dashes":     {`<c s="5"><v>1234</v></c>`, "001-234"},
		"a plus in the format":      {`<c s="6"><v>4930</v></c>`, "+4930"},
		"days":                      {`<c s="4"><v>1234.5</v></c>`, "1234.5"},
		"a number as text":          {`<c s="7"><v>123</v></c>`, "123"},
		"escaped line ends":         {`<c t="inlineStr"><is><t>a_x000D_` + "\n" + `b_x005F_x000D_</t></is></c>`, "a\nb_x000D_"},
		"not an escape":             {`<c t="inlineStr"><is><t>_x0041_</t></is></c>`, "_x0041_"},
		"empty":                     {`<c s="1"/>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows := readRows(t, map[string]string{
				"xl/worksheets/sheet1.xml": sheet(`<row><c r="B1" t="str"><v>k</v></c>` + test.cell + `</row>`),
				"xl/sharedStrings.xml":     `<sst><si><t>a</t></si><si><t>Zoë</t></si><si><r><t>東京</t></r><r><t xml:space="preserve"> Süd</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si></sst>`,
				"xl/styles.xml":            styles,
			})
			want := []string{"", "k", test.want}
			if test.want == "" {
				want = want[:2]
			}
			if len(rows) != 1 || !slices.Equal(rows[0].Cells, want) {
				t.Errorf("got %+v, want %q", rows, want)
			}
		})
	}
}

func TestRows_CountsDaysFrom1904WhereTheWorkbookDoes(t *testing.T) {
	t.Parallel()
	rows := readRows(t, map[string]string{
		"xl/workbook.xml":          `<workbook><workbookPr date1904="1"/><sheets><sheet name="A" id="rId1"/></sheets></workbook>`,
		"xl/styles.xml":            `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": sheet(`<row><c s="0"><v>0</v></c></row>`),
	})
	if len(rows) != 1 || !slices.Equal(rows[0].Cells, []string{"1904-01-01"}) {
		t.Errorf("got %+v", rows)
	}
}

// TestRows_NumbersAndHidesAsTheSheetDoes: names of rows and cells may be missing.
func TestRows_NumbersAndHidesAsTheSheetDoes(t *testing.T) {
	t.Parallel()
	rows := readRows(t, map[string]string{"xl/worksheets/sheet1.xml": sheet(
		`<row r="3" hidden="1"><c r="B3" t="str"><v>x</v></c><c t="str"><v>y</v></c></row><row><c r="AA4" t="str"><v>z</v></c></row><row/>`)})
	if len(rows) != 3 || rows[0].Number != 3 || !rows[0].Hidden || !slices.Equal(rows[0].Cells, []string{"", "x", "y"}) ||
		rows[1].Number != 4 || rows[1].Hidden || len(rows[1].Cells) != 27 || rows[2].Number != 5 || len(rows[2].Cells) != 0 {
		t.Errorf("got %+v", rows)
	}
}

// TestFill_GivesTheValueOfMergedCellsToTheirRows and to none behind them, nor over a value
// of its own.
func TestFill_GivesTheValueOfMergedCellsToTheirRows(t *testing.T) {
	t.Parallel()
	row := func(a, b string) string {
		return `<row><c t="str"><v>` + a + `</v></c><c t="str"><v>` + b + `</v></c></row>`
	}
	rows := readRows(t, map[string]string{"xl/worksheets/sheet1.xml": strings.Replace(sheet(row("1", "v")+row("2", "")+row("3", "own")+row("4", "")),
		"</worksheet>", `<mergeCells><mergeCell ref="B1:B3"/></mergeCells></worksheet>`, 1)})
	var got []string
	for _, r := range rows {
		got = append(got, strings.Join(r.Cells, "="))
	}
	if want := []string{"1=v", "2=v", "3=own", "4"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOpen_NamesWhatIsNoWorkbook(t *testing.T) {
	t.Parallel()
	relation := func(to string) string {
		return `<Relationships><Relationship Id="r" Type="t/officeDocument" Target="/` + to + `"/></Relationships>`
	}
	for name, test := range map[string]struct {
		parts map[string]string
		want  error
	}{
		"a document":   {map[string]string{"_rels/.rels": relation("word/document.xml"), "word/document.xml": "<d/>"}, ErrNoWorkbook},
		"no main part": {map[string]string{"_rels/.rels": relation("xl/other.xml")}, ErrNoMainPart},
		"no sheet":     {nil, ErrNoSheet}, // its part is missing
	} {
		if _, err := open(archive(t, test.parts)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}
