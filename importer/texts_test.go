package importer_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// commandOrFlag is what the command line alone may say: everybody else speaks of steps and
// options, which each face has words of its own for.
var commandOrFlag = regexp.MustCompile("\\bbcimport (run|plan|check|resume|undo|report|runs|export|watch|doctor|auth|sandbox|mapping|prune)\\b|(^|[\\s(`'\"])--[a-z][a-z-]+")

// TestTexts_NameCommandsAndFlagsInTheCommandLineAlone looks at every text of the program.
func TestTexts_NameCommandsAndFlagsInTheCommandLineAlone(t *testing.T) {
	t.Parallel()
	// What is no text of ours: arguments of the Azure CLI and of the test's own tools.
	foreign := map[string]bool{
		filepath.FromSlash("../importer/businesscentral/signin/azurecli.go"): true,
		filepath.FromSlash("../importer/objects/objectstest/azurite.go"):     true,
	}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata" || path == filepath.FromSlash("../importer/cli")) {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || foreign[path] {
			return nil
		}
		for place, text := range textsOf(t, path) {
			if found := commandOrFlag.FindString(text); found != "" {
				t.Errorf("%s: %q says %q; use importer.Step or importer.Option", place, text, strings.TrimSpace(found))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// textsOf are the string literals of a file, by their places, tags of fields aside.
func textsOf(t *testing.T, path string) map[string]string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			n.Tag = nil
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil {
				texts[set.Position(n.Pos()).String()] = text
			}
		}
		return true
	})
	return texts
}
