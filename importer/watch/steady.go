package watch

import "time"

// Steady knows since when files have not changed. The zero value knows none.
type Steady struct {
	seen map[string]sight
}

type sight struct {
	entry Entry
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
			next[f.Name] = sight{f, now, now}
		case old.entry.Size != f.Size || !old.entry.ModTime.Equal(f.ModTime):
			next[f.Name] = sight{f, old.first, now}
		default:
			next[f.Name] = old
		}
	}
	s.seen = next
}

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
