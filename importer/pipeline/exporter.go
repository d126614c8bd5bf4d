package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
)

// Exporter reads contacts to write them down. All fields must be set.
type Exporter struct {
	Contacts importer.Contacts
	// Numbers brings the numbers of contacts, in the ids' order, empty where there is
	// none. It tries passing faults again by itself.
	Numbers func(ctx context.Context, ids []string) ([]string, error)

	Workers     int           // chunks read at once, from 1
	Chunk       int           // contacts read at a time, from 1
	GiveUpAfter time.Duration // how long a server may stay down
}

// Run reads the contacts and hands them out in the order of their ids, chunk by
// chunk; what vanished meanwhile is left out. The error is one of those that stop a
// run, that of ctx, or emit's own.
func (x *Exporter) Run(ctx context.Context, ids []string, emit func([]importer.Exported) error) error {
	health := newServerHealth(x.GiveUpAfter)
	for len(ids) > 0 {
		wave := make([][]importer.Exported, x.Workers)
		g, gctx := errgroup.WithContext(ctx)
		for at := range wave {
			chunk := ids[:min(x.Chunk, len(ids))]
			if ids = ids[len(chunk):]; len(chunk) == 0 {
				break
			}
			g.Go(func() (err error) {
				wave[at], err = x.read(gctx, chunk, health)
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		for _, contacts := range wave {
			if err := emit(contacts); err != nil {
				return err
			}
		}
	}
	return nil
}

// read reads one chunk, again where it met passing faults.
func (x *Exporter) read(ctx context.Context, ids []string, health *serverHealth) ([]importer.Exported, error) {
	contacts, err := x.contacts(ctx, ids, health)
	if err != nil || len(contacts) == 0 {
		return nil, err
	}
	there := make([]string, len(contacts))
	for i, c := range contacts {
		there[i] = c.ID
	}
	numbers, err := x.Numbers(ctx, there)
	if err != nil {
		return nil, err
	}
	exported := make([]importer.Exported, len(contacts))
	for i, c := range contacts {
		exported[i] = importer.Exported{Contact: c, Number: numbers[i]}
	}
	return exported, nil
}

func (x *Exporter) contacts(ctx context.Context, ids []string, health *serverHealth) ([]importer.Contact, error) {
	found := make([]*importer.Contact, len(ids))
	open := make([]int, len(ids))
	for i := range open {
		open[i] = i
	}
	var misses rowFaults
	for try := 1; len(open) > 0; try++ {
		asked := make([]string, len(open))
		for i, place := range open {
			asked[i] = ids[place]
		}
		answers, stop := x.Contacts.Read(ctx, asked)
		now := time.Now()
		var again []int
		var last importer.Fault
		for i, a := range answers {
			health.record(a.Disposition, a.Fault, now)
			switch a.Disposition {
			case importer.Confirmed:
				found[open[i]] = &a.Contact
			case importer.Missing:
			case importer.Refused:
				return nil, fmt.Errorf("read contact %s: %s", asked[i], serverWords(a.Fault))
			default:
				again, last = append(again, open[i]), a.Fault
			}
		}
		switch {
		case stop != nil:
			return nil, stop
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case len(again) > 0 && health.down(now):
			return nil, importer.ErrServerDown
		case len(again) > 0 && misses.add(now, health):
			return nil, fmt.Errorf("%w: contact %s can't be read: %s", importer.ErrServerDown, ids[again[0]], serverWords(last))
		}
		if open = again; len(open) > 0 {
			if err := importer.Sleep(ctx, importer.Backoff(try, rand.Float64())); err != nil {
				return nil, err
			}
		}
	}
	var contacts []importer.Contact
	for _, c := range found {
		if c != nil {
			contacts = append(contacts, *c)
		}
	}
	return slices.Clip(contacts), nil
}
