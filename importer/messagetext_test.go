package importer

import (
	"testing"

	"bcimport/mapping/entity"
)

// TestMessageText_SpeaksOfTheRecordsOfTheSet shows messages of three sets.
func TestMessageText_SpeaksOfTheRecordsOfTheSet(t *testing.T) {
	t.Parallel()
	items := &entity.Entity{Set: "items", One: "item", Many: "items", Keys: []string{"number"}}
	terms := &entity.Entity{Set: "paymentTerms", One: "payment terms", Many: "payment terms", Keys: []string{"code"}}
	things := &entity.Entity{Set: "a/b/v1.0/things", One: "thing", Many: "things"}
	for _, c := range []struct {
		set  *entity.Entity
		m    Message
		want string
	}{
		{items, message("no_such_contact", "x"), `There is no item "x" among the items; check the key.`},
		{items, message("no_such_number", "A1", message("check_key")), `No item has the number "A1"; check the key.`},
		{terms, message("no_such_key", "code", "A1", message("check_key")), `No payment terms has the code "A1"; check the key.`},
		{items, message("ambiguous_key", 2, "A1", "i, j"), `2 items match the key "A1"; use the item's number or id as key: i, j.`},
		{terms, message("ambiguous_key", 2, "A1", "i, j"), `2 payment terms match the key "A1"; use the payment terms' code or id as key: i, j.`},
		{items, message("not_a_contact_id", "x"), `The key "x" is not an item id: ids look like 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; if it is an item number, set ` + "`match: number` in the mapping."},
		{things, message("not_a_contact_id", "x"), `The key "x" is not a thing id: ids look like 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; correct it.`},
		{items, message("missing_key", "No."), `The cell in the key column "No." is empty; enter the id or number of the item.`},
		{items, message("outcome_unknown", StepMessage(StepResume)), `A write was sent and its outcome could not be established; the item holds the old or the new values; [resume] settles it.`},
		{items, message("write_forbidden"), `Business Central does not allow this change; assign the application a permission set that may modify items.`},
		{items, message("said", "{one} of {many}"), `Business Central said: {one} of {many}`},
		{nil, message("no_such_contact", "x"), `There is no contact "x" among the customer contacts; check the key.`},
		{nil, message("missing_key", "No."), `The cell in the key column "No." is empty; enter the id, number or e-mail address of the contact.`},
		{nil, message("not_a_contact_id", "x"), `The key "x" is not a contact id: ids look like 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; if it is a contact number, set ` + "`match: number` in the mapping."},
	} {
		if got := MessageText(c.m, brackets{}, c.set.Nouns()); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.m.ID, got, c.want)
		}
	}
}
