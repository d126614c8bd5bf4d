package businesscentral

import (
	"errors"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/businesscentral/metadata"
	"bcimport/mapping/entity"
)

func TestDecodeSchema(t *testing.T) {
	t.Parallel()
	whole := edmx("Edm.Guid", entity.CustomerContacts)
	container := strings.Index(whole, "<EntitySet Name=\""+entity.CustomerContacts)
	below := strings.Replace(whole[:container]+whole[container+strings.Index(whole[container:], "/>")+2:], `<Property Name="id" Type="Edm.Guid"/></EntityType>`,
		`<Property Name="id" Type="Edm.Guid"/><NavigationProperty Name="customerContacts" Type="Collection(Microsoft.NAV.customerContact)" ContainsTarget="true"/></EntityType>`, 1)
	for name, tt := range map[string]struct {
		document string
		key      importer.KeyKind
		err      error
	}{
		"GUID key":              {whole, importer.KeyGUID, nil},
		"below companies alone": {below, importer.KeyGUID, nil},
		"string key":            {edmx("Edm.String", entity.CustomerContacts), importer.KeyString, nil},
		"key of a number":       {edmx("Edm.Int32", entity.CustomerContacts), importer.KeyUndeclared, nil},
		"two keys":              {strings.ReplaceAll(whole, `<PropertyRef Name="id"/>`, `<PropertyRef Name="id"/><PropertyRef Name="email"/>`), 0, metadata.ErrCompositeKey},
		"no key":                {strings.ReplaceAll(whole, `<PropertyRef Name="id"/>`, ""), 0, metadata.ErrNoKey},
		"without the set":       {edmx("Edm.Guid", "vendorContacts"), 0, metadata.ErrNoSuchSet},
		"cut":                   {whole[:len(whole)/2], 0, metadata.ErrNoMetadata},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := decodeSchema(strings.NewReader(tt.document), entity.CustomerContacts)
			if !errors.Is(err, tt.err) || s.Key != tt.key {
				t.Fatalf("key %v, error %v; want %v, %v", s.Key, err, tt.key, tt.err)
			}
			if err == nil && s.Lengths["email"] != 80 || err != nil && s.Lengths != nil {
				t.Errorf("lengths %v", s.Lengths)
			}
		})
	}
}
