package pipeline

import (
	"context"
	"strings"

	"bcimport/importer"
)

// nameless is how many rows are asked for at a time.
const nameless = 100

// NameFailures asks what people call the records of rows that did not succeed, as far
// as the run does not know it, and leaves it in the journal. ask brings those of the
// records that it can name, and false when it is not to be asked again. Nothing
// depends on what it brings; the error is one of the journal.
func NameFailures(ctx context.Context, journal importer.Naming, ask func(ctx context.Context, ids []string) ([]importer.Person, bool)) error {
	for after, more := -1, true; more && ctx.Err() == nil; {
		block, err := journal.Nameless(context.WithoutCancel(ctx), after, nameless)
		if err != nil {
			return journalError(err)
		}
		if len(block) == 0 {
			return nil
		}
		after = block[len(block)-1].Seq
		var people []importer.Person
		people, more = ask(ctx, idsOf(block))
		if err := introduceAll(ctx, journal, block, people); err != nil {
			return err
		}
	}
	return nil
}

// idsOf lists the ids of rows, each once.
func idsOf(rows []importer.Nameless) []string {
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

func introduceAll(ctx context.Context, journal importer.Naming, block []importer.Nameless, people []importer.Person) error {
	if len(people) == 0 {
		return nil
	}
	byID := make(map[string]importer.Person, len(people))
	for _, p := range people {
		byID[strings.ToLower(p.ID)] = p
	}
	var rows []int
	var named []importer.Person
	for _, r := range block {
		if p, known := byID[strings.ToLower(r.ID)]; known {
			rows, named = append(rows, r.Seq), append(named, p)
		}
	}
	return journalError(journal.Name(context.WithoutCancel(ctx), rows, named))
}
