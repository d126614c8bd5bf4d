package odata

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"bcimport/importer"
)

// Schema is what $metadata says about customerContacts.
type Schema struct {
	// Key is the kind of the set's key.
	Key importer.KeyKind
	// Lengths is the longest text of each field in UTF-16 units.
	Lengths map[string]int
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
	// ErrNoMetadata is a document that is no EDMX, or not a whole one.
	ErrNoMetadata = errors.New("the answer is not metadata")
	// ErrNoSet is an EDMX that does not describe the set with a single key.
	ErrNoSet = errors.New("the metadata do not describe the set")
)

// ParseMetadata finds an entity set's type in an EDMX document. The error is
// ErrNoMetadata or ErrNoSet.
func ParseMetadata(document []byte, set string) (Schema, error) {
	types := map[string]edmType{}
	typeName, root := "", ""
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Schema{}, ErrNoMetadata
		}
		start, isStart := token.(xml.StartElement)
		switch {
		case !isStart:
		case root == "":
			if root = start.Name.Local; root != "Edmx" {
				return Schema{}, ErrNoMetadata
			}
		case start.Name.Local == "EntityType":
			var t edmType
			if decoder.DecodeElement(&t, &start) != nil {
				return Schema{}, ErrNoMetadata
			}
			types[t.Name] = t
		case start.Name.Local == "EntitySet":
			var e edmSet
			if decoder.DecodeElement(&e, &start) != nil {
				return Schema{}, ErrNoMetadata
			}
			if e.Name == set {
				typeName = e.EntityType[strings.LastIndexByte(e.EntityType, '.')+1:]
			}
		}
	}
	if root == "" {
		return Schema{}, ErrNoMetadata
	}
	t, ok := types[typeName]
	if !ok || len(t.Key.Ref) != 1 {
		return Schema{}, ErrNoSet
	}
	return t.schema(), nil
}

func (t edmType) schema() Schema {
	s := Schema{Lengths: map[string]int{}}
	for _, p := range t.Properties {
		if p.Name == t.Key.Ref[0].Name {
			switch p.Type {
			case "Edm.Guid":
				s.Key = importer.KeyGUID
			case "Edm.String":
				s.Key = importer.KeyString
			}
		}
		if n, err := strconv.Atoi(p.MaxLength); err == nil && n > 0 && p.Type == "Edm.String" {
			s.Lengths[p.Name] = n
		}
	}
	return s
}
