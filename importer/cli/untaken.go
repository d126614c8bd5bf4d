package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/proposal"
	"bcimport/reports/lines"
)

// untaken are the columns of an input that look like fields and that the mapping leaves
// out, as far as its first rows tell.
func (in *input) untaken() []proposal.Untaken {
	rows, err := in.file.Rows()
	if err != nil {
		return nil // what can't be read is told where it matters
	}
	defer rows.Close()
	return proposal.Left(in.file.Header(), func() ([]string, bool) {
		row, err := rows.Next()
		return row.Record, err == nil
	}, in.mapping)
}

// mostUntaken is how many of them are told one by one.
const mostUntaken = 6

// tellUntaken says which columns look like fields and are not taken: a file of which
// half is left out must not look like a success. Briefly it names none.
func (in *input) tellUntaken(w io.Writer, briefly bool) {
	left := in.untaken()
	if len(left) == 0 {
		return
	}
	filled := 0
	for _, name := range in.file.Header() {
		if name != "" {
			filled++
		}
	}
	fmt.Fprintf(w, "bcimport: warning: %s: %d of %s look like fields and are not taken\n", in.name, len(left), plural(filled, "column"))
	if briefly {
		return
	}
	for i, u := range left {
		if i == mostUntaken {
			fmt.Fprintf(w, "bcimport: %s: and %d more\n", in.name, len(left)-i)
			break
		}
		fmt.Fprintf(w, "bcimport: %s: %s\n", in.name, lines.Line(u.Words()))
	}
	fmt.Fprintf(w, "hint: add what is meant to fields in %s; the rest is left as it is in Business Central\n", shownPath(in.mapping.File))
}

// renamed suggests, where a header lacks columns that a mapping names, those whose names
// mean the same field.
func renamed(m *mapping.Mapping, header []string) []string {
	has := func(name string) bool {
		return slices.ContainsFunc(header, func(h string) bool {
			return strings.EqualFold(mapping.CleanHeader(h), mapping.CleanHeader(name))
		})
	}
	var found []string
	for i := range m.Fields {
		f := &m.Fields[i]
		for _, name := range f.ColumnNames() {
			if has(name) {
				continue
			}
			for _, other := range proposal.Meant(header, f.Name) {
				found = append(found, fmt.Sprintf("%q may be what the mapping calls %q: both are %s", other, name, f.Name))
			}
		}
	}
	if name := m.Key.Column; !has(name) {
		for _, other := range slices.Concat(proposal.Meant(header, "number"), proposal.Meant(header, "id")) {
			found = append(found, fmt.Sprintf("%q may be what the mapping calls %q: both are the key", other, name))
		}
	}
	return found
}

// noMapping says where a mapping may be, or how to begin one.
func noMapping(ctx context.Context, verb string, files []string) error {
	wrong := importer.Invalidf("no mapping")
	if len(files) == 0 || files[0] == stdinName {
		return wrong.Hintf("name one with -m FILE, or begin one with: bcimport mapping init FILE")
	}
	file := files[0]
	for _, beside := range mappingsBeside(file) {
		m, _, err := loadMapping(beside)
		if err != nil {
			continue
		}
		if in, err := openInput(ctx, file, file, m); err == nil && in != nil {
			return wrong.Hintf("%s fits: %s %s -m %s", shownPath(shorter(beside)), verb, quoteArg(file), quoteArg(shorter(beside)))
		}
	}
	return wrong.Hintf("name one with -m FILE, or begin one with: bcimport mapping init %s", quoteArg(file))
}

// mappingsBeside lists the YAML files beside a file, that of its own name first.
func mappingsBeside(file string) []string {
	own := stem(file)
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if e.Type().IsRegular() && (ext == ".yaml" || ext == ".yml") && e.Name() != configName && len(names) < 50 {
			names = append(names, filepath.Join(filepath.Dir(file), e.Name()))
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		first := func(name string) int {
			if stem(name) == own {
				return 0
			}
			return 1
		}
		return first(a) - first(b)
	})
	return names
}
