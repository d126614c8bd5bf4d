package pipeline

import (
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// typed is a set with a field of every type whose values have several forms.
func typed() *entity.Entity {
	return &entity.Entity{
		Set: "contoso/warehouse/v1.0/binContents", Key: "id", Keys: []string{"binCode"}, One: "bin content", Many: "bin contents",
		Name: []string{"note"}, Number: "binCode",
		Fields: []entity.Field{
			{Name: "id", Type: entity.GUID, ReadOnly: "finds the record"},
			{Name: "binCode", Type: entity.Code, Length: 20}, {Name: "quantity", Type: entity.Number}, {Name: "fixed", Type: entity.Boolean},
			{Name: "countedOn", Type: entity.Date}, {Name: "kind", Type: entity.Enumeration, Members: []entity.Member{{Name: "", Encoded: "_x0020_"}, {Name: "Non-Inventory", Encoded: "Non_x002D_Inventory"}}},
			{Name: "taxNumber", Stored: entity.Capitals}, {Name: "note"}, {Name: "checkedAt", Type: entity.DateTime},
		},
	}
}

func drawTypedStorm(t *rapid.T) storm {
	s := drawWeather(t)
	s.set, s.fields = typed(), []string{"quantity", "binCode", "fixed", "kind", "countedOn", "taxNumber", "note"}
	// No number is another one rounded: after a lost write nobody could tell whose it is.
	s.texts = map[string][]string{
		"quantity": {"", "0", "1.5", "1.50", "4"}, "binCode": {"", "a", "A", "b"}, "fixed": {"true", "false"}, "kind": {"", "Non-Inventory"},
		"countedOn": {"", "0001-01-01", "2026-11-27"}, "taxNumber": {"de1", "DE1", "at2"}, "note": {"", "a", "a ", "bad"},
		"checkedAt": {"2026-11-27T12:00:00Z", "2026-11-27T12:00:00.000Z", ""},
	}
	s.exact = rapid.SampledFrom([][]string{nil, {"note"}, {"quantity", "binCode", "fixed"}}).Draw(t, "exact")
	s.drawRows(t, func(field string) string { return rapid.SampledFrom(s.texts[field]).Draw(t, field) })
	return s
}

// otherTyped is what another user sets in a record of the typed set.
func (s storm) otherTyped(dice uint64) importer.Change {
	fields := append([]string{"checkedAt"}, s.fields...)
	field := fields[dice%uint64(len(fields))]
	texts := s.texts[field]
	text := texts[dice/8%uint64(len(texts))]
	if text == "bad" {
		text = "theirs"
	}
	return importer.Change{Field: field, After: text}
}

// TestRun_HoldsItsPromisesWithTypedValues is the same for a set whose values have types.
func TestRun_HoldsItsPromisesWithTypedValues(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := drawTypedStorm(rt)
		for _, problem := range s.run(t) {
			rt.Error(problem)
		}
	})
}
