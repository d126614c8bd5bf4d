package sets

import (
	"time"

	"bcimport/importer/sandbox/records"
)

func keyNamed(name string) records.Property {
	return records.Property{Name: name, Type: records.GUID, ReadOnly: true, Captions: captions("Id", "ID", "Id")}
}

func modified() records.Property {
	return records.Property{
		Name: "lastModifiedDateTime", Type: records.DateTime, ReadOnly: true,
		Read:     func(r *records.Record) string { return r.Modified.UTC().Format(time.RFC3339Nano) },
		Captions: captions("Last Modified Date", "Zuletzt geändert am", "Sidst ændret"),
	}
}

func text(name string, most int, c records.Captions) records.Property {
	return records.Property{Name: name, Type: records.Text, Max: most, Captions: c}
}

func code(name string, most int, c records.Captions) records.Property {
	return records.Property{Name: name, Type: records.Code, Max: most, Captions: c}
}

func boolean(name string, c records.Captions) records.Property {
	return records.Property{Name: name, Type: records.Boolean, Captions: c}
}

// pair is a reference by id and, in a second property, by code.
func pair(name, set string, most int, c records.Captions) []records.Property {
	return []records.Property{
		{Name: name + "Id", Type: records.GUID, Refers: set, Captions: idOf(c)},
		{Name: name + "Code", Type: records.Code, Max: most, Of: name + "Id", Show: "code", Captions: c},
	}
}

func idOf(c records.Captions) records.Captions {
	for i := range c {
		c[i] += " Id"
	}
	return c
}

func captions(english, german, danish string) records.Captions {
	return records.Captions{english, german, danish}
}
