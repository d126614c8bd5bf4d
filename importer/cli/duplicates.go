package cli

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"

	"bcimport/importer"
)

// keyLines remembers the keys of an input in 12 bytes a row: a hash and the
// row's position. Hashes that meet are compared as keys in a second pass.
type keyLines struct {
	seed  maphash.Seed
	seen  []keyHash
	begun bool
}

type keyHash struct {
	hash uint64
	seq  int32
}

func (k *keyLines) add(e importer.Entry) {
	if !k.begun {
		k.seed, k.begun = maphash.MakeSeed(), true
	}
	k.seen = append(k.seen, keyHash{maphash.String(k.seed, sameKey(e)), int32(e.Row.Seq)})
}

// sameKey is one spelling for all spellings of a key.
func sameKey(e importer.Entry) string {
	if e.Locator.ID != "" {
		return e.Locator.ID
	}
	if e.Locator.Lookup.Key != "" {
		return e.Locator.Lookup.Key
	}
	return e.Edit.Key
}

// suspects are the positions of rows whose keys seem to repeat.
func (k *keyLines) suspects() map[int]bool {
	slices.SortFunc(k.seen, func(a, b keyHash) int { return cmp.Compare(a.hash, b.hash) })
	found := map[int]bool{}
	for i := 1; i < len(k.seen); i++ {
		if k.seen[i].hash == k.seen[i-1].hash {
			found[int(k.seen[i].seq)], found[int(k.seen[i-1].seq)] = true, true
		}
	}
	return found
}

// refuseRepeated refuses an input with several rows for one contact where the
// mapping says `duplicates: error`.
func (in *input) refuseRepeated(keys *keyLines) error {
	suspects := keys.suspects()
	if len(suspects) == 0 {
		return nil
	}
	entries, done, err := in.entries(importer.KeyGUID)
	if err != nil {
		return err
	}
	defer done()
	const most = 10
	first := map[string]int{}
	var errs []error
	repeated := 0
	for {
		e, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if !suspects[e.Row.Seq] {
			continue
		}
		key := sameKey(e)
		line, known := first[key]
		if !known {
			first[key] = e.Row.Line
			continue
		}
		if repeated++; repeated <= most {
			errs = append(errs, fmt.Errorf("%s:%d: the key %q stands already on line %d", in.path, e.Row.Line, e.Edit.Key, line))
		}
	}
	if repeated == 0 {
		return nil
	}
	if repeated > most {
		errs = append(errs, fmt.Errorf("%s: %d more repeated keys", in.path, repeated-most))
	}
	return &problem{
		code: Usage, err: errors.Join(errs...),
		what: "the mapping says `duplicates: error`; leave one row per contact, or say `duplicates: in-order`",
	}
}
