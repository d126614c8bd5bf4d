package pipeline

import (
	"testing"
	"testing/synctest"

	"bcimport/importer"
)

func TestRun_RowsOfOneContactThatNameTheSameETagDoNotCollide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("c")
		err := b.run(t.Context(),
			named(0, "v1", nil, "email", "a"), named(1, "v1", nil, "lastName", "L"), named(2, "v1", nil, "email", "b"), named(3, "v0", nil, "email", "x"), named(4, "v0", nil, "email", "b"))
		if err != nil {
			t.Fatal(err)
		}
		b.expect(t, importer.Updated, importer.Updated, importer.Updated, importer.Updated, importer.Updated)
	})
}

func TestRun_RowWhoseContactOthersMovedIsAConflict(t *testing.T) {
	t.Parallel()
	for policy, want := range map[importer.ConflictPolicy][]importer.Status{
		importer.Merge:     {importer.Conflicted, importer.Unchanged, importer.Updated},
		importer.Fail:      {importer.Conflicted, importer.Conflicted, importer.Conflicted},
		importer.Overwrite: {importer.Updated, importer.Updated, importer.Updated},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench("c")
			b.OnConflict = policy
			b.contacts.apply("c", []importer.Change{{Field: "email", After: "theirs"}, {Field: "lastName", After: "old"}}, -1)
			err := b.run(t.Context(), named(0, "v1", nil, "email", "mine"), named(1, "v1", nil, "email", "theirs"),
				named(2, "v1", []string{"lastName", "old"}, "lastName", "new"))
			if err != nil {
				t.Fatal(err)
			}
			b.expect(t, want...)
		})
	}
}
