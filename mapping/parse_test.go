package mapping

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/encodings"
	"bcimport/mapping/entity"
	"bcimport/mapping/yamlnode"

	"pgregory.net/rapid"
)

const minimal = "version: 1\nkey: {column: K}\nfields: {email: E-Mail}\n"

const full = `# as in the documentation
version: 1
entity: customerContacts
input:
  delimiter: ";"
  encoding: Windows-1252
  header_line: 3
key:
  column: Contact ID
  match: number
duplicates: error
blank: error
clear_word: "<clear>"
fields:
  email: E-Mail
  firstName:
    column: First Name
    transform: [trim, title]
    blank: clear
  professionalTitle:
    column: Title
    values: {"EK": "Einkauf", GF: "Geschäftsführung", 01: ""}
    otherwise: error
  primaryPhoneNumber:
    column: Phone
    validate: server
    transform:
      - digits
  lastName:
    column: Last Name
    blank: keep
`

func TestParse_FullMapping(t *testing.T) {
	t.Parallel()
	want := &Mapping{
		File: "m.yaml", Entity: contacts(),
		Input:      Input{Delimiter: ';', Encoding: "windows-1252", HeaderLine: 3},
		Key:        Key{Column: "Contact ID", Match: MatchNumber, at: place(9, 11)},
		Duplicates: DuplicatesError, Blank: BlankError, ClearWord: "<clear>",
		Fields: []Field{
			{Name: "email", Of: contacts().Find("email"), Column: "E-Mail", Otherwise: OtherwisePass, Validate: ValidateLocal, Blank: BlankError, at: place(15, 10)},
			{Name: "firstName", Of: contacts().Find("firstName"), Column: "First Name", Transform: []Transform{TransformTrim, TransformTitle}, Otherwise: OtherwisePass, Validate: ValidateLocal, Blank: BlankClear, at: place(17, 13)},
			{Name: "professionalTitle", Of: contacts().Find("professionalTitle"), Column: "Title", Values: map[string]string{"EK": "Einkauf", "GF": "Geschäftsführung", "01": ""}, Otherwise: OtherwiseError, Validate: ValidateLocal, Blank: BlankError, at: place(21, 13)},
			{Name: "primaryPhoneNumber", Of: contacts().Find("primaryPhoneNumber"), Column: "Phone", Transform: []Transform{TransformDigits}, Otherwise: OtherwisePass, Validate: ValidateServer, Blank: BlankError, at: place(25, 13)},
			{Name: "lastName", Of: contacts().Find("lastName"), Column: "Last Name", Otherwise: OtherwisePass, Validate: ValidateLocal, Blank: BlankKeep, at: place(30, 13)},
		},
	}
	for name, text := range map[string]string{
		"LF": full, "CRLF": strings.ReplaceAll(full, "\n", "\r\n"), "CR": strings.ReplaceAll(full, "\n", "\r"),
		"byte-order mark": "\ufeff" + full, "document start": strings.Replace(full, "# as in the documentation", "---", 1),
	} {
		if got, err := Parse("m.yaml", []byte(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, want)
		}
	}
}

func TestParse_DefaultsOfAMinimalMapping(t *testing.T) {
	t.Parallel()
	m := mustParse(t, minimal)
	f := m.Fields[0]
	if m.Entity.Set != entity.CustomerContacts || m.Key.Match != MatchAuto || m.Duplicates != DuplicatesError ||
		m.Blank != BlankKeep || m.ClearWord != "" || m.Input != (Input{}) {
		t.Errorf("mapping %+v", m)
	}
	if f.Blank != BlankKeep || f.Otherwise != OtherwisePass || f.Validate != ValidateLocal || f.Values != nil || f.Transform != nil {
		t.Errorf("field %+v", f)
	}
}

func TestParse_Delimiters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]rune{
		`","`: ',', `,`: ',', `;`: ';', `";"`: ';', `"|"`: '|', `tab`: '\t', `"\t"`: '\t', `'\t'`: '\t', `\t`: '\t',
	} {
		if m := mustParse(t, minimal+"input: {}\n", "input: {}", "input:\n  delimiter: "+text); m.Input.Delimiter != want {
			t.Errorf("%s: %q, want %q", text, m.Input.Delimiter, want)
		}
	}
}

func TestParse_Encodings(t *testing.T) {
	t.Parallel()
	for _, name := range encodings.Names() {
		for _, spelling := range []string{name, strings.ToUpper(name)} {
			if m := mustParse(t, minimal+"input: {encoding: "+spelling+"}\n"); m.Input.Encoding != name {
				t.Errorf("%s: %q", spelling, m.Input.Encoding)
			}
		}
	}
}

// Each case replaces one line of the full mapping and names the problems.
func TestParse_ProblemsWithPositionAndSpelling(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, want string }{
		{"version: 1", "version: 2", "m.yaml:2:10: version 2 is unknown; this program reads version 1"},
		{"version: 1", `version: "1"`, `m.yaml:2:10: "version" must be the number 1`},
		{"version: 1", "version: 1.0", `m.yaml:2:10: "version" must be the number 1, not 1.0`},
		{"version: 1\n", "", `m.yaml:1:1: the mapping needs the key "version"`},
		{"entity: customerContacts", "entity: contact", `m.yaml:3:9: unknown entity "contact", did you mean "contacts"?`},
		{"  delimiter: \";\"", "  delimiter: ':'", `m.yaml:5:14: unknown delimiter ":"; it is one of ",", ";", "|" and "tab"`},
		{"  delimiter: \";\"", "  delimiter: |", `m.yaml:5:14: "delimiter" is an empty block; write "|" in quotes to mean the character`},
		{"Windows-1252", "window-1252", `m.yaml:6:13: unknown encoding "window-1252", did you mean "windows-1252"?`},
		{"Windows-1252", "ANSI", `m.yaml:6:13: "ANSI" is another code page on every computer; set windows-1252 (Western Europe), windows-1250 (Central Europe), windows-1251 (Cyrillic) or windows-1254 (Turkish), or leave it out`},
		{"Windows-1252", "MS-DOS", `m.yaml:6:13: "MS-DOS" is another code page in every country; set cp850 (Western Europe), cp852 (Central Europe), cp866 (Cyrillic) or cp437 (United States), or leave it out`},
		{"Windows-1252", "Unicode", `m.yaml:6:13: "Unicode" is ambiguous; set utf-16 or utf-8, or leave it out`},
		{"header_line: 3", "header_line: 0", `m.yaml:7:16: header_line must be a line number from 1, not 0`},
		{"header_line: 3", "header_line: -3", `m.yaml:7:16: header_line must be a line number from 1, not -3`},
		{"header_line: 3", "header_line: three", `m.yaml:7:16: "header_line" must be a line number from 1`},
		{"header_line: 3", "tabelle: Contacts", `m.yaml:7:3: unknown key "tabelle"; "input" takes "delimiter", "encoding", "header_line", "sheet"`},
		{"header_line: 3", `sheet: " "`, `m.yaml:7:10: "sheet" is blank`},
		{"header_line: 3", "headerline: 0", `m.yaml:7:3: unknown key "headerline", did you mean "header_line"?` + "\n" + `m.yaml:7:15: header_line must be a line number from 1, not 0`},
		{"  column: Contact ID\n", "", `m.yaml:8:1: "key" needs the key "column"`},
		{"column: Contact ID", "column:", `m.yaml:9:10: "column" has no value; it must be a text`},
		{"column: Contact ID", "column: 7", `m.yaml:9:11: "column" must be a text; write "7" in quotes`},
		{"column: Contact ID", "column: true", `m.yaml:9:11: "column" must be a text; write "true" in quotes`},
		{"column: Contact ID", "column: [A]", `m.yaml:9:11: "column" must be a text, not a list`},
		{"column: Contact ID", "column: {A: B}", "m.yaml:9:11: \"column\" must be a text, not lines of `key: value`"},
		{"column: Contact ID", "column: *Name", `m.yaml:9:11: "column" must be a text; YAML anchors, aliases and tags are not supported, and a text that begins with *, & or ! needs quotes`},
		{"column: Contact ID", "column: &a Name", `m.yaml:9:11: "column" must be a text; YAML anchors, aliases and tags are not supported, and a text that begins with *, & or ! needs quotes`},
		{"column: Contact ID", `column: " "`, `m.yaml:9:11: "column" is blank`},
		{"match: number", "match: nummer", `m.yaml:10:10: unknown match "nummer", did you mean "number"?`},
		{"match: number", "match: guid", `m.yaml:10:10: unknown match "guid"; it is one of "auto", "id", "number", "email"`},
		{"duplicates: error", "duplicates: inorder", `m.yaml:11:13: unknown duplicates "inorder", did you mean "in-order"?`},
		{"blank: error", "blank: kepe", `m.yaml:12:8: unknown blank "kepe", did you mean "keep"?`},
		{"clear_word: \"<clear>\"", "clear_word: ''", `m.yaml:13:13: "clear_word" is blank`},
		{"clear_word: \"<clear>\"", "etga: eTag", `m.yaml:13:1: unknown key "etga", did you mean "etag"?`},
		{"clear_word: \"<clear>\"", "<<: {a: b}", `m.yaml:13:1: a key must be a plain text; anchors, aliases, merge keys and tags are not supported`},
		{"clear_word: \"<clear>\"", "blank: keep", `m.yaml:13:1: key "blank" occurs twice, first in line 12`},
		{"  email: E-Mail", "  fone: E-Mail", `m.yaml:15:3: unknown field "fone", did you mean "primaryPhoneNumber"?`},
		{"  email: E-Mail", "  E-Mail: E-Mail", `m.yaml:15:3: unknown field "E-Mail", did you mean "email"?`},
		{"  email: E-Mail", "  name: E-Mail", `m.yaml:15:3: unknown field "name", did you mean "firstName" or "lastName"?`},
		{"  email: E-Mail", "  city: E-Mail", `m.yaml:15:3: unknown field "city"; the fields are "email", "firstName", "lastName", "professionalTitle", "primaryPhoneNumber"`},
		{"  email: E-Mail", "  CustomerID: E-Mail", `m.yaml:15:3: field "customerId" is read-only here: writing it would move every contact of the company to another customer`},
		{"  email: E-Mail", "  customerName: E-Mail", `m.yaml:15:3: field "customerName" is read-only: Business Central shows the name of the customer record there`},
		{"  email: E-Mail", "  id: E-Mail", `m.yaml:15:3: field "id" finds the contact and cannot be set; name its column in key.column`},
		{"  email: E-Mail", "  email: 5", `m.yaml:15:10: "email" must be a text; write "5" in quotes`},
		{"  email: E-Mail", "  email: [E-Mail]", `m.yaml:15:10: "email" must be a text, not a list`},
		{"  email: E-Mail", "  email:\n    colum: 5", `m.yaml:16:5: unknown key "colum", did you mean "column"?` + "\n" + `m.yaml:16:12: "colum" must be a text; write "5" in quotes`},
		{"  email: E-Mail", "  firstName: A", `m.yaml:16:3: key "firstName" occurs twice, first in line 15`},
		{"[trim, title]", "trim", `m.yaml:18:16: "transform" must be a list, for example [upper, phone]`},
		{"[trim, title]", "[trim, titel, spin]", `m.yaml:18:23: unknown transform "titel", did you mean "title"?` + "\n" +
			`m.yaml:18:30: unknown transform "spin"; it is one of "trim", "collapse", "lower", "upper", "title", "digits", "phone", "email", "repair"`},
		{"    blank: clear", "    zzz: DE", `m.yaml:19:5: unknown key "zzz"; "firstName" takes "column", "columns", "join", "expr", "base", "split", "replace", "transform", "region", "phone_format", "values", "values_file", "otherwise", "validate", "too_long", "blank", "compare", "accept_damaged", "lookup", "rename", "post"`},
		{"    blank: clear", "    region: DE", `m.yaml:19:5: region is for the transform phone, which "firstName" does not have`},
		{"    blank: clear", "    transform: [phone]\n    region: Deutschland", `m.yaml:19:5: key "transform" occurs twice, first in line 18` + "\n" + `m.yaml:20:5: region is for the transform phone, which "firstName" does not have` + "\n" + `m.yaml:20:13: unknown region "Deutschland"; expected a country in two letters, such as DE, FR or US`},
		{"    blank: clear", "    columns: [A, B]", `m.yaml:16:3: "firstName" has several of the keys "column", "columns", "expr"; keep one of them`},
		{"    column: First Name", "    columns: [A]", `m.yaml:17:14: columns joins several columns; set column for one`},
		{"    column: First Name\n", "", `m.yaml:16:3: "firstName" needs one of the keys "column", "columns", "expr"`},
		{"    blank: clear", "    join: x", `m.yaml:19:5: join applies to several columns, and "firstName" has no columns`},
		{"    blank: clear", "    split: {at: '', part: 0}", `m.yaml:19:17: at is empty; set the separator of the parts, such as " " or ","` + "\n" + `m.yaml:19:27: part is counted from 1; -1 is the last`},
		{"    blank: clear", "    replace: {pattern: '(', with: ''}", `m.yaml:19:24: this is not a regular expression: missing closing ): ` + "`(`"},
		{"    blank: clear", "    too_long: cut", `m.yaml:19:15: unknown too_long "cut"; it is one of "error", "truncate"`},
		{"    blank: clear", "    accept_damaged: yes", `m.yaml:19:21: "accept_damaged" must be true or false`},
		{"    blank: clear", "    values_file: ../a.csv", `m.yaml:19:18: values_file must be in the mapping's folder or below it, written with /, not "../a.csv"`},
		{"    blank: clear", "    values_file: a.csv", `m.yaml:19:18: values_file "a.csv": no file can be read here`},
		{"    column: First Name", "    expr: 'row.Name + '", `m.yaml:17:11: expr: unexpected token EOF (line 1, character 11 of the expression)`},
		{"    column: First Name", "    expr: 'len(row.Name)'", `m.yaml:17:11: expr: expected string, but got int`},
		{"    column: First Name", "    expr: '\"x\"'", `m.yaml:17:11: expr: it names no column; name a cell with row["First Name"]`},
		{"    column: First Name", "    expr: 'row[row.Name]'", `m.yaml:17:11: expr: row[…] must hold a column's name in quotes`},
		{"    column: First Name", "    expr: 'string(row)'", `m.yaml:17:11: expr: row must be followed by a column's name, as row["First Name"]`},
		{"    column: First Name", "    expr: 'let a = row.Name; a + a'", `m.yaml:17:11: expr: let is not supported`},
		{"    column: First Name", "    expr: 'map(1..9, row.Name)[0]'", `m.yaml:17:11: expr: `},
		{"    blank: clear", "    otherwise: error", `m.yaml:19:5: otherwise applies to cells that values does not list, and "firstName" has no values`},
		{`01: ""`, "01: 5", `m.yaml:22:59: "01" must be a text; write "5" in quotes`},
		{`01: ""`, `" GF": x`, `m.yaml:22:55: "GF" occurs twice in values`},
		{`01: ""`, `" ": x`, `m.yaml:22:55: values cannot replace a blank cell; set blank instead`},
		{"otherwise: error", "otherwise: fail", `m.yaml:23:16: unknown otherwise "fail"; it is one of "pass", "error", "leave"`},
		{"validate: server", "validate: true", `m.yaml:26:15: "validate" must be a text; write "true" in quotes`},
	} {
		text := strings.Replace(full, c.old, c.new, 1)
		if text == full {
			t.Fatalf("%q is not in the mapping", c.old)
		}
		if got := problemsOf(t, text).Error(); got != c.want && !(strings.HasSuffix(c.want, "expr: ") && strings.HasPrefix(got, c.want)) {
			t.Errorf("%s\n got %s\nwant %s", c.new, got, c.want)
		}
	}
}

func TestParse_WholeFileProblems(t *testing.T) {
	t.Parallel()
	const empty = "m.yaml:1:1: the mapping is empty; it needs version, key and fields"
	for text, want := range map[string]string{
		"":                    empty,
		"\n\n":                empty,
		"# a remark\n---\n":   empty,
		"\ufeff":              empty,
		"hello":               "m.yaml:1:1: the mapping must be lines of `key: value`",
		"- a\n":               "m.yaml:1:1: the mapping must be lines of `key: value`, not a list",
		"a;b\nM\xfcller;1\n":  "m.yaml:2:2: this is not UTF-8 text; save the file with the encoding UTF-8",
		"\xff\xfea\x00":       "m.yaml:1:1: this is not UTF-8 text; save the file with the encoding UTF-8",
		"key: a\x00":          "m.yaml:1:7: there is a control character (U+0000) here; remove it",
		"key:\n\tcolumn: a":   "m.yaml:2:1: this is not valid YAML: tabs cannot indent; use blanks",
		"key: [a\nb: c":       "m.yaml:2:1: this is not valid YAML: ',' or ']' must be specified",
		"key: 'a":             "m.yaml:1:6: this is not valid YAML: could not find end character of single-quoted text",
		minimal + "---\na: 1": "m.yaml:5:1: a second YAML document begins here; a mapping file holds one",
		"version: 1\nkey: {column: K}\nfields: {}\n": `m.yaml:3:9: fields is empty; it needs at least one of "email", "firstName", "lastName", "professionalTitle", "primaryPhoneNumber"`,
		strings.Repeat("#", 128<<10+1):               "m.yaml:1:1: this is larger than 128 KiB, too large for a mapping or settings file",
	} {
		if got := problemsOf(t, text).Error(); got != want {
			t.Errorf("%.40q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestParse_AllProblemsAtOnceInFileOrder(t *testing.T) {
	t.Parallel()
	text := `vershun: 3
fields:
  customerId: A
  email:
    transform: [upcase]
    validate: no
  fone: B
blank: {}
key:
  match: guid
`
	want := []yamlnode.Place{place(1, 1), place(1, 10), place(3, 3), place(4, 3), place(5, 17), place(6, 15), place(7, 3), place(8, 8), place(9, 1), place(10, 10)}
	var got []yamlnode.Place
	problems := problemsOf(t, text)
	for _, p := range problems {
		got = append(got, place(p.Line, p.Column))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v\n%v", got, want, problems)
	}
}

// A misspelt key is found where it stands, whatever stands around it.
func TestParse_PositionsHoldAmongRemarksAndLineEnds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(rt, "line end")
		lines := strings.Split(strings.TrimSpace(full), "\n")
		at := rapid.IntRange(1, len(lines)-1).Filter(func(i int) bool {
			return !strings.HasPrefix(lines[i], "  ")
		}).Draw(rt, "line")
		lines = slices.Insert(lines, at, "zzzzz: 1")
		for range rapid.IntRange(0, 5).Draw(rt, "remarks") {
			remark := rapid.SampledFrom([]string{"", "# ü", "   # x: y", "  "}).Draw(rt, "remark")
			lines = slices.Insert(lines, rapid.IntRange(0, len(lines)).Draw(rt, "where"), remark)
		}
		want := 1 + slices.Index(lines, "zzzzz: 1")
		_, err := Parse("m.yaml", []byte(strings.Join(lines, end)))
		var problems Problems
		if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Line != want || problems[0].Column != 1 {
			rt.Fatalf("want a problem at %d:1, have %v", want, err)
		}
	})
}

func TestColumns_KeyFirstEachOnce(t *testing.T) {
	t.Parallel()
	m := mustParse(t, "version: 1\nkey: {column: E-Mail}\nfields:\n  lastName: B\n  email: E-Mail\n  firstName: B\n  professionalTitle: A\n")
	if got, want := m.Columns(), []string{"E-Mail", "B", "A"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// mustParse parses a mapping after replacing old by new in pairs.
func mustParse(t testing.TB, text string, replace ...string) *Mapping {
	t.Helper()
	m, err := Parse("m.yaml", []byte(strings.NewReplacer(replace...).Replace(text)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func problemsOf(t *testing.T, text string) Problems {
	t.Helper()
	m, err := Parse("m.yaml", []byte(text))
	var problems Problems
	if !errors.As(err, &problems) || m != nil {
		t.Fatalf("%.60q: error %T %v, mapping %v", text, err, err, m)
	}
	return problems
}

// TestParse_CommentsNestNothing: comments may list columns whatever their names are.
func TestParse_CommentsNestNothing(t *testing.T) {
	t.Parallel()
	comment := "  # " + strings.Repeat("[ { - ? ", 100) + "\n"
	if _, err := Parse("m.yaml", []byte(comment+minimal+comment)); err != nil {
		t.Error(err)
	}
	if _, err := Parse("m.yaml", []byte("key: "+strings.Repeat("[", 60)+"\n"+minimal)); err == nil || !strings.Contains(err.Error(), "too deeply") {
		t.Errorf("60 brackets: %v", err)
	}
}

func place(line, column int) yamlnode.Place { return yamlnode.Place{Line: line, Column: column} }
