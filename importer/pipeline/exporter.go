package pipeline

import (
	"context"
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
// run, or emit's own.
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

// contacts reads one chunk of contacts; those that vanished are left out.
func (x *Exporter) contacts(ctx context.Context, ids []string, health *serverHealth) ([]importer.Contact, error) {
	held := make(map[string]importer.Contact, len(ids))
	left := ids
	var last importer.Fault
	err := retry{
		health: health,
		ask: func(int) (int, error) {
			answers, stop := x.Contacts.Read(ctx, left)
			var again []string
			for i, a := range answers {
				health.record(a.Disposition, a.Fault, time.Now())
				switch {
				case a.Disposition == importer.Confirmed:
					held[left[i]] = a.Contact
				case a.Disposition == importer.Refused:
					return 0, importer.Errorf("read record %s: %s", left[i], serverWords(a.Fault))
				case !a.Disposition.Settled():
					again, last = append(again, left[i]), a.Fault
				}
			}
			left = again
			return len(left), stop
		},
		giveUp: func() error {
			return importer.Errorf("%w: record %s can't be read: %s", importer.ErrServerDown, left[0], serverWords(last))
		},
	}.run(ctx)
	if err != nil {
		return nil, err
	}
	contacts := make([]importer.Contact, 0, len(held))
	for _, id := range ids {
		if c, found := held[id]; found {
			contacts = append(contacts, c)
		}
	}
	return contacts, nil
}
