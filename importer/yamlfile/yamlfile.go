// Package yamlfile reads configuration files strictly, within bounds, and knows the places of
// what is in them.
package yamlfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/yamlnode"
)

// File is a configuration file with the places of what is in it.
type File struct {
	// Name is that of the file, as it was given.
	Name string
	tree *ast.File
}

// Read reads a configuration file into v, a pointer to a struct, strictly. An error
// about its content names line and column, and repeats keys and no values: a secret may
// stand where it does not belong. help is the hint where there is no better one.
func Read(name string, v any, help string) (*File, error) {
	data, err := ReadSmall(name)
	if err != nil {
		return nil, err
	}
	text, wrong := yamlnode.Clean(data)
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
	return &File{name, tree}, nil
}

// mostOfSmall is more than any file of settings or list of values has, in bytes.
const mostOfSmall = 1 << 20

// ReadSmall reads a file that should be small. Of a larger one it returns just more than
// mostOfSmall, which whoever reads the content refuses.
func ReadSmall(name string) ([]byte, error) {
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
	known := errors.As(err, &unknown) && unknown.Token != nil && PlainKey(unknown.Token.Value)
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

// At says where in the file a path like $.files[0].pattern is, as file:line:column; the
// file alone where it has no such place.
func (f *File) At(format string, args ...any) string {
	path, err := yaml.PathString(fmt.Sprintf(format, args...))
	if err != nil {
		return f.Name
	}
	node, err := path.FilterFile(f.tree)
	if err != nil || node == nil || node.GetToken() == nil {
		return f.Name
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
	return fmt.Sprintf("%s:%d:%d", f.Name, first.Line, first.Column)
}

var plain = regexp.MustCompile(`^[A-Za-z_-]{1,40}$`)

// PlainKey reports whether a key can be no secret, and needs no quotes in a path.
func PlainKey(key string) bool { return plain.MatchString(key) }

// Beside is where a path in a file leads: it is relative to that file. An empty one leads
// nowhere and stays empty.
func Beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}
