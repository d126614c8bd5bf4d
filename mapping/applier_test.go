package mapping

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestApplier_AppliesAsBoundDoes(t *testing.T) {
	t.Parallel()
	m := mustParse(t, `version: 1
key: {column: K}
clear_word: <clear>
fields:
  firstName: {column: First, transform: [title], blank: clear}
  lastName: {column: Last}
  professionalTitle: {column: Title, values: {CEO: Director, none: ""}, otherwise: leave, too_long: truncate}
  email: {column: Mail, transform: [email]}
  primaryPhoneNumber: {column: Phone}
`)
	b, err := m.Bind([]string{"K", "First", "Last", "Title", "Mail", "Phone"})
	if err != nil {
		t.Fatal(err)
	}
	a := b.Applier()
	cells := []string{"", " ", "<clear>", "anna  LENA", "Müller", "CEO", "none", "n/a", "=A1", "#REF!", "4,93E+11", "GroÃŸ", "TRUE", "a@b.example", "@", "+49 30 1", strings.Repeat("long ", 30)}
	var edit Edit
	for i := range 6000 {
		record := []string{fmt.Sprint(i)}
		for field := range 5 {
			cell := cells[(i*(field+1)+i/7)%len(cells)]
			if (i+field)%3 == 0 {
				cell = fmt.Sprintf("%s %d", cell, i%1500) // more than are remembered
			}
			record = append(record, cell)
		}
		want, wantRefusals := b.Apply(record)
		refusals := a.Apply(record, &edit)
		if !reflect.DeepEqual(edit, want) || !reflect.DeepEqual(refusals, wantRefusals) {
			t.Fatalf("%q: got %+v, %+v, want %+v, %+v", record, edit, refusals, want, wantRefusals)
		}
	}
}

func TestApplier_RemembersNothingThatDoesNotComeAgain(t *testing.T) {
	t.Parallel()
	b, err := mustParse(t, "version: 1\nkey: {column: K}\nfields: {firstName: First, email: Mail}\n").Bind([]string{"K", "First", "Mail"})
	if err != nil {
		t.Fatal(err)
	}
	a := b.Applier()
	var edit Edit
	for i := range 2 * firstAsked {
		a.Apply([]string{"1", "Anna", fmt.Sprintf("a%d@b.example", i)}, &edit)
	}
	if names, mails := a.memories[0].cells, a.memories[1].cells; names == nil || mails != nil {
		t.Errorf("%d names and %d addresses are remembered", len(names), len(mails))
	}
}
