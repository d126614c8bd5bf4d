package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	tree "text/template/parse"
	"unicode"

	"bcimport/importer/web/words"
)

// TestTranslations_AreThereForEveryTextAndNoOthers finds the texts of the page in its
// templates and its code, and holds every language against them.
func TestTranslations_AreThereForEveryTextAndNoOthers(t *testing.T) {
	t.Parallel()
	used := map[string]string{}
	for _, folder := range []string{".", "../../reports/page"} {
		textsOf(t, folder, used)
	}
	if len(used) < 30 {
		t.Fatalf("only %d texts were found", len(used))
	}
	for _, code := range words.Languages() {
		for key, place := range used {
			if code != "en" && hasWords(key) && words.Texts(code, key) == nil {
				t.Errorf("%s: %s has no words for\n%q", place, code, key)
			}
		}
		for _, key := range words.Keys(code) {
			if used[key] == "" {
				t.Errorf("%s has words for a text that is not used:\n%q", code, key)
			}
		}
	}
}

// hasWords reports whether a text is more than its arguments and signs.
func hasWords(key string) bool {
	return strings.ContainsFunc(verb.ReplaceAllString(key, ""), unicode.IsLetter)
}

var verb = regexp.MustCompile(`%(?:\[\d+\])?[a-z]|\{[^}]*\}`)

// textsOf finds the texts in the templates and the code below a folder, and where they stand.
func textsOf(t *testing.T, folder string, found map[string]string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch {
		case filepath.Ext(path) == ".html":
			textsOfTemplate(t, path, string(text), found)
		case filepath.Ext(path) == ".go" && !strings.HasSuffix(path, "_test.go"):
			textsOfCode(t, path, text, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func textsOfTemplate(t *testing.T, path, text string, found map[string]string) {
	t.Helper()
	root := tree.New(path)
	root.Mode = tree.SkipFuncCheck
	set := map[string]*tree.Tree{}
	if _, err := root.Parse(text, "", "", set); err != nil {
		t.Fatal(err)
	}
	for _, one := range set {
		walk(one.Root, func(c *tree.CommandNode) {
			if len(c.Args) > 1 && called(c.Args[0]) == "T" {
				if key, constant := c.Args[1].(*tree.StringNode); constant {
					found[key.Text] = path
				}
			}
		})
	}
}

// called is the last name of what a command of a template begins with.
func called(n tree.Node) string {
	var names []string
	switch n := n.(type) {
	case *tree.FieldNode:
		names = n.Ident
	case *tree.VariableNode:
		names = n.Ident
	case *tree.ChainNode:
		names = n.Field
	case *tree.IdentifierNode:
		names = []string{n.Ident}
	}
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// walk visits the commands of a template.
func walk(n tree.Node, visit func(*tree.CommandNode)) {
	switch n := n.(type) {
	case *tree.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				walk(one, visit)
			}
		}
	case *tree.ActionNode:
		walk(n.Pipe, visit)
	case *tree.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				walk(c, visit)
			}
		}
	case *tree.CommandNode:
		visit(n)
		for _, arg := range n.Args {
			walk(arg, visit)
		}
	case *tree.ChainNode:
		walk(n.Node, visit)
	case *tree.TemplateNode:
		walk(n.Pipe, visit)
	case *tree.IfNode:
		walkBranch(&n.BranchNode, visit)
	case *tree.RangeNode:
		walkBranch(&n.BranchNode, visit)
	case *tree.WithNode:
		walkBranch(&n.BranchNode, visit)
	}
}

func walkBranch(n *tree.BranchNode, visit func(*tree.CommandNode)) {
	walk(n.Pipe, visit)
	walk(n.List, visit)
	walk(n.ElseList, visit)
}

// textsOfCode finds the constant texts that are given to what looks words up, and those that are
// kept to be looked up.
func textsOfCode(t *testing.T, path string, text []byte, found map[string]string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	take := func(e ast.Expr) {
		if key, constant := constantText(e); constant {
			found[key] = files.Position(e.Pos()).String()
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, at := range textArguments(calledInCode(n.Fun)) {
				if at < len(n.Args) {
					take(n.Args[at])
				}
			}
		case *ast.CompositeLit:
			for _, kept := range keptTexts(n) {
				take(kept)
			}
		}
		return true
	})
}

// textArguments says which arguments of a function are texts.
func textArguments(name string) []int {
	switch name {
	case "T", "Mark", "ofSet":
		return []int{0}
	case "plural":
		return []int{2, 3}
	}
	return nil
}

// keptTexts are the texts of a table whose values are wordings or explanations, and of an
// explanation.
func keptTexts(n *ast.CompositeLit) []ast.Expr {
	kind := ""
	switch of := n.Type.(type) {
	case *ast.MapType:
		kind = calledInCode(of.Value)
	case *ast.Ident:
		kind = of.Name
	}
	var texts []ast.Expr
	for _, e := range n.Elts {
		if pair, isPair := e.(*ast.KeyValueExpr); isPair {
			e = pair.Value
		}
		inner, isInner := e.(*ast.CompositeLit)
		switch {
		case kind == "explanation" && isInner:
			texts = append(texts, inner.Elts...)
		case kind == "explanation" || kind == "wording":
			texts = append(texts, e)
		}
	}
	return texts
}

func calledInCode(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// constantText is a literal text, or several that are added.
func constantText(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, first := constantText(e.X)
		right, second := constantText(e.Y)
		return left + right, first && second
	case *ast.ParenExpr:
		return constantText(e.X)
	}
	return "", false
}
