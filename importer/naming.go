package importer

import (
	"context"
	"strings"

	"bcimport/mapping"
)

// nameOf is what people call a contact: first and last name as they were read.
func nameOf(c Contact) string {
	return strings.TrimSpace(strings.TrimSpace(c.Text("firstName")) + " " + strings.TrimSpace(c.Text("lastName")))
}

// Called is what people call the record, as far as the row's key does not say it:
// number, name, both or nothing.
func (o Outcome) Called() string {
	if o.Number == "" || strings.EqualFold(o.Number, o.Key) {
		return o.Name
	}
	return strings.TrimSuffix(o.Number+", "+o.Name, ", ")
}

// meet takes the name of the row's record when it is first read.
func (t *task) meet(c Contact) {
	if t.outcome.Name == "" {
		t.outcome.Name = nameOf(c)
	}
}

// introduce takes what a message was told of the row's record.
func (t *task) introduce(p Person) {
	if p.Key != "" {
		t.outcome.Number = p.Key
	}
	if p.Name != "" {
		t.outcome.Name = p.Name
	}
}

// NumberOf is the number of an entry's record as far as it is known without asking:
// the row's own key, or what the undone run knew.
func NumberOf(e Entry) string {
	if e.Number == "" && e.Locator.Lookup.By == mapping.MatchNumber {
		return e.Locator.Lookup.Key
	}
	return e.Number
}

// Nameless is a row that did not succeed and whose record's number is not known.
type Nameless struct {
	Seq int
	ID  string
}

// Naming is the part of a journal that knows what people call the records.
type Naming interface {
	// Nameless returns up to n such rows behind a position.
	Nameless(ctx context.Context, after, n int) ([]Nameless, error)
	// Name records what people call the records of rows; a name that was read stays.
	Name(ctx context.Context, rows []int, people []Person) error
}

// nameless is how many rows are asked for at a time.
const nameless = 100

// NameFailures asks what people call the records of rows that did not succeed, as far
// as the run does not know it, and leaves it in the journal. ask brings those of the
// records that it can name, and false when it is not to be asked again. Nothing
// depends on what it brings; the error is one of the journal.
func NameFailures(ctx context.Context, journal Naming, ask func(ctx context.Context, ids []string) ([]Person, bool)) error {
	for after, more := -1, true; more && ctx.Err() == nil; {
		block, err := journal.Nameless(context.WithoutCancel(ctx), after, nameless)
		if err != nil {
			return journalError(err)
		}
		if len(block) == 0 {
			return nil
		}
		after = block[len(block)-1].Seq
		var people []Person
		people, more = ask(ctx, idsOf(block))
		if err := introduceAll(ctx, journal, block, people); err != nil {
			return err
		}
	}
	return nil
}

// idsOf lists the ids of rows, each once.
func idsOf(rows []Nameless) []string {
	ids := make([]string, 0, len(rows))
	seen := make(map[string]bool, len(rows))
	for _, r := range rows {
		if id := strings.ToLower(r.ID); !seen[id] {
			seen[id] = true
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func introduceAll(ctx context.Context, journal Naming, block []Nameless, people []Person) error {
	if len(people) == 0 {
		return nil
	}
	byID := make(map[string]Person, len(people))
	for _, p := range people {
		byID[strings.ToLower(p.ID)] = p
	}
	var rows []int
	var named []Person
	for _, r := range block {
		if p, known := byID[strings.ToLower(r.ID)]; known {
			rows, named = append(rows, r.Seq), append(named, p)
		}
	}
	return journalError(journal.Name(context.WithoutCancel(ctx), rows, named))
}
