package messages_test

import (
	"errors"
	"go/ast"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/web/words"
	"bcimport/importer/web/words/messages"
)

// TestHints_AreThoseOfTheCore finds every hint that has a translation in the code, and holds
// what the translations take against it.
func TestHints_AreThoseOfTheCore(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	err := filepath.WalkDir("../../..", func(path string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.Contains(filepath.ToSlash(path), "/words/") {
			inspect(t, path, func(n ast.Node) {
				if l, ok := n.(*ast.BasicLit); ok {
					said[literal(l)] = true
				}
			})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range others() {
		if len(messages.Hints(code)) < 60 {
			t.Errorf("%s has %d hints", code, len(messages.Hints(code)))
		}
		for text, own := range messages.Hints(code) {
			if !said[text] && !said[strings.TrimPrefix(text, "%s: ")] {
				t.Errorf("%s: nobody says %q", code, text)
			}
			if got, want := words.Verbs(own), words.Verbs(text); !slices.Equal(got, want) {
				t.Errorf("%s: %q takes %v instead of %v", code, own, got, want)
			}
		}
	}
}

// TestHints_AreThereForWhatAPageCanShow takes the hints out of the code whose errors it shows.
func TestHints_AreThereForWhatAPageCanShow(t *testing.T) {
	t.Parallel()
	found := 0
	for _, folder := range causing() {
		for _, path := range sources(t, folder) {
			inspect(t, path, func(n ast.Node) {
				for _, text := range hintsOf(n) {
					found++
					for _, code := range others() {
						if hasWords(text) && messages.Hints(code)[text] == "" && messages.Phrases(code)[text] == "" {
							t.Errorf("%s: %s has no words for %q", path, code, text)
						}
					}
				}
			})
		}
	}
	if found < 20 {
		t.Errorf("only %d hints were found", found)
	}
}

// hintsOf are the literal texts of a call that makes a hint, and those that are kept as hints.
func hintsOf(n ast.Node) []string {
	var from []ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"NewHint", "PlainHint", "Hintf"}, f.Sel.Name) {
			from = n.Args[:1]
		}
	case *ast.AssignStmt:
		if name, ok := n.Lhs[0].(*ast.Ident); ok && name.Name == "hint" {
			from = n.Rhs
		}
	case *ast.ValueSpec:
		if strings.HasSuffix(n.Names[0].Name, "Hint") {
			from = n.Values
		}
	}
	var texts []string
	for _, e := range from {
		if text, written := joined(e); written && text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

func TestHint_SaysWhatIsKnownAndTheRestInEnglish(t *testing.T) {
	t.Parallel()
	known := importer.NewHint("%s; if this is intended, pass %s", "fill the cells again, or remove `blank: clear` from the mapping", importer.Option{Name: "accept"})
	err := errors.Join(&importer.Problem{Cause: fs.ErrExist, Hint: known}, &importer.Problem{Cause: fs.ErrExist, Hint: importer.PlainHint("ask 100 % of all")})
	var got []string
	for _, h := range importer.Hints(err) {
		got = append(got, messages.In("de").Hint(h, brackets{}), messages.In("en").Hint(h, brackets{}))
	}
	want := []string{
		"füllen Sie die Zellen wieder aus, oder entfernen Sie `blank: clear` aus der Zuordnung; wenn das so gemeint ist, setzen Sie [accept]",
		"fill the cells again, or remove `blank: clear` from the mapping; if this is intended, pass [accept]",
		"ask 100 % of all", "ask 100 % of all",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestTables_HaveATextOnce: of two translations of a text, one is never shown.
func TestTables_HaveATextOnce(t *testing.T) {
	t.Parallel()
	found := map[string]string{} // by the language and the text, in which table
	for _, path := range slices.Concat(sources(t, "."), sources(t, "causes")) {
		inspect(t, path, func(n ast.Node) {
			table, is := n.(*ast.FuncDecl)
			if !is || !slices.ContainsFunc([]string{"Hints", "Phrases", "Remarks", "Files", "Errors"}, func(kind string) bool { return strings.HasSuffix(table.Name.Name, kind) }) {
				return
			}
			ast.Inspect(table, func(n ast.Node) bool {
				if entry, is := n.(*ast.KeyValueExpr); is {
					key := strings.ToLower(table.Name.Name[:2]) + " " + literal(entry.Key)
					if other := found[key]; other != "" {
						t.Errorf("%s and %s have words for %q", other, table.Name.Name, literal(entry.Key))
					}
					found[key] = table.Name.Name
				}
				return true
			})
		})
	}
	if len(found) < 1000 {
		t.Errorf("only %d texts were found", len(found))
	}
}
