package businesscentral

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"bcimport/importer"
)

// schema is what $metadata says about customerContacts.
type schema struct {
	key     importer.KeyKind
	lengths map[string]int
}

type edmProperty struct {
	Name      string `xml:"Name,attr"`
	Type      string `xml:"Type,attr"`
	MaxLength string `xml:"MaxLength,attr"`
}

type edmType struct {
	Name string `xml:"Name,attr"`
	Key  struct {
		Ref []struct {
			Name string `xml:"Name,attr"`
		} `xml:"PropertyRef"`
	} `xml:"Key"`
	Properties []edmProperty `xml:"Property"`
}

type edmSet struct {
	Name       string `xml:"Name,attr"`
	EntityType string `xml:"EntityType,attr"`
}

// parseMetadata finds an entity set's type in an EDMX document. ok is false when
// the document is none or does not know the set.
func parseMetadata(document []byte, set string) (s schema, ok bool) {
	types := map[string]edmType{}
	typeName := ""
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		start, isStart := token.(xml.StartElement)
		switch {
		case !isStart:
		case start.Name.Local == "EntityType":
			var t edmType
			if decoder.DecodeElement(&t, &start) != nil {
				return schema{}, false
			}
			types[t.Name] = t
		case start.Name.Local == "EntitySet":
			var e edmSet
			if decoder.DecodeElement(&e, &start) != nil {
				return schema{}, false
			}
			if e.Name == set {
				typeName = e.EntityType[strings.LastIndexByte(e.EntityType, '.')+1:]
			}
		}
	}
	t, ok := types[typeName]
	if !ok || len(t.Key.Ref) != 1 {
		return schema{}, false
	}
	return t.schema(), true
}

func (t edmType) schema() schema {
	s := schema{lengths: map[string]int{}}
	for _, p := range t.Properties {
		if p.Name == t.Key.Ref[0].Name {
			switch p.Type {
			case "Edm.Guid":
				s.key = importer.KeyGUID
			case "Edm.String":
				s.key = importer.KeyString
			}
		}
		if n, err := strconv.Atoi(p.MaxLength); err == nil && n > 0 && p.Type == "Edm.String" {
			s.lengths[p.Name] = n
		}
	}
	return s
}
