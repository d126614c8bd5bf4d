package dropfolder

import "time"

// Steady knows since when files have not changed. The zero value knows none.
type Steady struct {
	// Looked is when somebody looked last.
	Looked time.Time

	seen map[string]sight
}

type sight struct {
	entry Entry
	came  time.Time // as far as that can be known
	first time.Time // seen at all
	since time.Time // seen as it is
}

// Look takes note of what is there now; it forgets what is gone.
func (s *Steady) Look(files []Entry, now time.Time) {
	next := make(map[string]sight, len(files))
	for _, f := range files {
		old, known := s.seen[f.Name]
		switch {
		case !known:
			next[f.Name] = sight{f, between(s.Looked, f.ModTime, now), now, now}
		case old.entry.Size != f.Size || !old.entry.ModTime.Equal(f.ModTime):
			next[f.Name] = sight{f, old.came, old.first, now}
		default:
			next[f.Name] = old
		}
	}
	s.seen, s.Looked = next, now
}

// between is t, or what of the two is nearer.
func between(first, t, last time.Time) time.Time {
	switch {
	case t.After(last), first.After(last): // a clock was ahead
		return last
	case t.Before(first):
		return first
	}
	return t
}

// Came is when a file came: after the look before the one that saw it, and at its own
// time if that fits. A copy may have kept the time of what it was made of.
func (s *Steady) Came(name string) time.Time { return s.seen[name].came }

// Has tells whether the last look saw a file of this name.
func (s *Steady) Has(name string) bool {
	_, has := s.seen[name]
	return has
}

// Forget makes the next file of this name a new one.
func (s *Steady) Forget(name string) { delete(s.seen, name) }

// For is how long a file has been as it is now.
func (s *Steady) For(name string, now time.Time) time.Duration {
	if seen, known := s.seen[name]; known {
		return now.Sub(seen.since)
	}
	return 0
}

// Known is how long ago a file was seen first.
func (s *Steady) Known(name string, now time.Time) time.Duration {
	if seen, known := s.seen[name]; known {
		return now.Sub(seen.first)
	}
	return 0
}
