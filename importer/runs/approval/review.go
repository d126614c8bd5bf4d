package approval

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strconv"

	"bcimport/importer"
	"bcimport/importer/runs/sheets"
)

// review is a review that people have gone through: of each line what tells the change and
// its values, and whether it is accepted.
type review struct {
	path   string
	digest string
	seed   maphash.Seed
	sheets []string
	lines  []reviewLine // by their changes
	wrong  error        // the first line that is not as the plan wrote it
}

// reviewLine is a line in few bytes, for there may be millions.
type reviewLine struct {
	change, values uint64
	sheet, row     int32
	accepted, met  bool
}

// readReview reads a review whole.
func readReview(path string) (*review, error) {
	r := &review{path: path, seed: maphash.MakeSeed()}
	var err error
	r.digest, err = sheets.ReadReview(path, func(c sheets.ReviewedChange) error {
		if len(r.sheets) == 0 || r.sheets[len(r.sheets)-1] != c.Sheet {
			r.sheets = append(r.sheets, c.Sheet)
		}
		r.lines = append(r.lines, reviewLine{
			change: r.hash(strconv.Itoa(c.Line), c.Field), values: r.hash(c.Values...),
			sheet: int32(len(r.sheets) - 1), row: int32(c.Row), accepted: c.Accepted,
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(r.lines, func(a, b reviewLine) int { return cmp.Compare(a.change, b.change) })
	return r, nil
}

// hash tells lists of texts apart; another run of the program has other hashes.
func (r *review) hash(texts ...string) uint64 {
	var h maphash.Hash
	h.SetSeed(r.seed)
	for _, text := range texts {
		h.WriteString(text)
		h.WriteByte(0)
	}
	return h.Sum64()
}

// accepts reports whether the review accepts a change, and notes where it is not as the plan
// wrote it.
func (r *review) accepts(c Change) bool {
	change := r.hash(strconv.Itoa(c.Row.Line), c.Field)
	i, found := slices.BinarySearchFunc(r.lines, change, func(l reviewLine, change uint64) int { return cmp.Compare(l.change, change) })
	if !found {
		return false
	}
	line := &r.lines[i]
	line.met = true
	switch {
	case i+1 < len(r.lines) && r.lines[i+1].change == change:
		r.lines[i+1].met = true
		r.refuse(r.lines[i+1], "stands for a second time: line "+strconv.Itoa(c.Row.Line)+", "+c.Field)
	case line.values != r.hash(sheets.Reviewable(c.Row, c.Change)...):
		r.refuse(*line, "was edited: line "+strconv.Itoa(c.Row.Line)+", "+c.Field)
	}
	return line.accepted
}

func (r *review) refuse(l reviewLine, why string) {
	if r.wrong == nil {
		r.wrong = importer.Invalidf("%s: sheet %q, row %d %s", r.path, r.sheets[l.sheet], l.row, why).
			Hintf("change the column accept alone; to have other values written, correct the file and plan it again")
	}
}

// check refuses a review of another plan, and one whose lines are not those of the plan.
func (r *review) check(digest string) error {
	if r.digest != digest {
		return importer.Invalidf("%s is the review of another plan", r.path).Hintf("pass the review.xlsx that stands in the folder of the plan")
	}
	for _, l := range r.lines {
		if !l.met {
			r.refuse(l, "is no change of the plan")
			break
		}
	}
	return r.wrong
}
