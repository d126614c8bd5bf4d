package recorded

import (
	"cmp"
	"context"
	"fmt"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/history"
	"bcimport/importer/history/stored"
	"bcimport/importer/journal/shipped"
	"bcimport/importer/objects/stores"
)

// where is what is searched: the runs in a place, which has a name, and must be closed.
type where struct {
	name  string
	runs  []history.Run
	close func()
}

// open finds the runs below a folder or, where one is named, in a store.
func (o findOptions) open(ctx context.Context, folder string) (where, error) {
	if o.store == "" {
		folder = cmp.Or(folder, ".")
		found, err := history.Below(folder, o.Name, o.Open)
		return where{"below " + terminal.ShownPath(folder), found, func() {}}, err
	}
	if folder != "" {
		return where{}, importer.Invalidf("a folder and --store are both given").Hintf("pass one of them")
	}
	store, err := stores.Open(ctx, o.store)
	if err != nil {
		return where{}, err
	}
	replay := func(ctx context.Context, log, folder string) error { return shipped.View(ctx, store, log, folder) }
	found, err := stored.Runs(ctx, store, replay, o.Open)
	if err != nil {
		store.Close()
		return where{}, &importer.Problem{Kind: importer.KindInvalid, Cause: fmt.Errorf("read store %s: %w", stores.WithoutQuery(o.store), err)}
	}
	return where{"in " + stores.WithoutQuery(o.store), found, func() { store.Close() }}, nil
}
