package cli

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"

	"bcimport/importer"
)

// keyHashes remembers the keys of an input in 8 bytes a row. Hashes that meet
// are compared as keys in a second pass.
type keyHashes struct {
	seed maphash.Seed
	seen []uint64
}

func newKeyHashes() *keyHashes { return &keyHashes{seed: maphash.MakeSeed()} }

func (k *keyHashes) hash(e importer.Entry) uint64 { return maphash.String(k.seed, sameKey(e)) }

func (k *keyHashes) add(e importer.Entry) { k.seen = append(k.seen, k.hash(e)) }

// sameKey is one spelling for all spellings of a key.
func sameKey(e importer.Entry) string {
	switch {
	case e.Locator.ID != "":
		return e.Locator.ID
	case e.Locator.Lookup.Key != "":
		return strings.ToLower(e.Locator.Lookup.Key)
	}
	return e.Edit.Key
}

// repeated returns hashes that stand more than once, a thousand at most.
func (k *keyHashes) repeated() map[uint64]bool {
	slices.Sort(k.seen)
	found := map[uint64]bool{}
	for i := 1; i < len(k.seen) && len(found) < 1000; i++ {
		if k.seen[i] == k.seen[i-1] {
			found[k.seen[i]] = true
		}
	}
	return found
}

// refuseRepeated refuses an input with several rows for one contact where the
// mapping says `duplicates: error`.
func (in *input) refuseRepeated(keys *keyHashes) error {
	repeated := keys.repeated()
	if len(repeated) == 0 {
		return nil
	}
	entries, done, err := in.pass(in.offlineKind())
	if err != nil {
		return err
	}
	defer done()
	const most = 10
	first := map[string]int{}
	var errs []error
	for len(errs) < most {
		e, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if e.Edit.Key == "" || !repeated[keys.hash(e)] {
			continue
		}
		key := sameKey(e)
		if line, known := first[key]; known {
			errs = append(errs, fmt.Errorf("%s:%d: the key %q stands already on line %d", in.name, e.Row.Line, e.Edit.Key, line))
		} else {
			first[key] = e.Row.Line
		}
	}
	if len(errs) == 0 {
		return nil // hashes met, keys did not
	}
	if len(errs) == most {
		errs = append(errs, fmt.Errorf("%s: only the first %d are shown", in.name, most))
	}
	return &problem{
		code: Usage, err: errors.Join(errs...),
		what: "the mapping says `duplicates: error`; leave one row per contact, or say `duplicates: in-order`",
	}
}
