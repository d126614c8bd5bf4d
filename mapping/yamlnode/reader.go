package yamlnode

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"bcimport/mapping/phrase"
)

// Largest is more than any file of settings needs and keeps a CSV given by mistake from
// being parsed as YAML, in bytes.
const Largest = 128 << 10

// Reader walks the nodes of one YAML file and collects every problem on its
// way. It walks nodes instead of decoding into structs because a decoder stops
// at the first mistake.
type Reader struct {
	File     string // the name that problems begin with
	Problems Problems
}

// Problemf adds a problem, whose arguments are those of phrase.New.
func (r *Reader) Problemf(at Place, format string, args ...any) {
	r.Problems = append(r.Problems, newProblem(r.File, at, phrase.New(format, args...)))
}

// Root parses the text of the file. The node is nil if there is nothing to walk;
// the reason is then among the problems.
func (r *Reader) Root(data []byte) ast.Node {
	text, wrong := Clean(data)
	if wrong != nil {
		wrong.File = r.File
		r.Problems = append(r.Problems, *wrong)
		return nil
	}
	file, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return nil
	}
	return r.body(file)
}

// Clean returns the text of a YAML file as the parser can be given it: without a mark,
// its lines ended by LF. Else it returns what makes it no such text, without a file's
// name: its size, its encoding, or how deeply it is nested.
func Clean(data []byte) (text string, wrong *Problem) {
	problem := func(at Place, format string, args ...any) (string, *Problem) {
		found := newProblem("", at, phrase.New(format, args...))
		return "", &found
	}
	if len(data) > Largest {
		return problem(Start(), "this is larger than 128 KiB, too large for a mapping or settings file")
	}
	text = strings.TrimPrefix(string(data), "\ufeff")
	// The library miscounts lines after a comment that ends with CRLF.
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	at := Start()
	for i, r := range text {
		switch {
		case r == '\n':
			at = Place{at.Line + 1, 0}
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)):
			return problem(at, "this is not UTF-8 text; save the file with the encoding UTF-8")
		case r < ' ' && r != '\t':
			return problem(at, "there is a control character (%U) here; remove it", r)
		}
		at.Column++
	}
	if line := tooMuch(text); line > 0 {
		return problem(Place{line, 1}, "this is nested too deeply, or has too many entries; move a long list of values to a values_file")
	}
	return text, nil
}

// tooMuch returns the line on which lines, commas, brackets, dashes, anchors or tags
// become more than any file of settings has; the parser's time and memory grow with the
// square of their number. Quotes and comments can hide where a bracket closes, so the brackets of the
// whole file are bounded as well. 0 is none.
func tooMuch(text string) int {
	const deepest, mostBrackets, mostMarks, mostEntries = 50, 4000, 1000, 10000
	open, brackets, marks, commas, number := 0, 0, 0, 0, 0
	for line := range strings.Lines(text) {
		number++
		if strings.HasPrefix(strings.TrimLeft(line, " "), "#") {
			continue // a comment opens nothing
		}
		opened := strings.Count(line, "[") + strings.Count(line, "{")
		open = max(open+opened-strings.Count(line, "]")-strings.Count(line, "}"), 0)
		brackets += opened
		marks += countMarks(line)
		commas += strings.Count(line, ",")
		if open > deepest || brackets > mostBrackets || marks > mostMarks || number+commas > mostEntries || strings.Count(line, "- ") > deepest || strings.Count(line, "? ") > deepest {
			return number
		}
	}
	return 0
}

// countMarks counts what may be anchors, aliases, tags and keys in the long form (&, *,
// ! and ? that begin a word), and merges.
func countMarks(line string) int {
	n := strings.Count(line, "<<")
	for i := range len(line) {
		switch line[i] {
		case '&', '*', '!', '?':
			if i+1 < len(line) && (line[i+1] > ' ' || line[i] == '?') && (i == 0 || strings.IndexByte(" \t,[{:-?", line[i-1]) >= 0) {
				n++
			}
		}
	}
	return n
}

func (r *Reader) syntax(err error) {
	at, message := Start(), err.Error()
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		message = syntax.GetMessage()
		if token := syntax.GetToken(); token != nil && token.Position != nil {
			at = Place{max(1, token.Position.Line), max(1, token.Position.Column)}
		}
	}
	if strings.ContainsRune(message, '\t') || strings.HasPrefix(message, "tab character") {
		r.Problemf(at, "this is not valid YAML: %s", phrase.Known("tabs cannot indent; use blanks"))
		return
	}
	message, _, _ = strings.Cut(message, "\n")
	r.Problemf(at, "this is not valid YAML: %s", message)
}

func (r *Reader) body(file *ast.File) ast.Node {
	var root ast.Node
	for _, doc := range file.Docs {
		if _, directive := doc.Body.(*ast.DirectiveNode); directive || doc.Body == nil {
			continue
		}
		if root != nil {
			r.Problemf(PlaceOf(doc.Body, Start()), "a second YAML document begins here; a mapping file holds one")
			continue
		}
		root = doc.Body
	}
	if root == nil {
		r.Problemf(Start(), "the mapping is empty; it needs version, key and fields")
	}
	return root
}
