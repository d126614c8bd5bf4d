package importer

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// messageUse is a place in the code that makes a message of an ID.
type messageUse struct {
	at   string
	id   string
	args int // -1 for any number
}

// messageUses finds where a package makes messages; problems are messages whose words
// are not in a catalogue.
func messageUses(t *testing.T, folder string) (uses []messageUse, problems []string) {
	t.Helper()
	for path, file := range parsedFiles(t, folder) {
		if filepath.Base(path) == valueMessages {
			for _, id := range reasons() {
				uses = append(uses, messageUse{path, id, -1})
			}
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := calledName(call)
			switch {
			case name == "PlainMessage" && holdsWords(call.Args[0]):
				problems = append(problems, fmt.Sprintf("%s: words outside a catalogue", path))
			case name == "NewMessage" || name == "message" || name == "Enumeration":
				id, known := constantText(call.Args[0])
				switch {
				case known && name == "Enumeration":
					uses = append(uses, messageUse{path, id, -1})
				case known:
					uses = append(uses, messageUse{path, id, len(call.Args) - 1})
				case call.Ellipsis == token.NoPos:
					problems = append(problems, fmt.Sprintf("%s: an ID that can't be told from the code", path))
				}
			}
			return true
		})
	}
	return uses, problems
}

func parsedFiles(t *testing.T, folder string) map[string]*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files in %s: %v", folder, err)
	}
	files := map[string]*ast.File{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		if files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// valueMessages is the file that makes messages of the reasons of package entity: how many
// arguments they have, and that they are said, its own tests hold.
const valueMessages = "valuemessage.go"

// reasons are the IDs of the sentences that say why a text is no value, by their names.
var reasons = sync.OnceValue(func() map[string]string {
	ids := map[string]string{"": "member_misspelt"}
	file, err := parser.ParseFile(token.NewFileSet(), "../mapping/entity/problem.go", nil, parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Reason") {
			ids[spec.Names[0].Name], _ = strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		}
		return true
	})
	return ids
})

// constantText is the text of a literal, or of a constant that names an ID.
func constantText(e ast.Expr) (text string, known bool) {
	constants := map[string]string{"stepID": stepID, "Sentences": mapping.Sentences, "Commas": mapping.Commas, "Either": mapping.Either}
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.Ident:
		text, known = constants[e.Name]
	case *ast.SelectorExpr:
		if text, known = constants[e.Sel.Name]; !known {
			text, known = reasons()[e.Sel.Name]
		}
	}
	return text, known
}

// holdsWords reports whether an expression has a text of the program in it.
func holdsWords(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		found = found || ok && literal.Kind == token.STRING
		return true
	})
	return found
}

// catalogueTexts are the words that a package has, by their IDs.
func catalogueTexts(t *testing.T, folder string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, file := range parsedFiles(t, folder) {
		ast.Inspect(file, func(n ast.Node) bool {
			entry, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			if field, ok := entry.Key.(*ast.Ident); !ok || field.Name != "Formats" && field.Name != "Separators" {
				return true
			}
			for _, e := range entry.Value.(*ast.CompositeLit).Elts {
				id, known := constantText(e.(*ast.KeyValueExpr).Key)
				if _, twice := texts[id]; !known || twice {
					t.Errorf("%s: ID %q twice, or none", folder, id)
				}
				if texts[id], known = constantText(e.(*ast.KeyValueExpr).Value); !known {
					t.Errorf("%s: %q has no text that can be told from the code", folder, id)
				}
			}
			return false
		})
	}
	return texts
}

// placeholder is what stands in a text for a noun.
var placeholder = regexp.MustCompile(`\{[^}]*\}?`)

// TestCatalogues_CallRecordsByTheirNouns looks at every text of the catalogues: it has a
// placeholder where it speaks of records, and every placeholder has a word.
func TestCatalogues_CallRecordsByTheirNouns(t *testing.T) {
	t.Parallel()
	// Why a contact is none of customerContacts, and of no other set.
	ofContacts := map[string]bool{"outside_set": true}
	nouns := entity.Nouns{One: "item", Many: "items", ExactOne: "item", ExactMany: "items"}
	found := 0
	for _, folder := range []string{".", "../mapping"} {
		for id, text := range catalogueTexts(t, folder) {
			places := placeholder.FindAllString(text, -1)
			found += len(places)
			for _, place := range places {
				if nouns.In(place) == place {
					t.Errorf("%q has no word for %s", id, place)
				}
			}
			if strings.Contains(strings.ToLower(text), "contact") && !ofContacts[id] {
				t.Errorf("%q speaks of contacts: %s", id, text)
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d placeholders were found", found)
	}
}

// TestCatalogues_HaveTheWordsOfEveryMessageAndNoOthers compares the code of the
// packages that make messages with the two catalogues: every ID has words, they say every
// argument, and there are no words that nobody uses or that are made elsewhere.
func TestCatalogues_HaveTheWordsOfEveryMessageAndNoOthers(t *testing.T) {
	t.Parallel()
	ids := map[string]string{stepID: "."}
	unused := map[string]bool{}
	for _, folder := range []string{".", "../mapping"} {
		for id := range catalogueTexts(t, folder) {
			if owner, taken := ids[id]; taken {
				t.Errorf("%s has words for %q, as has %s", folder, id, owner)
			}
			ids[id], unused[id] = folder, true
		}
	}
	if len(unused) < 80 {
		t.Fatalf("only %d IDs were found", len(unused))
	}
	for _, folder := range []string{"../mapping", ".", "pipeline"} {
		uses, problems := messageUses(t, folder)
		for _, p := range problems {
			t.Error(p)
		}
		for _, u := range uses {
			delete(unused, u.id)
			owner, known := ids[u.id]
			if !known || folder == "../mapping" && owner != folder {
				t.Errorf("%s: no words for %q", u.at, u.id)
				continue
			}
			if filepath.Base(u.at) != valueMessages {
				checkWords(t, u)
			}
		}
	}
	delete(unused, "not_an_id") // MessageText says it of sets without numbers and codes
	for id := range unused {
		t.Errorf("no message has the ID %q", id)
	}
}

// checkWords sees that the words of an ID say its arguments, each and no more.
func checkWords(t *testing.T, u messageUse) {
	t.Helper()
	n := u.args
	if n < 0 {
		n = 3
	}
	m := Message{ID: u.id}
	for i := range n {
		m.Args = append(m.Args, mapping.PlainMessage(fmt.Sprintf("«%d»", i)))
	}
	words := inBrackets(m)
	if strings.Contains(words, "%!") {
		t.Errorf("%s: %q with %d arguments: %s", u.at, u.id, n, words)
	}
	if strings.Contains(words, "bcimport ") || strings.Contains(words, " --") {
		t.Errorf("%s: %q names a command or a flag: %s", u.at, u.id, words)
	}
	for _, arg := range m.Args {
		if !strings.Contains(words, arg.Text) {
			t.Errorf("%s: %q does not say %s: %s", u.at, u.id, arg.Text, words)
		}
	}
}
