package dropfolder

import "time"

// StabilityTracker knows how long files have been unchanged. The zero value knows no file.
type StabilityTracker struct {
	// Looked is when the folder was last looked at.
	Looked time.Time

	seen map[string]sighting
}

type sighting struct {
	entry   Entry
	arrived time.Time // as far as that can be known
	first   time.Time // seen at all
	since   time.Time // seen as it is
}

// Observe records the files that are there now and forgets those that are gone.
func (s *StabilityTracker) Observe(files []Entry, now time.Time) {
	next := make(map[string]sighting, len(files))
	for _, f := range files {
		old, known := s.seen[f.Name]
		switch {
		case !known:
			next[f.Name] = sighting{f, between(s.Looked, f.ModTime, now), now, now}
		case old.entry.Size != f.Size || !old.entry.ModTime.Equal(f.ModTime):
			next[f.Name] = sighting{f, old.arrived, old.first, now}
		default:
			next[f.Name] = old
		}
	}
	s.seen, s.Looked = next, now
}

// between returns t, or the nearer of the two bounds.
func between(first, t, last time.Time) time.Time {
	switch {
	case t.After(last), first.After(last): // a clock was ahead
		return last
	case t.Before(first):
		return first
	}
	return t
}

// Arrived returns when a file arrived: after the look before the one that first saw it,
// and at its modification time if that fits. A copy may keep the time of its original.
func (s *StabilityTracker) Arrived(name string) time.Time { return s.seen[name].arrived }

// Has reports whether the last look saw a file of this name.
func (s *StabilityTracker) Has(name string) bool {
	_, has := s.seen[name]
	return has
}

// Forget makes the next file of this name a new one.
func (s *StabilityTracker) Forget(name string) { delete(s.seen, name) }

// UnchangedFor returns how long a file has been as it is now.
func (s *StabilityTracker) UnchangedFor(name string, now time.Time) time.Duration {
	if seen, known := s.seen[name]; known {
		return now.Sub(seen.since)
	}
	return 0
}

// KnownFor returns how long ago a file was first seen.
func (s *StabilityTracker) KnownFor(name string, now time.Time) time.Duration {
	if seen, known := s.seen[name]; known {
		return now.Sub(seen.first)
	}
	return 0
}
