package businesscentral

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
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

var (
	// errNoMetadata is a document that is no EDMX, or not a whole one.
	errNoMetadata = errors.New("the answer is not metadata")
	// errNoSet is an EDMX that does not describe the set with a single key.
	errNoSet = errors.New("the metadata do not describe the set")
)

// parseMetadata finds an entity set's type in an EDMX document. The error is
// errNoMetadata or errNoSet.
func parseMetadata(document []byte, set string) (schema, error) {
	types := map[string]edmType{}
	typeName, root := "", ""
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return schema{}, errNoMetadata
		}
		start, isStart := token.(xml.StartElement)
		switch {
		case !isStart:
		case root == "":
			if root = start.Name.Local; root != "Edmx" {
				return schema{}, errNoMetadata
			}
		case start.Name.Local == "EntityType":
			var t edmType
			if decoder.DecodeElement(&t, &start) != nil {
				return schema{}, errNoMetadata
			}
			types[t.Name] = t
		case start.Name.Local == "EntitySet":
			var e edmSet
			if decoder.DecodeElement(&e, &start) != nil {
				return schema{}, errNoMetadata
			}
			if e.Name == set {
				typeName = e.EntityType[strings.LastIndexByte(e.EntityType, '.')+1:]
			}
		}
	}
	if root == "" {
		return schema{}, errNoMetadata
	}
	t, ok := types[typeName]
	if !ok || len(t.Key.Ref) != 1 {
		return schema{}, errNoSet
	}
	return t.schema(), nil
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
