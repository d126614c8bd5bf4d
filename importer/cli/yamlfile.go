package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"bcimport/importer"
	"bcimport/mapping"
)

// yamlFile is a configuration file with the places of what is in it.
type yamlFile struct {
	name string
	tree *ast.File
}

// readYAML reads a configuration file into v, a pointer to a struct, strictly. An error
// about its content names line and column, and repeats keys and no values: a secret may
// stand where it does not belong. help is the hint where there is no better one.
func readYAML(name string, v any, help string) (*yamlFile, error) {
	data, err := readSmall(name)
	if err != nil {
		return nil, err
	}
	text, wrong := mapping.Clean(data)
	if wrong != nil {
		wrong.File = name
		return nil, importer.Invalidf("%w", wrong)
	}
	if err := yaml.UnmarshalWithOptions([]byte(text), v, yaml.Strict()); err != nil {
		return nil, misread(name, err, v, help)
	}
	tree, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, misread(name, err, v, help)
	}
	return &yamlFile{name, tree}, nil
}

// mostOfSmall is more than any file of settings or list of values has, in bytes.
const mostOfSmall = 1 << 20

// readSmall reads a file that should be small. Of a larger one it returns just more than
// mostOfSmall, which whoever reads the content refuses.
func readSmall(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostOfSmall+1))
}

// misread says where a file is wrong and, for a misspelt key, which one may be meant.
func misread(name string, err error, v any, help string) error {
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		return importer.Invalidf("%s: %s", name, strings.TrimSpace(yaml.FormatError(err, false, false))).Hintf("%s", help)
	}
	place := name
	if t := syntax.GetToken(); t != nil && t.Position != nil {
		place = fmt.Sprintf("%s:%d:%d", name, t.Position.Line, t.Position.Column)
	}
	message := strings.TrimSpace(syntax.GetMessage())
	var unknown *yaml.UnknownFieldError
	known := errors.As(err, &unknown) && unknown.Token != nil && plain.MatchString(unknown.Token.Value)
	switch {
	case strings.HasPrefix(message, "mapping key") && strings.Contains(message, "already defined"):
		message = "this key stands here a second time; leave one of them"
	case strings.HasPrefix(message, "could not find alias"):
		message = "a value that begins with * needs quotes"
	case !known:
		message, _, _ = strings.Cut(message, ` "`) // what it quotes is of the file
	}
	problem := importer.Invalidf("%s: %s", place, message)
	if known {
		if near := mapping.Nearest(unknown.Token.Value, keysOf(reflect.TypeOf(v), nil)); len(near) > 0 {
			return problem.Hintf("did you mean %s?", strings.Join(near, " or "))
		}
	}
	return problem.Hintf("%s", help)
}

// keysOf collects the keys of a type and of what is in it.
func keysOf(t reflect.Type, keys []string) []string {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return keysOf(t.Elem(), keys)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if key := f.Tag.Get("yaml"); key != "" {
				keys = keysOf(f.Type, append(keys, key))
			}
		}
	}
	return keys
}

// at says where in the file a path like $.files[0].pattern is, as file:line:column; the
// file alone where it has no such place.
func (f *yamlFile) at(format string, args ...any) string {
	path, err := yaml.PathString(fmt.Sprintf(format, args...))
	if err != nil {
		return f.name
	}
	node, err := path.FilterFile(f.tree)
	if err != nil || node == nil || node.GetToken() == nil {
		return f.name
	}
	first := node.GetToken().Position
	switch n := node.(type) { // their own tokens stand behind their first key
	case *ast.MappingNode:
		if len(n.Values) > 0 && !n.IsFlowStyle {
			first = n.Values[0].Key.GetToken().Position
		}
	case *ast.MappingValueNode:
		first = n.Key.GetToken().Position
	}
	return fmt.Sprintf("%s:%d:%d", f.name, first.Line, first.Column)
}
