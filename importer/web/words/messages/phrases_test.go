package messages_test

import (
	"errors"
	"go/ast"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"bcimport/importer"
	"bcimport/importer/web/words"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/profile"
)

// TestPhrases_AreSaidInEveryLanguage finds the phrases in the code and in what is known of record
// sets, and holds every language against them.
func TestPhrases_AreSaidInEveryLanguage(t *testing.T) {
	t.Parallel()
	said := phrases(t)
	if len(said) < 90 {
		t.Fatalf("only %d phrases were found", len(said))
	}
	for text, own := range messages.Phrases("en") {
		if got, want := words.Verbs(own), words.Verbs(text); said[text] == "" && messages.Hints("de")[text] == "" || !slices.Equal(got, want) {
			t.Errorf("in English: %q takes %v instead of %v, or nobody says:\n%q", own, got, want, text)
		}
	}
	general := map[string]bool{}
	for _, set := range knownSets(t) {
		for _, text := range append(reasons(set), effects(set)...) {
			general[text], general[messages.OfAnySet(text, set)] = true, true
		}
	}
	for _, code := range others() {
		own, hints := messages.Phrases(code), messages.Hints(code)
		for text, place := range said {
			if !hasWords(text) || hints[text] != "" {
				continue
			}
			if got, want := words.Verbs(own[text]), words.Verbs(text); own[text] == "" || !slices.Equal(got, want) {
				t.Errorf("%s: %s: %q takes %v instead of %v:\n%q", place, code, own[text], got, want, text)
			}
		}
		for text := range own {
			if said[text] == "" && !general[text] {
				t.Errorf("%s has words for a phrase that nobody says:\n%q", code, text)
			}
		}
	}
}

// phrases are the English texts of phrases, with where they stand.
func phrases(t *testing.T) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, folder := range []string{"../../../../mapping", "../../../source", "../../../runs/input"} {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && e.Name() != "phrase.go" {
				inspect(t, path, func(n ast.Node) { phrasesOf(t, path, n, said) })
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	inspect(t, unsupported, func(n ast.Node) {
		text, ok := n.(*ast.BasicLit)
		if ok && text.Kind == token.STRING && !strings.Contains(text.Value, `\x`) && strings.Contains(text.Value, " ") && hasWords(text.Value) {
			said[literal(text)] = unsupported
		}
	})
	for _, folder := range causing() {
		for _, path := range sources(t, folder) {
			inspect(t, path, func(n ast.Node) { phrasesOf(t, path, n, said) })
		}
	}
	for kind := entity.Text; kind <= entity.Enumeration; kind++ {
		said[kind.Noun()] = "the types"
	}
	return said
}

// causing are the folders whose errors a page can show.
func causing() []string {
	all := []string{"../../.."}
	for _, name := range []string{
		"runs", "runs/approval", "runs/input", "runs/sheets", "targets", "pipeline", "web", "web/columns", "web/connections", "businesscentral",
		"businesscentral/companies", "businesscentral/faults", "businesscentral/metadata", "businesscentral/schema", "businesscentral/signin",
	} {
		all = append(all, "../../../"+name)
	}
	return all
}

// sources are the files of a package without its tests.
func sources(t *testing.T, folder string) []string {
	t.Helper()
	all, err := filepath.Glob(folder + "/*.go")
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	return slices.DeleteFunc(all, func(path string) bool { return strings.HasSuffix(path, "_test.go") })
}

// unsupported is the file with a table of the kinds of files that are not read.
const unsupported = "../../../source/unsupported.go"

// phrasesOf takes the text of a call that says a phrase. One that is not written there must be
// that of a caller, or known.
func phrasesOf(t *testing.T, path string, n ast.Node, said map[string]string) {
	t.Helper()
	if kind, ok := n.(*ast.CompositeLit); ok {
		if of, named := kind.Type.(*ast.Ident); named && of.Name == "unsupportedKind" {
			for _, part := range kind.Elts {
				if text, written := joined(part); written {
					said[text] = path
				}
			}
		}
		return
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	name, of := "", ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
		if x, ok := f.X.(*ast.Ident); ok {
			of = x.Name
		}
	}
	at := -1
	switch {
	case of == "importer" && slices.Contains([]string{"Errorf", "Invalidf", "Brokenf"}, name):
		at = 0
	case name == "refuse" && len(call.Args) > 2:
		at = 2
		if hint, written := joined(call.Args[1]); written {
			said[hint] = path
		}
	case of == "" && name == "New" && strings.HasSuffix(path, "list.go"), of == "phrase" && (name == "New" || name == "Errorf" || name == "Known"):
		at = 0
	case name == "Problemf", name == "WrongType", name == "problem" && strings.HasSuffix(path, "reader.go"):
		at = 1
	}
	if at < 0 || at >= len(call.Args) {
		return
	}
	text, written := joined(call.Args[at])
	if text = strings.ReplaceAll(text, "%w", "%s"); written {
		said[text] = path
	}
	if _, passed := call.Args[at].(*ast.Ident); !written && !passed && name != "Known" {
		t.Errorf("%s: what %s says is not written there", path, name)
	}
}

// joined is a literal text, or several that are added.
func joined(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		return literal(e), true
	case *ast.BinaryExpr:
		left, first := joined(e.X)
		right, second := joined(e.Y)
		return left + right, first && second
	}
	return "", false
}

// hasWords reports whether a text is more than its arguments and signs.
func hasWords(text string) bool {
	return strings.ContainsFunc(argument.ReplaceAllString(text, ""), unicode.IsLetter)
}

var argument = regexp.MustCompile(`%[a-zA-Z]`)

// knownSets are the sets that the program describes, with those that their fields refer to.
func knownSets(t *testing.T) []*entity.Entity {
	t.Helper()
	var all []*entity.Entity
	names := profile.All()
	for i := 0; i < len(names); i++ {
		set, found := profile.Find(names[i])
		if !found {
			continue // described by its service alone
		}
		all = append(all, &set)
		for _, f := range set.Fields {
			if f.Set != "" && !slices.Contains(names, f.Set) {
				names = append(names, f.Set)
			}
		}
	}
	return all
}

// TestPhrase_SaysWhatFieldsDoNotTake says why fields cannot be set or emptied, in every set.
func TestPhrase_SaysWhatFieldsDoNotTake(t *testing.T) {
	t.Parallel()
	for _, code := range others() {
		for _, set := range knownSets(t) {
			for _, text := range reasons(set) {
				if got := messages.In(code).Phrase(phrase.New("%s", phrase.Known(text)), set); got == text || strings.ContainsAny(got, "{}") {
					t.Errorf("%s: %s: %q", code, set.Set, got)
				}
			}
		}
	}
}

// reasons are why fields of a set cannot be set or emptied.
func reasons(set *entity.Entity) []string {
	var all []string
	for i := range set.Fields {
		all = append(all, set.Fields[i].ReadOnly, set.Fields[i].NotBlank)
	}
	for _, r := range set.Refused {
		all = append(all, r.Reason)
	}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// effects are what writes to fields of a set do besides.
func effects(set *entity.Entity) []string {
	var all []string
	for i := range set.Fields {
		all = append(all, set.Fields[i].Warning)
	}
	all = append(all, set.Copied)
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// TestHint_SaysWhatWritesDoBesides says the effects of all sets, as a screen has them that knows
// the set and as a note that does not.
func TestHint_SaysWhatWritesDoBesides(t *testing.T) {
	t.Parallel()
	for _, code := range others() {
		for _, set := range knownSets(t) {
			for _, text := range effects(set) {
				hint := messages.In(code).Hint(importer.NewHint("%s: %s", "f", text), brackets{})
				if got := messages.In(code).Note(text, set); got == text || strings.ContainsAny(got, "{}") || hint != "f: "+got {
					t.Errorf("%s: %s: %q and %q", code, set.Set, got, hint)
				}
			}
		}
	}
}

func TestPhrase_IsSaidWithWhatStandsInIt(t *testing.T) {
	t.Parallel()
	items := &entity.Entity{Set: "items", One: "item", Many: "items", Keys: []string{"number"}}
	_, err := mapping.Parse("m.yaml", []byte("version: 1\nkey: {column: A, match: emial}\nfields:\n  email: {column: B, transform: upper}\n"))
	var problems mapping.Problems
	if !errors.As(err, &problems) || len(problems) != 2 {
		t.Fatal(err)
	}
	for code, want := range map[string][]string{
		"en": {`unknown match "emial", did you mean "email"?`, `"transform" must be a list, for example [upper, phone]`},
		"de": {`für match gibt es den Wert "emial" nicht; meinten Sie "email"?`, `"transform" muss eine Liste (zum Beispiel [upper, phone]) sein`},
	} {
		for i, p := range problems {
			if got := messages.In(code).Phrase(p.Said, nil); got != want[i] {
				t.Errorf("%s: %s", code, got)
			}
		}
	}
	renamed := phrase.New("field %s %s", `"id"`, phrase.Known("finds the item and cannot be set; name its column in key.column"))
	if got, want := messages.In("fr").Phrase(renamed, items), `le champ "id" sert à trouver l’article et ne peut pas être défini ; nommez sa colonne dans key.column`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := messages.In("de").Phrase(phrase.New("%s", phrase.Known("finds the thing")), nil); got != "finds the thing" {
		t.Error(got)
	}
}
