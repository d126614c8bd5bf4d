package mapping

import (
	"strings"
	"testing"

	"bcimport/mapping/entity"
)

const items = "version: 1\nentity: items\nkey: {column: Nr., match: number}\nfields:\n"

func TestParse_Formats(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]entity.Formats{
		`{decimal: ",", date: dd.MM.yyyy, true: [ja, X], false: [nein, ""]}`: {Decimal: ',', Date: "dd.MM.yyyy", True: []string{"ja", "X"}, False: []string{"nein", ""}},
		`{decimal: ., date: excel}`: {Decimal: '.', Date: "excel"},
		`{true: yes, "false": "0"}`: {True: []string{"yes"}, False: []string{"0"}},
	} {
		m := mustParse(t, items+"  unitPrice: Preis\nformats: "+text+"\n")
		if f := m.Formats; f.Decimal != want.Decimal || f.Date != want.Date || strings.Join(f.True, ",") != strings.Join(want.True, ",") || strings.Join(f.False, ",") != strings.Join(want.False, ",") {
			t.Errorf("%s: %+v", text, f)
		}
	}
	for text, want := range map[string]string{
		`{decimal: ";"}`:              `m.yaml:6:20: unknown decimal ";"; it is one of ",", "."`,
		`{decimal: 5}`:                `m.yaml:6:20: "decimal" must be a text; write "5" in quotes`,
		`{date: tt.mm.jjjj}`:          `m.yaml:6:17: date pattern "tt.mm.jjjj" holds "tt"; write it with d, dd, M, MM, MMM, yy and yyyy, as dd.MM.yyyy`,
		`{date: " "}`:                 `m.yaml:6:17: "date" is blank`,
		`{true: []}`:                  `m.yaml:6:17: "true" is empty; write the words of the file, for example [ja, x]`,
		`{true: [1]}`:                 `m.yaml:6:18: "true" must be a text; write "1" in quotes`,
		`{true: [ja, x], false: [X]}`: `m.yaml:6:10: formats has "x" for true and for false; keep it in one of them`,
		`{dezimal: ","}`:              `m.yaml:6:11: unknown key "dezimal", did you mean "decimal"?`,
	} {
		if got := problemsOf(t, items+"  unitPrice: Preis\nformats: "+text+"\n").Error(); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestParse_GuardsAgainstWhatAWriteDoesBesides(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"  number: Nr.\n":                                                      `m.yaml:5:3: writing "number" renames the record and everything that refers to it; a column that finds the row belongs in key.column, and rename: true allows it`,
		"  number: {column: Neu, rename: false}\n":                             `m.yaml:5:3: writing "number" renames the record and everything that refers to it; a column that finds the row belongs in key.column, and rename: true allows it`,
		"  inventory: Bestand\n":                                               `m.yaml:5:3: writing "inventory" posts an entry for every changed record; set post: true for it to allow that`,
		"  unitPrice: {column: Preis, rename: true}\n":                         `m.yaml:5:30: writing "unitPrice" renames no record; remove rename`,
		"  number: {column: Neu, rename: true, post: true}\n":                  `m.yaml:5:39: writing "number" posts nothing; remove post`,
		"  itemCategoryId: Id\n  itemCategoryCode: Code\n":                     `m.yaml:6:3: "itemCategoryId" and "itemCategoryCode" set the same; keep one of them`,
		"  blocked: {column: Gesperrt, blank: clear}\n":                        `m.yaml:5:38: "blocked" cannot be emptied: it is true or false; set blank: keep or blank: error for it`,
		"  type: {column: Art, blank: clear}\n":                                `m.yaml:5:30: "type" cannot be emptied: it is a choice without an empty value; set blank: keep or blank: error for it`,
		"  blocked: Gesperrt\nblank: clear\n":                                  `m.yaml:5:12: "blocked" cannot be emptied: it is true or false; set blank: keep or blank: error for it`,
		"  number: {column: Neu, rename: true, blank: clear}\n":                `m.yaml:5:46: "number" cannot be emptied: it is the number of the item; set blank: keep or blank: error for it`,
		"  displayName: {column: A, lookup: code}\n":                           `m.yaml:5:28: lookup is for the id of another record, and "displayName" is a text; remove it`,
		"  itemCategoryId: {column: A, lookup: number}\n":                      `m.yaml:5:39: "itemCategoryId" refers to itemCategories, which have no number; set lookup: code`,
		"  itemCategoryId: {column: A, lookup: cod}\n":                         `m.yaml:5:39: unknown lookup "cod", did you mean "code"?`,
		"  unitPrice: {column: A, transform: [phone], region: DE}\n":           `m.yaml:5:26: the transform phone is for phone numbers, and "unitPrice" is a number`,
		"  unitPrice: A\nkey: {column: Nr., match: numer}\n":                   `m.yaml:5:27: unknown match "numer", did you mean "number"?`,
		"  unitPrice: A\nkey: {column: Nr., match: zzzz}\n":                    `m.yaml:5:27: unknown match "zzzz"; it is one of "auto", "id", "number", "displayName"`,
		"  unitPrice: A\nkey: {column: Nr., match: unitPrice}\n":               `m.yaml:5:27: unknown match "unitPrice"`,
		"  lastModifiedDateTime: A\n":                                          `m.yaml:5:3: field "lastModifiedDateTime" is read-only`,
		"  inventory: {column: Bestand, post: true, blank: clear}\n  zzz: a\n": `m.yaml:6:3: unknown field "zzz"`,
	} {
		head := items
		if rest, key, changed := strings.Cut(text, "key: "); changed {
			head, text = strings.Replace(items, "{column: Nr., match: number}", strings.TrimSpace(key), 1), rest
			want = strings.Replace(want, "m.yaml:5:27", "m.yaml:3:27", 1)
		}
		if got := problemsOf(t, head+text).Error(); !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	m := mustParse(t, items+"  number: {column: Neu, rename: true}\n  inventory: {column: Bestand, post: true}\n  itemCategoryId: {column: Kategorie, lookup: code, blank: clear}\n  taxGroupId: A\nblank: keep\n")
	if !m.Fields[0].Rename || !m.Fields[1].Post || m.Fields[2].Lookup != "code" {
		t.Errorf("%+v", m.Fields)
	}
}

// A set of which no profile tells what a write does takes the words of who knows.
func TestParse_UnknownSetsAllowRenameAndTextKeys(t *testing.T) {
	t.Parallel()
	of := &entity.Entity{Set: "contoso/w/v1.0/bins", Key: "systemId", Fields: []entity.Field{{Name: "code"}, {Name: "memo", NotFiltered: true}, {Name: "otherId", Type: entity.GUID}}}
	parse := func(text string) error {
		_, err := ParseWith("m.yaml", []byte(text), Resources{Describe: func(string) (*entity.Entity, error) { return of, nil }})
		return err
	}
	if err := parse("version: 1\nentity: contoso/w/v1.0/bins\nkey: {column: Code, match: code}\nfields: {code: {column: Neu, rename: true}}\n"); err != nil {
		t.Error(err)
	}
	for text, want := range map[string]string{
		"version: 1\nkey: {column: Code, match: memo}\nfields: {code: A}\n":                      `unknown match "memo"`,
		"version: 1\nkey: {column: Code}\nfields: {otherId: {column: A, lookup: displayName}}\n": `it is not known to which records "otherId" refers; remove lookup and write their ids`,
	} {
		if err := parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n%v", text, err)
		}
	}
}

func TestSetOf_NamesTheSetOfAMappingWhateverElseIsWrongWithIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		items: "items", "entity: contoso/w/v1.0/bins\nfields: 5\n": "contoso/w/v1.0/bins",
		minimal: entity.CustomerContacts, "": entity.CustomerContacts, "entity: [a]": entity.CustomerContacts, "{": entity.CustomerContacts,
	} {
		if got := SetOf([]byte(text)); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}
