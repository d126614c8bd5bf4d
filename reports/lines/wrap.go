package lines

import "strings"

// Wrap breaks a text of one line between its words so that no line is wider than most
// columns; the lines behind the first begin with indent. A word that is wider stands
// alone. With most below 1 the text stays as it is.
func Wrap(text string, most int, indent string) string {
	if most < 1 || Width(text) <= most {
		return text
	}
	var b strings.Builder
	room := most
	for i, word := range strings.Split(text, " ") {
		w := Width(word)
		switch {
		case i == 0:
		case w+1 <= room:
			b.WriteByte(' ')
			room--
		default:
			b.WriteString("\n" + indent)
			room = most - Width(indent)
		}
		b.WriteString(word)
		room -= w
	}
	return b.String()
}

// Table aligns the cells of rows, two blanks between columns; right tells the columns
// whose cells stand at the right. The last cell of a row is not filled up.
func Table(rows [][]string, right ...bool) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], Width(cell))
		}
	}
	made := make([]string, len(rows))
	for at, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			gap := strings.Repeat(" ", widths[i]-Width(cell))
			if i < len(right) && right[i] {
				cell, gap = gap+cell, ""
			}
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(gap + "  ")
			}
		}
		made[at] = b.String()
	}
	return made
}
