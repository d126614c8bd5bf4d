package page

import "html/template"

// cappedTable holds the first rows of a table as they are shown, up to a number and a
// size. Rows after the first that does not fit are only counted, so that the table has no
// gap.
type cappedTable struct {
	Rows  []template.HTML
	Total int

	most  int  // rows
	room  int  // bytes for this cappedTable alone
	spare *int // bytes shared with others, taken when its own are used up
	full  bool
}

// open reports whether the next row is shown if it is not too large.
func (s *cappedTable) open() bool { return !s.full && len(s.Rows) < s.most }

// put counts a row and shows it if there is room. It calls render only then.
func (s *cappedTable) put(render func() (template.HTML, error)) error {
	s.Total++
	if !s.open() {
		return nil
	}
	row, err := render()
	switch {
	case err != nil:
		return err
	case len(row) <= s.room:
		s.room -= len(row)
	case s.spare != nil && len(row) <= *s.spare:
		*s.spare -= len(row)
	default:
		s.full = true
		return nil
	}
	s.Rows = append(s.Rows, row)
	return nil
}

// Shown returns the number of rows shown.
func (s *cappedTable) Shown() int { return len(s.Rows) }

// Hidden reports whether there are more rows than are shown.
func (s *cappedTable) Hidden() bool { return s.Total > len(s.Rows) }
