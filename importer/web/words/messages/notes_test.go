package messages_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bcimport/importer/web/words/messages"
	"bcimport/mapping/entity"
)

// TestNotes_AreSaidInEveryLanguage finds what proposals say of columns in their code.
func TestNotes_AreSaidInEveryLanguage(t *testing.T) {
	t.Parallel()
	said := notes(t)
	if len(said) < 60 {
		t.Fatalf("only %d notes were found", len(said))
	}
	for _, code := range others() {
		for text := range said {
			if got, known := messages.Clause(code, text); !known {
				t.Errorf("%s has no words for %q: %s", code, text, got)
			}
		}
		for _, text := range messages.Unused(code, slices.Collect(maps.Keys(said))) {
			t.Errorf("%s has words for a note that nobody says:\n%q", code, text)
		}
	}
}

// notes are the texts of proposals with something in the place of each argument.
func notes(t *testing.T) map[string]bool {
	t.Helper()
	said := map[string]bool{"7 of 9 values are those of the field (A, B)": true} // which is put together
	for _, file := range []string{"key", "propose", "recordkey", "records", "fit", "foundformats"} {
		inspect(t, filepath.Join("../../../../mapping/proposal", file+".go"), func(n ast.Node) {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if name, ok := n.Key.(*ast.Ident); ok && (name.Name == "Reason" || name.Name == "Note") {
					take(said, n.Value)
				}
			case *ast.AssignStmt:
				for i, right := range n.Rhs {
					if len(n.Lhs) != len(n.Rhs) || !slices.ContainsFunc(n.Lhs, isNote) {
						break
					}
					if isNote(n.Lhs[i]) && n.Tok == token.ADD_ASSIGN {
						right = &ast.BinaryExpr{X: ast.NewIdent("before"), Op: token.ADD, Y: right}
					}
					if isNote(n.Lhs[i]) {
						take(said, right)
					}
				}
			case *ast.ReturnStmt:
				for _, result := range n.Results {
					take(said, result)
				}
			case *ast.ValueSpec:
				for _, value := range n.Values {
					take(said, value)
				}
			}
		})
	}
	return said
}

// isNote reports whether what is set becomes a part of a note.
func isNote(e ast.Expr) bool {
	name := ""
	switch e := e.(type) {
	case *ast.Ident:
		name = e.Name
	case *ast.SelectorExpr:
		name = e.Sel.Name
	}
	return slices.Contains([]string{"Reason", "Note", "reason", "words", "note", "ids"}, name)
}

// take keeps what an expression can say, if it says anything for people.
func take(said map[string]bool, e ast.Expr) {
	for _, text := range sayings(e) {
		if plain := strings.ReplaceAll(text, something, ""); strings.Contains(strings.TrimSpace(plain), " ") && !strings.HasPrefix(plain, "split") {
			said[text] = true
		}
	}
}

// something is a note that stands where the code has an expression.
const something = "no value comes twice"

// sayings are what an expression of texts can be.
func sayings(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return []string{literal(e)}
		}
	case *ast.BinaryExpr:
		var all []string
		if e.Op != token.ADD {
			return nil
		}
		for _, left := range sayings(e.X) {
			for _, right := range sayings(e.Y) {
				all = append(all, left+right)
			}
		}
		return all
	case *ast.CallExpr:
		name := ""
		switch f := e.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		switch {
		case name == "Sprintf":
			text := literal(e.Args[0])
			if text == "%d of %d values are %s" { // share, whose callers are found
				return nil
			}
			return []string{strings.NewReplacer("%d", "7", "%q", fmt.Sprintf("%q", something), "%s", something).Replace(text)}
		case name == "share":
			var all []string
			for _, what := range sayings(e.Args[0]) {
				all = append(all, "7 of 9 values are "+what)
			}
			return all
		}
	case *ast.IndexExpr:
		if table, ok := e.X.(*ast.CompositeLit); ok {
			var all []string
			for _, entry := range table.Elts {
				all = append(all, literal(entry.(*ast.KeyValueExpr).Value))
			}
			return all
		}
	}
	return []string{something}
}

func TestNote_SaysItsClausesAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	customers := &entity.Entity{Set: "customers", One: "customer", Many: "customers"}
	for text, want := range map[string]string{
		"its name is phone (German), and 9 of 10 values look like phone numbers":                           "der Name passt, und 9 von 10 Werten sehen wie Telefonnummern aus",
		"its name is like \"Tel, and more\", which means phoneNumber, but 1 of 9 values are phone numbers": "der Name ähnelt \"Tel, and more\", aber 1 von 9 Werten sind Telefonnummern",
		`"1.234" in "Betrag" can be 1.234 or 1234: is the decimal mark a comma or a dot?`:                  `"1.234" in "Betrag" kann 1.234 oder 1234 sein: Ist das Dezimalzeichen ein Komma oder ein Punkt?`,
		"id finds the customer and cannot be set; name its column in key.column":                           "id dient zum Auffinden und lässt sich nicht setzen; nennen Sie die Spalte in key.column",
		"somebody's own words, and no value comes twice":                                                   "somebody's own words, and no value comes twice",
	} {
		if got := messages.In("de").Note(text, customers); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if got := messages.In("en").Note(text, customers); got != text {
			t.Errorf("in English %q is %q", text, got)
		}
	}
	for _, code := range others() {
		keys := slices.Collect(maps.Keys(messages.Notes(code)))
		if len(keys) < 50 {
			t.Errorf("%s has %d notes", code, len(keys))
		}
	}
}
