package judge

import (
	"errors"
	"hash/maphash"
	"io"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/texts"
)

// Repeats finds keys whose rows set different values for one field. It remembers 8
// bytes a row, and no more when it reads the input again. It is not safe for concurrent use.
type Repeats struct {
	seed    maphash.Seed
	set     *entity.Entity
	fields  []string
	rows    int
	buckets [256][]uint64 // hashes of keys, so that none of them grows large at once
}

// NewRepeats begins with the fields of a set that rows may set.
func NewRepeats(set *entity.Entity, fields []string) *Repeats {
	return &Repeats{seed: maphash.MakeSeed(), set: set, fields: fields}
}

// Add takes a row. One that is refused is not sent and contradicts nothing.
func (r *Repeats) Add(e *importer.Entry) {
	r.rows++
	if len(e.Refusals) > 0 || len(e.Edit.Values) == 0 {
		return
	}
	h := r.hash(e)
	r.buckets[h>>56] = append(r.buckets[h>>56], h)
}

func (r *Repeats) hash(e *importer.Entry) uint64 { return maphash.String(r.seed, sameKey(e)) }

// sameKey is one spelling for all spellings of a key.
func sameKey(e *importer.Entry) string {
	switch {
	case e.Locator.ID != "":
		return e.Locator.ID
	case e.Locator.Lookup.Key != "":
		return strings.ToLower(e.Locator.Lookup.Key)
	}
	return e.Edit.Key
}

// repeated returns the hashes that stand more than once, in order, and forgets the others.
func (r *Repeats) repeated() []uint64 {
	var found []uint64
	for b := range r.buckets {
		bucket := r.buckets[b]
		slices.Sort(bucket)
		for i := 1; i < len(bucket); i++ {
			if bucket[i] == bucket[i-1] && (len(found) == 0 || found[len(found)-1] != bucket[i]) {
				found = append(found, bucket[i])
			}
		}
		r.buckets[b] = nil
	}
	return found
}

// Suspicion reads the rows again, as often as its memory wants it, where keys are
// repeated. It is nil where no rows of one key contradict each other.
func (r *Repeats) Suspicion(open func() (importer.Entries, func() error, error)) (*importer.Suspicion, error) {
	repeated := r.repeated()
	found := &importer.Suspicion{Code: importer.DuplicateKeys, Evidence: importer.AgainstItself, Of: r.rows}
	for len(repeated) > 0 {
		n := min(len(repeated), max(1000, 8*r.rows/(4*len(r.fields)+4)))
		if err := r.contradictions(newContrast(r.set, repeated[:n], r.fields), found, open); err != nil {
			return nil, err
		}
		repeated = repeated[n:]
	}
	if found.Count == 0 {
		return nil, nil
	}
	slices.Sort(found.Fields)
	return found, nil
}

func (r *Repeats) contradictions(c *contrast, found *importer.Suspicion, open func() (importer.Entries, func() error, error)) error {
	entries, done, err := open()
	if err != nil {
		return err
	}
	defer done()
	for {
		e, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(e.Refusals) == 0 && len(e.Edit.Values) > 0 {
			c.add(r.hash(&e), &e, found)
		}
	}
}

// contrast holds, for some repeated keys, what their rows have set so far, as hashes.
type contrast struct {
	seed   maphash.Seed
	set    *entity.Entity
	keys   []uint64
	fields []string
	lines  []uint32 // of a key's first row; 0: none yet
	values []uint32 // of each key one a field; 0: none yet
	told   []bool   // keys that are counted
	texts  map[int][]importer.Example
}

func newContrast(set *entity.Entity, keys []uint64, fields []string) *contrast {
	return &contrast{
		seed: maphash.MakeSeed(), set: set, keys: keys, fields: fields, lines: make([]uint32, len(keys)),
		values: make([]uint32, len(keys)*len(fields)), told: make([]bool, len(keys)), texts: map[int][]importer.Example{},
	}
}

func (c *contrast) add(hash uint64, e *importer.Entry, found *importer.Suspicion) {
	at, known := slices.BinarySearch(c.keys, hash)
	if !known {
		return
	}
	if c.lines[at] == 0 {
		c.lines[at] = uint32(e.Row.Line)
	}
	for _, v := range e.Edit.Values {
		field := slices.Index(c.fields, v.Field)
		if field < 0 {
			continue
		}
		value := uint32(maphash.String(c.seed, texts.Folded(v.Text)))
		value |= 1
		held := &c.values[at*len(c.fields)+field]
		if *held == 0 {
			*held = value
			c.keepText(at, e, v)
		} else if *held != value && !c.told[at] && !c.sameText(at, v) {
			c.told[at] = true
			c.count(at, e, v, found)
		}
	}
}

// keepText keeps the texts of the first keys for examples.
func (c *contrast) keepText(at int, e *importer.Entry, v mapping.Value) {
	if _, kept := c.texts[at]; kept || len(c.texts) < 1000 {
		c.texts[at] = append(c.texts[at], importer.Example{Line: e.Row.Line, Field: v.Field, After: strings.Clone(v.Text)})
	}
}

// sameText reports whether a text is the first one of its key, written otherwise.
func (c *contrast) sameText(at int, v mapping.Value) bool {
	return slices.ContainsFunc(c.texts[at], func(first importer.Example) bool {
		return first.Field == v.Field && importer.Same(c.set, v.Field, first.After, v.Text)
	})
}

func (c *contrast) count(at int, e *importer.Entry, v mapping.Value, found *importer.Suspicion) {
	found.Count++
	if !slices.Contains(found.Fields, v.Field) {
		found.Fields = append(found.Fields, v.Field)
	}
	x := importer.Example{Line: e.Row.Line, Key: strings.Clone(e.Edit.Key), Field: v.Field, After: strings.Clone(v.Text), Other: int(c.lines[at])}
	for _, first := range c.texts[at] {
		if first.Field == v.Field {
			x.Before, x.Other = first.After, first.Line
		}
	}
	found.Examples = firstLines(found.Examples, x)
}
