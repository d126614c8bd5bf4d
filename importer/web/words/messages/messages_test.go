package messages_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/web/words"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// brackets are the words of a face that has steps in brackets.
type brackets struct{}

func (brackets) Option(o importer.Option) string { return "[" + o.Name + "]" }
func (brackets) Step(s importer.Step) string     { return "[" + string(s.Kind) + "]" }
func (brackets) Path(p importer.Path) string     { return "[" + string(p) + "]" }

func others() []string { return words.Languages()[1:] }

func TestMessage_SpeaksOfTheRecordsOfTheSet(t *testing.T) {
	t.Parallel()
	items := &entity.Entity{Set: "items", One: "item", Many: "items", Keys: []string{"number"}}
	terms := &entity.Entity{Set: "paymentTerms", One: "payment terms", Many: "payment terms", Keys: []string{"code"}}
	things := &entity.Entity{Set: "a/b/v1.0/things", One: "thing", Many: "things"}
	unknown := mapping.NewMessage("outcome_unknown", importer.StepMessage(importer.StepResume))
	number := mapping.NewMessage("no_such_number", "A1", mapping.NewMessage("check_key"))
	for _, c := range []struct {
		code string
		set  *entity.Entity
		m    importer.Message
		want string
	}{
		{"en", items, number, `No item has the number "A1"; check the key.`},
		{"de", items, number, `Kein Artikel hat die Nummer "A1"; prüfen Sie den Schlüssel.`},
		{"fr", items, number, `Aucun article n’a le numéro "A1" ; vérifiez la clé.`},
		{"da", items, number, `Ingen vare har nummeret "A1"; kontrollér nøglen.`},
		{"de", terms, mapping.NewMessage("no_such_key", "code", "A1", mapping.NewMessage("check_key")), `Kein Datensatz (Zahlungsbedingung) hat Code "A1"; prüfen Sie den Schlüssel.`},
		{"de", items, unknown, `Es wurde geschrieben, und das Ergebnis ließ sich nicht feststellen; der Artikel hat die alten oder die neuen Werte; [resume] klärt das.`},
		{"fr", items, unknown, `Une écriture a été envoyée et son résultat n’a pas pu être établi ; l’article a les anciennes ou les nouvelles valeurs ; [resume] l’établit.`},
		{"da", items, unknown, `En skrivning blev sendt, og resultatet kunne ikke fastslås; varen har de gamle eller de nye værdier; [resume] afklarer det.`},
		{"de", things, unknown, `Es wurde geschrieben, und das Ergebnis ließ sich nicht feststellen; der Datensatz hat die alten oder die neuen Werte; [resume] klärt das.`},
		{"de", nil, mapping.NewMessage("missing_key", "Nr."), `Die Zelle in der Schlüsselspalte "Nr." ist leer; geben Sie dort an: ID, Nummer oder E-Mail-Adresse.`},
		{"de", items, mapping.NewMessage("missing_key_of", "Nr.", mapping.NewMessage("or", "id", "number"), "item"), `Die Zelle in der Schlüsselspalte "Nr." ist leer; geben Sie dort an (Artikel): ID oder Nummer.`},
		{"de", items, mapping.NewMessage("missing_key_of", "Nr.", "number", "item"), `Die Zelle in der Schlüsselspalte "Nr." ist leer; geben Sie dort an (Artikel): Nummer.`},
		{"de", things, mapping.NewMessage("not_a_contact_id", "x"), `Der Schlüssel "x" ist keine ID (Datensatz): IDs sehen aus wie 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; korrigieren Sie ihn.`},
		{"de", items, mapping.NewMessage("said", "{one} of {many}"), `Business Central meldet: {one} of {many}`},
		{"de", items, mapping.PlainMessage("a text"), `a text`},
		{"de", items, mapping.NewMessage("of_a_later_program", "a"), `of_a_later_program: a`},
	} {
		if got := messages.In(c.code).Message(c.m, brackets{}, c.set.Nouns()); got != c.want {
			t.Errorf("%s, %s:\n got %s\nwant %s", c.code, c.m.ID, got, c.want)
		}
	}
}

// TestMessages_CallSettingsByTheControlsOfThePage holds what messages quote against the labels
// there, and finds none that tells people of the page to write a mapping file.
func TestMessages_CallSettingsByTheControlsOfThePage(t *testing.T) {
	t.Parallel()
	controls := []string{
		"Accept values that look damaged", "Country of numbers without a country code", "Dates", "Decimal mark", "Domains in small letters",
		"Repair letters that were read wrongly (GroÃŸ)", "The cells hold", "The key holds", "Words for no", "Words for yes",
	}
	quoted := regexp.MustCompile(`„([^“]*)“|“([^”]*)”|«\x{a0}([^»]*)\x{a0}»|»([^«]*)«`)
	for _, code := range words.Languages() {
		p := words.For(code, "")
		unsaid := map[string]bool{}
		for _, text := range controls {
			label, _, _ := strings.Cut(p.T(text), " (")
			unsaid[label] = true
		}
		known := maps.Clone(unsaid)
		for id, text := range messages.Texts(code) {
			for _, found := range quoted.FindAllStringSubmatch(text, -1) {
				label := strings.Join(found[1:], "")
				if delete(unsaid, label); !known[label] {
					t.Errorf("%s: %s names %q, which is no control", code, id, label)
				}
			}
			for _, written := range []string{"accept_damaged", "transform:", "formats.", "match:", "lookup:"} {
				if strings.Contains(text, written) {
					t.Errorf("%s: %s speaks of %q", code, id, written)
				}
			}
		}
		for label := range unsaid {
			t.Errorf("%s: no message names %q", code, label)
		}
	}
	core := englishTexts(t)
	for id, text := range messages.Texts("en") {
		if got, want := words.Verbs(text), words.Verbs(core[id]); !slices.Equal(got, want) {
			t.Errorf("%q takes %v instead of %v", id, got, want)
		}
	}
}

// TestMessages_HaveEveryIDAndItsArguments holds each language against the words of the core.
func TestMessages_HaveEveryIDAndItsArguments(t *testing.T) {
	t.Parallel()
	english := englishTexts(t)
	if len(english) < 150 {
		t.Fatalf("only %d messages were found", len(english))
	}
	for _, code := range others() {
		own := messages.Texts(code)
		for id, text := range english {
			if got, want := words.Verbs(own[id]), words.Verbs(text); own[id] == "" || !slices.Equal(got, want) {
				t.Errorf("%s: %q takes %v instead of %v", code, id, got, want)
			}
		}
		for id := range own {
			if english[id] == "" {
				t.Errorf("%s has words for %q, which no message has", code, id)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}?`)

// TestMessages_HaveAWordForEveryPlaceholder says every text of every known set.
func TestMessages_HaveAWordForEveryPlaceholder(t *testing.T) {
	t.Parallel()
	for _, code := range others() {
		for id, text := range messages.Texts(code) {
			for _, place := range placeholder.FindAllString(text, -1) {
				for _, one := range append(messages.KnownNouns(code), "thing") {
					set := &entity.Entity{Set: "things", One: one, Many: one, Keys: []string{"number"}}
					if got := messages.In(code).Placeholder(place, set); got == "" || got != strings.TrimSpace(got) || strings.ContainsAny(got, "{}") {
						t.Errorf("%s: %q has %q for %s of %s", code, id, got, place, one)
					}
				}
			}
		}
	}
}

// englishTexts are the texts of the core's catalogues, by their IDs.
func englishTexts(t *testing.T) map[string]string {
	t.Helper()
	const root = "../../../../"
	reasons := map[string]string{}
	inspect(t, root+"mapping/entity/problem.go", func(n ast.Node) {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Reason") {
			reasons[spec.Names[0].Name] = literal(spec.Values[0])
		}
	})
	texts := map[string]string{mapping.Sentences: " ", mapping.Commas: ", ", mapping.Either: " or "}
	for _, file := range []string{"mapping/english.go", "mapping/valuemessage.go", "importer/messagetext.go"} {
		inspect(t, root+file, func(n ast.Node) {
			field, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return
			}
			name, isName := field.Key.(*ast.Ident)
			entries, isTable := field.Value.(*ast.CompositeLit)
			if !isName || !isTable || name.Name != "Formats" && name.Name != "Separators" {
				return
			}
			for _, e := range entries.Elts {
				entry := e.(*ast.KeyValueExpr)
				id := literal(entry.Key)
				if selected, ok := entry.Key.(*ast.SelectorExpr); ok {
					id = reasons[selected.Sel.Name]
				}
				if id != "" {
					texts[id] = literal(entry.Value)
				}
			}
		})
	}
	return texts
}

func inspect(t *testing.T, path string, visit func(ast.Node)) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool { visit(n); return true })
}

func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok {
		text, _ := strconv.Unquote(l.Value)
		return text
	}
	return ""
}

// TestNouns_AreThereForEveryKnownSet: a set of somebody's own has records.
func TestNouns_AreThereForEveryKnownSet(t *testing.T) {
	t.Parallel()
	for _, code := range others() {
		plain, _ := messages.In(code).Nouns(entity.Nouns{One: "thing"})
		for _, set := range profile.All() {
			e, found := profile.Find(set)
			if !found {
				t.Errorf("%s is not found", set)
			}
			if one, many := messages.In(code).Nouns(e.Nouns()); one == "" || many == "" || one == plain {
				t.Errorf("%s: %s are %q and %q", code, set, one, many)
			}
		}
	}
	if one, many := messages.In("en").Nouns((*entity.Entity)(nil).Nouns()); one != "contact" || many != "contacts" {
		t.Errorf("in English they are %s and %s", one, many)
	}
}
