package sheets

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// SheetName returns the name of the sheet, which Excel bounds to 31 characters.
func SheetName(set *entity.Entity) string {
	name := []rune(set.Nouns().In("{Many}"))
	return string(name[:min(len(name), 31)])
}

// ExportMapping returns the mapping that takes an exported file back. takeBack is how that
// is begun, in the words of the face.
func ExportMapping(set *entity.Entity, columns []Column, file, takeBack string) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, `# The mapping of %s: %s
# A cell that still holds what it was exported with changes nothing; what others have
# changed since then is a conflict.
version: 1
`, file, takeBack)
	if set.Set != entity.CustomerContacts {
		fmt.Fprintf(&out, "entity: %s\nformats: {decimal: \".\", date: yyyy-MM-dd, true: [\"true\"], false: [\"false\"]}\n", set.Set)
	}
	out.WriteString(`key:
  column: id
  match: id
etag: eTag
blank: clear               # an emptied cell clears the field
fields:
`)
	for _, c := range columns {
		before, after := beside(c.Effect)
		fmt.Fprintf(&out, "  %s%s: {column: %s, base: %s%s}%s\n", before, c.Name, inYAML(c.heading()), inYAML(BaseColumn(c.heading())), exportedOptions(set.Set, c), after)
	}
	return []byte(out.String())
}

// beside makes the line of a field a comment where a person has to allow what a write does
// besides.
func beside(effect entity.Effect) (before, after string) {
	switch effect {
	case entity.Renames:
		return "# ", "   # renames the record: add rename: true to allow it"
	case entity.Posts:
		return "# ", "   # posts an entry: add post: true to allow it"
	}
	return "", ""
}

// inYAML returns a heading as it stands in a flow mapping.
func inYAML(heading string) string {
	if strings.ContainsFunc(heading, func(r rune) bool {
		return r != ' ' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	}) {
		return strconv.Quote(heading) // whose escapes YAML has too
	}
	return heading
}

// exportedOptions is what the mapping of a set says of a field besides its column. The
// mapping has to be right without a connection too, by what is known of the set there.
func exportedOptions(set string, c Column) string {
	options := ""
	if c.Codes != nil {
		options += ", lookup: " + c.By
	}
	known, described := entity.Field{}, false
	if of, found := profile.Find(set); found {
		known, described = of.Field(c.Name)
	}
	if !canBeEmptied(*c.Field) || described && !canBeEmptied(known) {
		options += ", blank: keep"
	}
	return options
}

func canBeEmptied(f entity.Field) bool { return f.CanBeEmpty() && f.NotBlank == "" }
