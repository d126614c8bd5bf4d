package proposal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/yamlnode"
)

// Dialect is how the table is written, for the mapping's input.
type Dialect struct {
	File      string // name, for the comment
	Delimiter rune   // 0 for a workbook
	Encoding  string // empty where it need not be said
	// HeaderLine and Sheet are said where they are not 0 and not empty.
	HeaderLine int
	Sheet      string
}

// Complete reports whether the mapping can be used as it is written.
func (p Proposal) Complete() bool {
	return p.Key != nil && len(p.Fields) > 0 && len(p.Rivals) == 0 && p.Readable()
}

// Readable reports whether no question is open about how the file writes its values.
func (p Proposal) Readable() bool {
	return !slices.ContainsFunc(p.Formats, func(f Format) bool { return f.Needed })
}

// YAML writes the proposal as a mapping file with a comment for each line. What is
// unsure is a comment; where there is no key or no field, the file can't be used
// before one is chosen.
func (p Proposal) YAML(d Dialect) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "# A first mapping of %s. Review it: certain, likely and unsure say how well the\n# names and values of the columns support each choice.\nversion: 1\n", oneLine(d.File))
	p.writeEntity(&out)
	p.writeInput(&out, d)
	p.writeFormats(&out)
	p.writeKey(&out)
	if p.ETag != "" {
		fmt.Fprintf(&out, "etag: %s   # the eTag of the %s when the row was made\n", yamlnode.Quote(p.ETag), p.Set.One)
	}
	blank := "keep     # an empty cell leaves the field as it is; clear empties it"
	if p.ETag != "" && len(p.Fields) > 0 && !slices.ContainsFunc(p.Fields, func(c Choice) bool { return c.Base == "" }) {
		blank = "clear    # an emptied cell clears the field"
	}
	fmt.Fprintf(&out, "blank: %s\n", blank)
	if len(p.Fields) == 0 {
		out.WriteString("# No column certainly matches a field: choose from the columns below.\n# fields:\n")
	} else {
		out.WriteString("fields:\n")
	}
	for _, c := range p.Fields {
		c.write(&out)
	}
	p.writeWithheld(&out)
	p.writeUnsure(&out)
	return []byte(out.String())
}

// writeEntity names the set; as a comment, and so as a mapping that is not complete, where
// others fit as well.
func (p Proposal) writeEntity(out *strings.Builder) {
	if p.Why != "" {
		fmt.Fprintf(out, "# %s\n", oneLine(p.Why))
	}
	switch {
	case len(p.Rivals) > 0:
		fmt.Fprintf(out, "# entity: %s   # unsure: or %s; choose\n", yamlnode.Quote(p.Set.Set), strings.Join(p.Rivals, ", "))
	case p.Set.Set != entity.CustomerContacts:
		fmt.Fprintf(out, "entity: %s\n", yamlnode.Quote(p.Set.Set))
	}
}

func (p Proposal) writeKey(out *strings.Builder) {
	if k := p.Key; k != nil {
		fmt.Fprintf(out, "key:\n  column: %s   # %s: %s\n  match: %s\n", yamlnode.Quote(k.Column), k.Confidence, oneLine(k.Reason), k.Field)
		if k.Note != "" {
			fmt.Fprintf(out, "  # %s\n", oneLine(k.Note))
		}
		return
	}
	matches, ids := []string{keyID, keyNumber, "email"}, "ids or numbers"
	if p.Set.Set != entity.CustomerContacts {
		matches = slices.Concat([]string{keyID}, p.Set.Keys)
		ids = strings.Join(matches, "s or ") + "s"
	}
	last := len(matches) - 1
	usual := matches[min(1, last)]
	others := strings.TrimPrefix(strings.Join(matches[:last], ", ")+" or "+matches[last], " or ")
	fmt.Fprintf(out, "# No column was found that identifies the %s: name the column with their %s.\n# key:\n#   column: \n#   match: %s   # %s\n", p.Set.Many, ids, usual, others)
}

// writeFormats writes how the file writes values; what is doubtful as a question.
func (p Proposal) writeFormats(out *strings.Builder) {
	if len(p.Formats) == 0 {
		return
	}
	sure := slices.ContainsFunc(p.Formats, func(f Format) bool { return !f.Unsure })
	if sure {
		out.WriteString("formats:   # how the file writes values\n")
	} else {
		out.WriteString("# formats:\n")
	}
	for _, f := range p.Formats {
		var values []string
		for _, v := range f.Values {
			values = append(values, yamlnode.Quote(v))
		}
		value := strings.Join(values, ", ")
		if f.Name == "true" || f.Name == "false" {
			value = "[" + value + "]"
		}
		if f.Unsure {
			indent := "#   "
			if sure {
				indent = "  # "
			}
			fmt.Fprintf(out, "%s%s: %s   # unsure: %s\n", indent, f.Name, value, oneLine(f.Reason))
			continue
		}
		fmt.Fprintf(out, "  %s: %s   # %s\n", f.Name, value, oneLine(f.Reason))
	}
}

// write writes a field that is proposed.
func (c Choice) write(out *strings.Builder) {
	fmt.Fprintf(out, "  %s:   # %s: %s\n    column: %s\n", c.Field, c.Confidence, oneLine(c.Reason), yamlnode.Quote(c.Column))
	if c.Lookup != "" {
		fmt.Fprintf(out, "    lookup: %s   # the record is found by what the cells hold\n", c.Lookup)
	}
	if c.Base != "" {
		fmt.Fprintf(out, "    base: %s\n", yamlnode.Quote(c.Base))
	}
	if c.Note != "" {
		fmt.Fprintf(out, "    # %s\n", oneLine(c.Note))
	}
	if len(c.Unknown) > 0 {
		fmt.Fprintf(out, "    # values: %s   # of %s\n", c.values(), oneLine(strings.Join(c.Members, ", ")))
	}
	if c.Phone && c.Base == "" {
		writePhone(out, c)
	}
}

// values is a beginning of what replaces the words that are no member.
func (c Choice) values() string {
	const most = 8
	var words []string
	for _, word := range c.Unknown[:min(most, len(c.Unknown))] {
		words = append(words, yamlnode.Quote(oneLine(word))+`: "?"`)
	}
	return "{" + strings.Join(words, ", ") + "}"
}

// writeWithheld shows the columns whose fields are not to be set, or not without a
// thought.
func (p Proposal) writeWithheld(out *strings.Builder) {
	for _, c := range p.Withheld {
		fmt.Fprintf(out, "  # withheld: %s\n", oneLine(c.Reason))
		switch {
		case c.ReadOnly:
			fmt.Fprintf(out, "  # column %s is not used\n", yamlnode.Quote(oneLine(c.Column)))
		case c.Rename:
			fmt.Fprintf(out, "  # %s: {column: %s, rename: true}\n", c.Field, yamlnode.Quote(c.Column))
		case c.Post:
			fmt.Fprintf(out, "  # %s: {column: %s, post: true}\n", c.Field, yamlnode.Quote(c.Column))
		default:
			fmt.Fprintf(out, "  # %s: {column: %s%s}\n", c.Field, yamlnode.Quote(c.Column), c.lookupWords())
		}
	}
}

func (c Choice) lookupWords() string {
	if c.Lookup == "" {
		return ""
	}
	return ", lookup: " + c.Lookup
}

// writePhone proposes one form for all numbers; as a comment where the numbers do not
// bear out their country.
func writePhone(out *strings.Builder, c Choice) {
	if c.Sure {
		fmt.Fprintf(out, "    transform: [phone]   # brings all numbers to one form\n    region: %s           # the country of numbers without a country code, as the values suggest\n", c.Region)
		return
	}
	fmt.Fprintf(out, "    # transform: [phone]   # brings all numbers to one form, with\n    # region: %s           # the country of numbers without a country code%s\n", cmp.Or(c.Region, "DE"), regionWords(c))
}

func regionWords(c Choice) string {
	if c.Region == "" {
		return ", for example"
	}
	return "; most of the others are from " + c.Region
}

func (p Proposal) writeInput(out *strings.Builder, d Dialect) {
	var lines []string
	switch d.Delimiter {
	case 0:
	case '\t':
		lines = append(lines, "delimiter: tab")
	default:
		lines = append(lines, "delimiter: "+strconv.Quote(string(d.Delimiter)))
	}
	if d.Encoding != "" {
		lines = append(lines, "encoding: "+d.Encoding)
	}
	if d.HeaderLine > 0 {
		lines = append(lines, fmt.Sprintf("header_line: %d", d.HeaderLine))
	}
	if d.Sheet != "" {
		lines = append(lines, "sheet: "+yamlnode.Quote(d.Sheet))
	}
	if len(lines) == 0 {
		return
	}
	out.WriteString("input:   # as detected; remove what may differ in the next file\n")
	for _, line := range lines {
		out.WriteString("  " + line + "\n")
	}
}

func (p Proposal) writeUnsure(out *strings.Builder) {
	for _, c := range p.Unsure {
		indent, more := "  ", ""
		if c.Key {
			indent = ""
		}
		fmt.Fprintf(out, "%s# unsure: %s\n", indent, oneLine(c.Reason))
		switch {
		case strings.HasPrefix(c.Note, "split"):
			more = ", " + c.Note
		case c.Note != "":
			fmt.Fprintf(out, "%s# %s\n", indent, oneLine(c.Note))
		}
		if c.Key {
			fmt.Fprintf(out, "# key: {column: %s, match: %s}\n", yamlnode.Quote(c.Column), c.Field)
			continue
		}
		more += c.lookupWords()
		if len(c.Unknown) > 0 {
			more += ", values: " + c.values()
		}
		fmt.Fprintf(out, "  # %s: {column: %s%s}\n", c.Field, yamlnode.Quote(c.Column), more)
	}
	p.writeUnused(out)
}

// writeUnused lists what no field takes, some columns a line.
func (p Proposal) writeUnused(out *strings.Builder) {
	const widest = 100
	line := "# Not used:"
	for i, column := range p.Unused {
		word := " " + oneLine(column)
		if i < len(p.Unused)-1 {
			word += ","
		}
		if len(line)+len(word) > widest && line != "#  " {
			out.WriteString(line + "\n")
			line = "#  "
		}
		line += word
	}
	if len(p.Unused) > 0 {
		out.WriteString(line + "\n")
	}
}

// oneLine keeps a text within its comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffd {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
}
