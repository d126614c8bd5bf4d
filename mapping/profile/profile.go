package profile

import (
	"bytes"
	"embed"
	"slices"

	"bcimport/mapping/entity"
)

//go:embed *.yaml
var files embed.FS

// All returns the names of the sets that have a profile, those first that are updated in
// bulk most often. The slice is the caller's own.
func All() []string {
	return []string{
		entity.CustomerContacts, "contacts", "customers", "vendors", "items",
		"itemVariants", "itemCategories", "employees", "fixedAssets", "bankAccounts",
		"paymentTerms", "salespeoplePurchasers",
	}
}

// Find returns the profile of a set of api/v2.0 and reports whether there is one, also
// for the small sets that others refer to. It reads the set's file alone; what it returns
// is the caller's own.
func Find(set string) (entity.Entity, bool) {
	if slices.Contains(All(), set) {
		return load(set+".yaml", read(set+".yaml"))[0].entity(), true
	}
	if text, ok := reference(set); ok {
		return load("references.yaml", text)[0].entity(), true
	}
	return entity.Entity{}, false
}

// reference returns the part of references.yaml that describes a set: the others need not
// be parsed.
func reference(set string) (text []byte, found bool) {
	for part := range bytes.SplitSeq(read("references.yaml"), []byte("\n---\n")) {
		if bytes.HasPrefix(part, []byte("set: "+set+"\n")) {
			return part, true
		}
	}
	return nil, false
}

// read returns a file of the program's own.
func read(file string) []byte {
	data, err := files.ReadFile(file)
	if err != nil {
		panic(err)
	}
	return data
}

// Captions returns what people who speak a language, as de, call the fields of a set, by the
// names of the fields. Those of which that is not known are left out.
func Captions(set, language string) map[string]string {
	if !slices.Contains(All(), set) {
		return nil
	}
	all := map[string]string{}
	for _, f := range load(set+".yaml", read(set+".yaml"))[0].Fields {
		if name := f.Captions.in(language); name != "" {
			all[f.Name] = name
		}
	}
	return all
}
