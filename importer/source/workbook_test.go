package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bcimport/importer"
	"bcimport/importer/source"
)

// officeFile was made by `soffice --headless --convert-to xlsx workbook.fods`
// (LibreOffice 7.4, Debian).
const officeFile = "testdata/workbook.xlsx"

func TestWorkbook_WrittenByAnOfficeProgram(t *testing.T) {
	t.Parallel()
	f, err := source.Open(officeFile, source.Options{Columns: []string{"kontaktnr.", "Nachname", "Telefon"}})
	if err != nil {
		t.Fatal(err)
	}
	if f.Sheet != "Kontakte" || f.HeaderLine != 3 || f.Format != source.FormatXLSX || !slices.Equal(f.Sheets, []string{"Info", "Kontakte"}) {
		t.Errorf("sheet %q of %q, header in row %d", f.Sheet, f.Sheets, f.HeaderLine)
	}
	rows, r, err := readAll(f)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int][]string{
		// A number with all its digits, a date in ISO form, a truth value, and the
		// value of merged cells in each of their rows.
		4: {"CT000123", "Müller", "4915112345678", "2024-02-29", "TRUE", "Einkauf", "1234.5"},
		// A number as its format fills it up, a line break, a formula's error.
		5: {"CT000124", "Žluťoučký\nzweite Zeile", "00302312512", "", "FALSE", "Einkauf", "#DIV/0!"},
		// A hidden row; its key is a formula's cached value.
		6:  {"CT000125", "Łukasz & Søn <x>", "+49 30 1", "", "", "", ""},
		10: {"CT000126", "", "", "", "", "=Chef", ""},
	}
	got := map[int][]string{}
	for _, row := range rows {
		got[row.Line] = row.Record
		if !row.Problem.IsZero() {
			t.Errorf("row %d: %s", row.Line, words(row))
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	raw, err := os.ReadFile(officeFile)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	if r.HiddenRows() != 1 || r.BlankRows() != 0 || r.Count() != 4 || r.Digest() != hex.EncodeToString(sum[:]) {
		t.Errorf("hidden %d, blank %d, rows %d, digest %s", r.HiddenRows(), r.BlankRows(), r.Count(), r.Digest())
	}
}

// TestWorkbook_IsDescribedAsTheCSVThatHoldsTheSame: failed.csv is made of that
// description, and must be read with the same mapping, header_line included.
func TestWorkbook_IsDescribedAsTheCSVThatHoldsTheSame(t *testing.T) {
	t.Parallel()
	f, err := source.Open(officeFile, source.Options{Columns: []string{"Kontaktnr."}})
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := readAll(f)
	if err != nil {
		t.Fatal(err)
	}
	text := slices.Concat(f.Preamble(), f.HeaderRaw())
	for _, row := range rows {
		text = append(text, row.Raw...)
	}
	again := openText(t, string(text), source.Options{HeaderLine: f.HeaderLine, Sheet: "Kontakte"})
	if !slices.Equal(again.Header(), f.Header()) || again.Dialect != f.Dialect {
		t.Errorf("header %q, dialect %+v", again.Header(), again.Dialect)
	}
	csv, _, err := readAll(again)
	if err != nil || len(csv) != len(rows) {
		t.Fatalf("%d rows, error %v", len(csv), err)
	}
	for i := range csv {
		if !slices.Equal(csv[i].Record, rows[i].Record) || !csv[i].Problem.IsZero() {
			t.Errorf("got %q, want %q (%s)", csv[i].Record, rows[i].Record, words(csv[i]))
		}
	}
}

// book is a workbook as other programs than LibreOffice write them.
type book map[string]string

func (b book) write(t testing.TB) string {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="t/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="t/styles" Target="styles.xml"/>` +
			`<Relationship Id="rId4" Type="t/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
	}
	for name, text := range b {
		parts[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		if text == "" {
			continue
		}
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
	return writeFile(t, out.String())
}

// oneSheet is a workbook whose sheet has the rows.
func oneSheet(rows string) book {
	return book{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`}
}

// texts is a row of texts, as programs write it that share none.
func texts(cells ...string) string {
	row := "<row>"
	for _, c := range cells {
		row += `<c t="inlineStr"><is><t>` + c + `</t></is></c>`
	}
	return row + "</row>"
}

func readBook(t *testing.T, b book, o source.Options) []importer.Row {
	t.Helper()
	f, err := source.Open(b.write(t), o)
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := readAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestWorkbook_SparseRows: cells and rows may be missing, or have no names.
func TestWorkbook_SparseRows(t *testing.T) {
	t.Parallel()
	cell := func(ref, text string) string { return `<c r="` + ref + `" t="str"><v>` + text + `</v></c>` }
	rows := readBook(t, oneSheet(
		`<row r="2">`+cell("B2", "K")+cell("D2", "V")+`</row>`+
			`<row r="5">`+cell("D5", "only V")+`</row>`+
			`<row>`+cell("B6", "k")+`</row>`+
			`<row r="9">`+cell("B9", " ")+`</row>`+
			`<row r="10">`+cell("B10", "k")+cell("F10", "note")+`</row>`), source.Options{Columns: []string{"K", "V"}})
	want := []importer.Row{
		{Line: 5, Record: []string{"", "", "", "only V"}},
		{Line: 6, Record: []string{"", "k", "", ""}},
		{Line: 10, Record: []string{"", "k", "", "", "", "note"}},
	}
	for i := range want {
		if rows[i].Line != want[i].Line || !slices.Equal(rows[i].Record, want[i].Record) {
			t.Errorf("row %d: %d %q", i, rows[i].Line, rows[i].Record)
		}
	}
	if p := words(rows[2]); !strings.Contains(p, "column F") || !rows[0].Problem.IsZero() {
		t.Errorf("problem %q", p)
	}
}

// TestWorkbook_NotesBesideTheTable are values of columns without a name, which are kept.
func TestWorkbook_NotesBesideTheTable(t *testing.T) {
	t.Parallel()
	for dimension, want := range map[string]struct {
		width   int
		problem string
	}{
		"A1:D3": {4, ""}, "A1:B3": {3, "column C"}, "": {3, "column C"}, "A1:XFD3": {3, "column C"}, "garbage": {3, "column C"},
	} {
		b := oneSheet(texts("K", "V") + texts("k", "v", "note"))
		b["xl/worksheets/sheet1.xml"] = strings.Replace(b["xl/worksheets/sheet1.xml"], "<sheetData>", `<dimension ref="`+dimension+`"/><sheetData>`, 1)
		rows := readBook(t, b, source.Options{})
		if len(rows[0].Record) != want.width || rows[0].Record[2] != "note" || !strings.Contains(words(rows[0]), want.problem) || (want.problem == "") != rows[0].Problem.IsZero() {
			t.Errorf("%s: %q, %s", dimension, rows[0].Record, words(rows[0]))
		}
	}
}

func TestWorkbook_MergedCellsBelongToEachOfTheirRows(t *testing.T) {
	t.Parallel()
	b := oneSheet(texts("K", "V") + texts("k1", "v") + texts("k2", "") + texts("k3", "own") + texts("k4", "") + texts("", ""))
	b["xl/worksheets/sheet1.xml"] = strings.Replace(b["xl/worksheets/sheet1.xml"], "</worksheet>",
		`<mergeCells count="2"><mergeCell ref="B2:B4"/><mergeCell ref="A5:B5"/><mergeCell ref="B5:B9"/></mergeCells></worksheet>`, 1)
	var got []string
	for _, row := range readBook(t, b, source.Options{}) {
		got = append(got, strings.Join(row.Record, "="))
	}
	if want := []string{"k1=v", "k2=v", "k3=own", "k4="}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// merging is a sheet with merged cells listed after its rows.
func merging(rows string, refs ...string) book {
	b := oneSheet(rows)
	cells := "<mergeCells>"
	for _, ref := range refs {
		cells += `<mergeCell ref='` + ref + `'/>`
	}
	b["xl/worksheets/sheet1.xml"] = strings.Replace(b["xl/worksheets/sheet1.xml"], "</worksheet>", cells+"</mergeCells></worksheet>", 1)
	return b
}

// TestWorkbook_HeaderOfTwoRows: of the upper one, what is merged with the lower one
// belongs to the header; a header merged with rows below it is none of their values.
func TestWorkbook_HeaderOfTwoRows(t *testing.T) {
	t.Parallel()
	rows := texts("No", "Phone", "", "Title") + texts("", "Private", "Work", "") + texts("k", "1", "2", "t") + texts("k2", "", "", "")
	path := merging(rows, "A1:A2", "B1:C1", "D1:D2", "C2:C4").write(t)
	f, err := source.Open(path, source.Options{Columns: []string{"No", "Private", "Work", "Title"}})
	if err != nil {
		t.Fatal(err)
	}
	if f.HeaderLine != 2 || !slices.Equal(f.Header(), []string{"No", "Private", "Work", "Title"}) || !strings.Contains(string(f.HeaderRaw()), "No,Private,Work,Title") {
		t.Errorf("row %d, header %q", f.HeaderLine, f.Header())
	}
	got, _ := mustReadAll(t, f)
	if !slices.Equal(got[0].Record, []string{"k", "1", "2", "t"}) || !slices.Equal(got[1].Record, []string{"k2", "", "", ""}) {
		t.Errorf("rows %+v", got)
	}
}

func TestWorkbook_FindsMergedCellsBehindManyRows(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 100, 1000, 3000} { // the end of the rows falls between two reads
		rows := readBook(t, merging(texts("K", "V")+texts("k", "v")+texts("k2", "")+strings.Repeat(texts("k", "<![CDATA[sheetData>]]>"), n), "B2:B3"), source.Options{})
		if len(rows) != n+2 || rows[1].Record[1] != "v" || rows[2].Record[1] != "sheetData>" {
			t.Errorf("%d rows, the second is %q", len(rows), rows[1].Record)
		}
	}
}

// TestWorkbook_PrefixedNames: some programs write every name with a prefix.
func TestWorkbook_PrefixedNames(t *testing.T) {
	t.Parallel()
	b := merging(texts("K", "V")+texts("k", "v")+texts("k2", ""), "B2:B3")
	b["xl/workbook.xml"] = `<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`
	for _, part := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		b[part] = strings.NewReplacer("</", "</x:", "<", "<x:").Replace(b[part])
	}
	if rows := readBook(t, b, source.Options{}); len(rows) != 2 || !slices.Equal(rows[1].Record, []string{"k2", "v"}) {
		t.Errorf("rows %+v", rows)
	}
}

// TestWorkbook_BlanksAreNothing: beside the table, and in rows that are hidden.
func TestWorkbook_BlanksAreNothing(t *testing.T) {
	t.Parallel()
	hidden := func(row string) string { return strings.Replace(row, "<row>", `<row hidden="1">`, 1) }
	f, err := source.Open(oneSheet(texts("K", "V")+texts("k", "v", " ", "", "\u00a0")+hidden(texts(" "))+hidden(texts("k", "v"))+hidden("<row></row>")).write(t), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, r := mustReadAll(t, f)
	if len(rows) != 2 || !rows[0].Problem.IsZero() || !slices.Equal(rows[0].Record, []string{"k", "v"}) || string(rows[0].Raw) != "k,v\r\n" {
		t.Errorf("rows %+v", rows)
	}
	if r.HiddenRows() != 1 || r.BlankRows() != 1 {
		t.Errorf("%d rows are hidden, %d blank", r.HiddenRows(), r.BlankRows())
	}
}

func TestWorkbook_SheetByNameOrByItsHeader(t *testing.T) {
	t.Parallel()
	b := oneSheet(texts("Other", "Sheet") + texts("1", "2"))
	b["xl/worksheets/sheet2.xml"] = `<worksheet><sheetData>` + texts("A title") + texts("Key", "Value") + texts("k", "v") + `</sheetData></worksheet>`
	b["xl/workbook.xml"] = `<workbook><sheets><sheet name="First" id="rId1"/><sheet name="Zweite" id="rId4"/></sheets></workbook>`
	hidden := book{}
	for k, v := range b {
		hidden[k] = v
	}
	hidden["xl/workbook.xml"] = `<workbook><sheets><sheet name="First" id="rId1"/><sheet name="Zweite" state="hidden" id="rId4"/></sheets></workbook>`
	columns := []string{"Key", "Value"}
	for name, test := range map[string]struct {
		book    book
		options source.Options
		sheet   string
		line    int
	}{
		"by its header":        {b, source.Options{Columns: columns}, "Zweite", 2},
		"by name":              {b, source.Options{Columns: columns, Sheet: "first"}, "First", 1},
		"nothing to tell by":   {b, source.Options{}, "First", 1},
		"hidden sheets not":    {hidden, source.Options{Columns: columns}, "First", 1},
		"hidden, but by name":  {hidden, source.Options{Columns: columns, Sheet: "Zweite"}, "Zweite", 2},
		"header row as it is":  {b, source.Options{Columns: columns, Sheet: "Zweite", HeaderLine: 3}, "Zweite", 3},
		"CSV dialects ignored": {b, source.Options{Columns: columns, Encoding: "windows-1252", Delimiter: ';'}, "Zweite", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := source.Open(test.book.write(t), test.options)
			if err != nil {
				t.Fatal(err)
			}
			if f.Sheet != test.sheet || f.HeaderLine != test.line {
				t.Errorf("sheet %q, row %d", f.Sheet, f.HeaderLine)
			}
		})
	}
}

func TestWorkbook_NamesWhatMakesItUnreadable(t *testing.T) {
	t.Parallel()
	good := oneSheet(texts("K", "V") + texts("k", "v"))
	with := func(part, text string) book {
		b := book{}
		for k, v := range good {
			b[k] = v
		}
		b[part] = text
		return b
	}
	for name, test := range map[string]struct {
		path        string
		options     source.Options
		words, hint string
	}{
		"no such sheet":        {good.write(t), source.Options{Sheet: "B"}, `no sheet "B"`, "one of: A"},
		"a sheet misspelt":     {with("xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="Contacts" sheetId="1" r:id="rId1"/></sheets></workbook>`).write(t), source.Options{Sheet: "Contact"}, `no sheet "Contact"`, "did you mean Contacts?"},
		"no sheets":            {with("xl/workbook.xml", `<workbook/>`).write(t), source.Options{}, "without a sheet", "CSV"},
		"all hidden":           {with("xl/workbook.xml", `<workbook><sheets><sheet name="A" state="veryHidden" id="rId1"/></sheets></workbook>`).write(t), source.Options{}, "hidden", "A"},
		"an empty sheet":       {oneSheet("").write(t), source.Options{}, `sheet "A" is empty`, "columns"},
		"header_line blank":    {good.write(t), source.Options{HeaderLine: 7}, "row 7", "header_line"},
		"no main part":         {with("xl/workbook.xml", "").write(t), source.Options{}, "main part", "save it again"},
		"binary":               {with("xl/workbook.bin", "x").write(t), source.Options{}, ".xlsb", ".xlsx"},
		"cut off":              {with("xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+texts("K")+`<row>`).write(t), source.Options{}, "cut off", "save it again"},
		"no XML":               {with("xl/worksheets/sheet1.xml", "<worksheet><<").write(t), source.Options{}, "can't be read", "save it again"},
		"a text that is not":   {oneSheet(texts("K") + `<row><c t="s"><v>3</v></c></row>`).write(t), source.Options{}, "text 3 of 0", "save it again"},
		"rows out of order":    {oneSheet(`<row r="3"/><row r="2"/>`).write(t), source.Options{}, `numbered "2"`, ""},
		"a cell without place": {oneSheet(`<row><c r="12"/></row>`).write(t), source.Options{}, `named "12"`, ""},
		"too many columns":     {oneSheet(`<row><c r="ZZZ1"/></row>`).write(t), source.Options{}, "16384", ""},
		"a cell above 1 MiB":   {oneSheet(texts("K") + texts(strings.Repeat("x", 1<<20+1))).write(t), source.Options{}, "longer than 1 MiB", ""},
		"a row above 8 MiB":    {oneSheet(texts("K") + texts(slices.Repeat([]string{strings.Repeat("x", 1<<20)}, 9)...)).write(t), source.Options{}, "row 2 is longer than 8 MiB", ""},
		"a head above 1 MiB":   {oneSheet(strings.Repeat(texts(strings.Repeat("x", 1<<19)), 3)).write(t), source.Options{HeaderLine: 3}, "first MiB", ""},
		"header_line too far":  {good.write(t), source.Options{HeaderLine: 10_001}, "first 10000 rows", "header_line"},
		"a bomb of rows":       {oneSheet(texts("K") + strings.Repeat(texts(strings.Repeat("x", 1<<19)), 150)).write(t), source.Options{}, "many times", "check what it contains"},
		"a bomb of texts":      {with("xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t>"+strings.Repeat("x", 1<<19)+"</t></si>", 150)+"</sst>").write(t), source.Options{}, "many times", "check what it contains"},
		"a letter":             {with("_rels/.rels", `<Relationships><Relationship Id="r" Type="t/officeDocument" Target="word/document.xml"/></Relationships>`).write(t), source.Options{}, "no workbook", "CSV UTF-8"},
		"a web page":           {writeFile(t, "\ufeff\r\n<HTML><table>"), source.Options{}, "web page (HTML)", "save it as .xlsx"},
		"XML":                  {writeFile(t, "\xff\xfe<\x00?\x00x\x00m\x00l\x00 \x00"), source.Options{}, "XML, not a table", "as .xlsx"},
		"a token of 100 MiB":   {oneSheet(texts("K") + texts(strings.Repeat("x", 100<<20))).write(t), source.Options{}, "longer than 1 MiB", ""},
		"OpenDocument":         {book{"[Content_Types].xml": "", "META-INF/manifest.xml": "x", "content.xml": "x"}.write(t), source.Options{}, ".ods", "save it as .xlsx"},
		"protected":            {writeFile(t, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), source.Options{}, "password", "without a password"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := source.Open(test.path, test.options)
			if err == nil {
				_, _, err = readAll(f)
			}
			e, ok := err.(*source.Error)
			if !ok || !strings.Contains(e.Message.String(), test.words) || !strings.Contains(e.Hint.String(), test.hint) || e.File != test.path {
				t.Errorf("got %v, hint %q", err, hintOf(e))
			}
		})
	}
}

func hintOf(e *source.Error) string {
	if e == nil {
		return ""
	}
	return e.Hint.String()
}

// TestWorkbook_ChangedSinceItWasOpened: another workbook in its place is noticed.
func TestWorkbook_ChangedSinceItWasOpened(t *testing.T) {
	t.Parallel()
	path := oneSheet(texts("K", "V") + texts("k", "v")).write(t)
	f, err := source.Open(path, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	other := oneSheet(texts("V", "K") + texts("k", "v")).write(t)
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Rows(); err == nil || !strings.Contains(err.Error(), "has changed") {
		t.Errorf("error %v", err)
	}
}

// TestWorkbook_ManySharedTexts holds texts that do not fit into memory against a
// file that a library writes.
func TestWorkbook_ManySharedTexts(t *testing.T) {
	t.Parallel()
	x := excelize.NewFile()
	defer x.Close()
	const rows = 3000
	long := strings.Repeat("ö", 2000)
	text := func(i int) string { return fmt.Sprintf("%d %s", i, long) }
	if err := x.SetSheetRow("Sheet1", "A1", &[]string{"K", "V"}); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		// From the end, so that no window serves them all.
		if err := x.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &[]string{fmt.Sprint(i), text((i * 7) % rows)}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "many.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	f, err := source.Open(path, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := readAll(f)
	if err != nil || len(got) != rows {
		t.Fatalf("%d rows, error %v", len(got), err)
	}
	for i, row := range got {
		if row.Record[0] != fmt.Sprint(i) || row.Record[1] != text((i*7)%rows) {
			t.Fatalf("row %d: %.40q", i, row.Record)
		}
	}
}

const table = "K;V\nk;Müller\n"

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func zipped(t testing.TB, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPacked_ReadAsWhatIsInIt(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"plain":            table,
		"gzip":             gzipped(t, table),
		"gzip in two":      gzipped(t, "K;V\n") + gzipped(t, "k;Müller\n"),
		"zip":              zipped(t, "a/contacts.csv", table),
		"zip from a Mac":   zipped(t, "contacts.csv", table, "__MACOSX/._contacts.csv", "x", ".DS_Store", "x"),
		"zip from Windows": zipped(t, "M\x81ller.csv", table),
		"zip with folders": zipped(t, "a/", "", "a/contacts.csv", table),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := openText(t, content, source.Options{})
			for range 2 {
				rows, r, err := readAll(f)
				if err != nil || len(rows) != 1 || !slices.Equal(rows[0].Record, []string{"k", "Müller"}) || rows[0].Line != 2 {
					t.Fatalf("rows %+v, error %v", rows, err)
				}
				sum := sha256.Sum256([]byte(content))
				if r.Digest() != hex.EncodeToString(sum[:]) {
					t.Errorf("digest %s is not that of the file itself", r.Digest())
				}
			}
		})
	}
}

func TestPacked_NamesWhatMakesItUnreadable(t *testing.T) {
	t.Parallel()
	bomb := gzipped(t, "K;V\n"+strings.Repeat("k;"+strings.Repeat("v", 2000)+"\n", 40_000))
	whole := gzipped(t, table+strings.Repeat("k;vväöü\n", 100_000))
	for name, test := range map[string]struct{ content, words, hint string }{
		"none at all":    {zipped(t), "without a file", "one CSV"},
		"a password":     {strings.ReplaceAll(zipped(t, "a.csv", table), "PK\x01\x02\x14\x00\x14\x00\x08", "PK\x01\x02\x14\x00\x14\x00\x09"), "a.csv in this archive is protected", "unpack it first"},
		"another method": {strings.ReplaceAll(strings.ReplaceAll(zipped(t, "a.csv", table), "PK\x01\x02\x14\x00\x14\x00\x08\x00\x08", "PK\x01\x02\x14\x00\x14\x00\x08\x00\x09"), "PK\x03\x04\x14\x00\x08\x00\x08", "PK\x03\x04\x14\x00\x08\x00\x09"), "method", "unpack it first"},
		"two files":      {zipped(t, "a.csv", table, "b.csv", table), "2 files: a.csv, b.csv", "import the right file"},
		"no file":        {zipped(t, "a/", ""), "without a file", "one CSV"},
		"a path outside": {zipped(t, "../a.csv", table), `"../a.csv"`, "unpack"},
		"a workbook":     {zipped(t, "a.xlsx", zipped(t, "x", "y")), "within an archive", "unpack"},
		"an archive":     {gzipped(t, gzipped(t, table)), "within an archive", "unpack"},
		"a bomb":         {bomb, "many times", "check what it contains"},
		"cut off":        {whole[:len(whole)/2], "damaged", "send the file again"},
		"checksum":       {whole[:len(whole)-6] + "xx" + whole[len(whole)-4:], "damaged", "send the file again"},
		"empty":          {gzipped(t, ""), "0 bytes", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := readError(t, test.content, source.Options{})
			if !strings.Contains(e.Message.String(), test.words) || !strings.Contains(e.Hint.String(), test.hint) {
				t.Errorf("got %v, hint %q", e, e.Hint.String())
			}
		})
	}
}

// TestWorkbook_SaysWhichCellsAreNumbers: their text has a point; the raw row, which does not
// say so, has the decimal mark of the texts.
func TestWorkbook_SaysWhichCellsAreNumbers(t *testing.T) {
	t.Parallel()
	number := `<c><v>1.234</v></c>`
	sheet := oneSheet(texts("K", "A", "B", "C") + `<row>` + number + `<c t="inlineStr"><is><t>1.234</t></is></c><c/>` + number + `</row>` + texts("x", "y", "z", "1.5"))
	for decimal, raw := range map[rune]string{0: "1.234,1.234,,1.234\r\n", '.': "1.234,1.234,,1.234\r\n", ',': "\"1,234\",1.234,,\"1,234\"\r\n"} {
		rows := readBook(t, sheet, source.Options{Decimal: decimal})
		if len(rows) != 2 || !slices.Equal(rows[0].Numeric, []bool{true, false, false, true}) || rows[1].Numeric != nil {
			t.Fatalf("%+v", rows)
		}
		if string(rows[0].Raw) != raw || rows[0].Record[0] != "1.234" {
			t.Errorf("%q: %q, %q", decimal, rows[0].Raw, rows[0].Record)
		}
	}
	f, err := source.Open(officeFile, source.Options{Columns: []string{"Kontaktnr."}})
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := readAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if want := []bool{false, false, true, false, false, false, true}; !slices.Equal(rows[0].Numeric, want) {
		t.Errorf("%v of %q", rows[0].Numeric, rows[0].Record)
	}
}
