package dropfolder

import "time"

// StabilityTracker knows how long files have been unchanged. The zero value knows no file.
type StabilityTracker struct {
	// Looked is when the folder was last looked at.
	Looked time.Time `json:"looked"`
	// Seen are the files that were there then, by name: it is exported to be kept.
	Seen map[string]Sighting `json:"seen,omitempty"`
}

// Sighting is what is known of a file.
type Sighting struct {
	Entry   Entry     `json:"entry"`
	Arrived time.Time `json:"arrived"` // as far as that can be known
	First   time.Time `json:"first"`   // seen at all
	Since   time.Time `json:"since"`   // seen as it is
}

// Observe records the files that are there now and forgets those that are gone.
func (s *StabilityTracker) Observe(files []Entry, now time.Time) {
	next := make(map[string]Sighting, len(files))
	for _, f := range files {
		old, known := s.Seen[f.Name]
		switch {
		case !known:
			next[f.Name] = Sighting{f, between(s.Looked, f.ModTime, now), now, now}
		case old.Entry.Size != f.Size || !old.Entry.ModTime.Equal(f.ModTime) || old.Entry.Version != f.Version:
			next[f.Name] = Sighting{f, old.Arrived, old.First, now}
		default:
			next[f.Name] = old
		}
	}
	s.Seen, s.Looked = next, now
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
func (s *StabilityTracker) Arrived(name string) time.Time { return s.Seen[name].Arrived }

// Has reports whether the last look saw a file of this name.
func (s *StabilityTracker) Has(name string) bool {
	_, has := s.Seen[name]
	return has
}

// Forget makes the next file of this name a new one.
func (s *StabilityTracker) Forget(name string) { delete(s.Seen, name) }

// UnchangedFor returns how long a file has been as it is now.
func (s *StabilityTracker) UnchangedFor(name string, now time.Time) time.Duration {
	if seen, known := s.Seen[name]; known {
		return now.Sub(seen.Since)
	}
	return 0
}

// KnownFor returns how long ago a file was first seen.
func (s *StabilityTracker) KnownFor(name string, now time.Time) time.Duration {
	if seen, known := s.Seen[name]; known {
		return now.Sub(seen.First)
	}
	return 0
}
