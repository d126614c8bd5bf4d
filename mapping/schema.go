package mapping

import (
	_ "embed" // the schema
	"encoding/json"
	"strings"

	"bcimport/mapping/entity"
)

//go:embed schema.json
var schema string

// Schema returns the JSON Schema (draft 2020-12) of mapping files of a record set; nil is
// that of contacts. It knows the keys and their values; what columns a file has, and what
// keys mean for each other, only Parse and Bind know.
func Schema(set *entity.Entity) []byte {
	if set == nil || set.Set == entity.CustomerContacts {
		return []byte(schema)
	}
	first, last := strings.Index(schema, `        "email": {"$ref"`), strings.Index(schema, "\n      }\n    }\n  },\n  \"$defs\"")
	return []byte(strings.NewReplacer(
		schema[first:last], fieldSchemas(set),
		`"required": ["version", "key", "fields"]`, `"required": ["version", "entity", "key", "fields"]`,
		`{"const": "customerContacts"`, `{"const": `+quotedJSON(set.Set),
		`["auto", "id", "number", "email"]`, listedJSON(Matches(set)),
		`the contact's id, its number or its e-mail address; auto tells ids from numbers.`, `an id, or the text of the field that is named; auto tells them apart.`,
		`Business Central contacts`, `Business Central `+escapedJSON(set.Many),
		`finds the contacts`, `finds the `+escapedJSON(set.Many),
		`for one contact`, `for one `+escapedJSON(set.One),
		`that the contact had`, `that the `+escapedJSON(set.One)+` had`,
	).Replace(schema))
}

// fieldSchemas returns the members of "fields" for the fields that a mapping can set.
func fieldSchemas(set *entity.Entity) string {
	var lines []string
	for i := range set.Fields {
		f := &set.Fields[i]
		if f.ReadOnly != "" {
			continue
		}
		line := "        " + quotedJSON(f.Name) + `: {"$ref": "#/$defs/field", "description": ` + quotedJSON(describeField(f))
		if key := allowing(f); key != "" {
			line += `, "type": "object", "required": ["` + key + `"], "properties": {"` + key + `": {"const": true}}`
		}
		lines = append(lines, line+"}")
	}
	return strings.Join(lines, ",\n")
}

// allowing is the key without which Parse refuses a field.
func allowing(field *entity.Field) string {
	switch field.Effect {
	case entity.Renames:
		return "rename"
	case entity.Posts:
		return "post"
	}
	return ""
}

// describeField says in sentences what a field holds and what a write of it does besides.
func describeField(field *entity.Field) string {
	text := "Holds " + field.Type.Noun() + "."
	switch {
	case field.Type == entity.Enumeration && len(field.Members) > 0:
		var names []string
		for _, m := range field.Members {
			if m.Name != "" {
				names = append(names, m.Name)
			}
		}
		text = "Holds one of " + strings.Join(names, ", ") + "."
	case field.Type == entity.GUID && field.Set != "":
		text = "Holds the id of one of " + field.Set + "; set lookup where the cells hold codes."
	}
	if field.Warning != "" {
		text += " " + field.Warning
	}
	return text
}

func quotedJSON(text string) string {
	out, _ := json.Marshal(text) // a string has a JSON form
	return string(out)
}

// escapedJSON is a text as it stands within quotes.
func escapedJSON(text string) string { return strings.Trim(quotedJSON(text), `"`) }

func listedJSON(words []Match) string {
	items := make([]string, len(words))
	for i, w := range words {
		items[i] = quotedJSON(string(w))
	}
	return "[" + strings.Join(items, ", ") + "]"
}
