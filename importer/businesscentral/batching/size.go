package batching

// size computes how many operations one request holds: half as many after one that took too
// long, and a tenth of the maximum more after each full one that succeeded.
// It is not safe for concurrent use.
type size struct {
	most int
	now  int
}

// newSize starts with the most that a request may hold.
func newSize(most int) size { return size{most, most} }

// shrink records a request with n operations that took too long.
func (s *size) shrink(n int) { s.now = max(1, min(s.now, n/2)) }

// grow records a request with n operations that succeeded.
func (s *size) grow(n int) {
	if n >= s.now {
		s.now = min(s.most, s.now+max(1, s.most/10))
	}
}

// limit bounds the size permanently.
func (s *size) limit(n int) {
	s.most = max(1, min(s.most, n))
	s.now = min(s.now, s.most)
}
