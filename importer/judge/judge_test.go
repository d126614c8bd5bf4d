package judge

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/mapping"
)

// someone is a record, or a row of a file.
type someone struct{ id, first, last, email, title, phone, tag string }

// line is a row with the values that it was made on.
type line struct {
	someone
	base someone
}

// staff makes n people of firms of ten, as different as people are.
func staff(n int) []someone {
	r := rand.New(rand.NewPCG(uint64(n), 14))
	firsts := []string{"Anna", "Björn", "Clara", "David", "Élodie", "Frieda", "Günther", "Hanna", "Ivan", "Jürgen", "Karin", "Lars"}
	lasts := []string{"Berg", "Öberg", "Sørensen", "Müller", "Lefèvre", "Nowak", "Schmidt", "Weiß", "Hansen", "Garçon", "Kühn", "Lund", "Björk", "Roth", "Vogel", "Wolf", "Kragh", "Meijer"}
	titles := []string{"Einkauf", "Leiter Vertrieb", "Buchhaltung", "Geschäftsführer", "Lager"}
	people := make([]someone, n)
	for i := range people {
		p := someone{first: firsts[r.IntN(len(firsts))], last: lasts[r.IntN(len(lasts))], title: titles[r.IntN(len(titles))]}
		p.id = fmt.Sprintf("%08x-0000-0000-0000-%012x", r.Uint32(), i)
		p.email = fmt.Sprintf("%s.%s@firm%d.example", bareLetters(p.first), bareLetters(p.last), i/10)
		p.phone = fmt.Sprintf("+49 30 %07d", r.IntN(10_000_000))
		p.tag = fmt.Sprintf("W/%q", fmt.Sprint(1000+i))
		people[i] = p
	}
	return people
}

// file is rows with the records that they find.
type file struct {
	lines  []line
	held   map[string]someone
	plain  bool    // without eTag and base columns
	clears string  // what the mapping says of blank cells
	unread bool    // nobody reads the records
	last   []Share // of the last runs
	allow  []string
}

func export(n int) *file {
	f := &file{held: map[string]someone{}, clears: "clear"}
	for _, p := range staff(n) {
		f.held[p.id] = p
		f.lines = append(f.lines, line{p, p})
	}
	return f
}

func plainFile(n int) *file {
	f := export(n)
	f.plain, f.clears = true, "keep"
	return f
}

// each changes rows from a position on, n of them; 0 is all.
func (f *file) each(from, n int, change func(i int, l *line)) *file {
	for i := range f.lines {
		if i >= from && (n == 0 || i < from+n) {
			change(i, &f.lines[i])
		}
	}
	return f
}

// holding changes what the records hold, in the order of the file.
func (f *file) holding(change func(i int, p *someone)) *file {
	for i, l := range f.lines {
		p := f.held[l.id]
		change(i, &p)
		f.held[l.id] = p
		f.lines[i].base = p
	}
	return f
}

// apart sorts what of gives and set takes, apart from the rest.
func (f *file) apart(from, n int, of func(line) string, set func(*line, line)) *file {
	if n == 0 {
		n = len(f.lines) - from
	}
	sorted := slices.Clone(f.lines[from : from+n])
	slices.SortStableFunc(sorted, func(a, b line) int { return cmp.Compare(of(a), of(b)) })
	for i, l := range sorted {
		set(&f.lines[from+i], l)
	}
	return f
}

const judgeFields = `fields:
  firstName: {column: First%[1]s}
  lastName: {column: Last%[2]s}
  email: {column: Mail%[3]s}
  professionalTitle: {column: Title%[4]s}
  primaryPhoneNumber: {column: Phone%[5]s}
`

func (f *file) columns(t testing.TB) *mapping.Bound {
	t.Helper()
	text := "version: 1\nkey: {column: Id}\nclear_word: <clear>\nblank: " + f.clears + "\n"
	base := func(column string) string { return ", base: " + column }
	header := []string{"Id", "First", "Last", "Mail", "Title", "Phone"}
	if f.plain {
		text += fmt.Sprintf(judgeFields, "", "", "", "", "")
	} else {
		text += "etag: Tag\n" + fmt.Sprintf(judgeFields, base("BF"), base("BL"), base("BM"), base("BT"), base("BP"))
		header = append(header, "Tag", "BF", "BL", "BM", "BT", "BP")
	}
	m, err := mapping.Parse("m.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	columns, err := m.Bind(header)
	if err != nil {
		t.Fatal(err)
	}
	return columns
}

// sheet hands out the rows of a file.
type sheet struct {
	lines []line
	next  int
}

func (s *sheet) Next() (importer.Row, error) {
	if s.next == len(s.lines) {
		return importer.Row{}, io.EOF
	}
	l := s.lines[s.next]
	s.next++
	b := l.base
	return importer.Row{Seq: s.next - 1, Line: s.next + 1, Record: []string{
		l.id, l.first, l.last, l.email, l.title, l.phone, l.tag, b.first, b.last, b.email, b.title, b.phone,
	}}, nil
}

func (p someone) contact() importer.Contact {
	return importer.Contact{ID: p.id, ETag: importer.ETag(p.tag), Values: []mapping.Value{
		{Field: "email", Text: p.email}, {Field: "firstName", Text: p.first}, {Field: "lastName", Text: p.last},
		{Field: "professionalTitle", Text: p.title}, {Field: "primaryPhoneNumber", Text: p.phone},
	}}
}

// judge returns what speaks against a file, as a run finds it.
func (f *file) judge(t testing.TB) []importer.Suspicion {
	t.Helper()
	columns := f.columns(t)
	open := func() (importer.Entries, func() error, error) {
		return pipeline.Map(importer.CustomerContacts(), &sheet{lines: f.lines}, columns, mapping.MatchAuto, importer.KeyGUID), func() error { return nil }, nil
	}
	j, repeats := New(importer.CustomerContacts(), columns), NewRepeats(importer.CustomerContacts(), importer.CustomerContacts().Settable())
	visit := func(each func(importer.Entry)) {
		entries, _, _ := open()
		for {
			e, err := entries.Next()
			if err != nil {
				return
			}
			each(e)
		}
	}
	visit(func(e importer.Entry) { j.Row(&e); repeats.Add(&e) })
	found := j.Alone(f.allow)
	twice, err := repeats.Suspicion(open)
	if err != nil {
		t.Fatal(err)
	}
	if twice != nil {
		found = append(found, *twice)
	}
	if f.unread {
		return append(found, j.Unread()...)
	}
	visit(func(e importer.Entry) {
		if p, known := f.held[e.Locator.ID]; known && e.Row.Seq < importer.SampleRows {
			j.Record(e, p.contact())
		}
	})
	return append(found, j.Read(f.allow, f.last)...)
}

func codes(found []importer.Suspicion) []string {
	var codes []string
	for _, s := range found {
		if c := string(s.Code); !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes
}

// looks judges suspicious and honest files of one code.
func looks(t *testing.T, code importer.Code, suspicious, honest map[string]*file) {
	t.Helper()
	if len(suspicious) < 10 || len(honest) < 10 {
		t.Errorf("%d suspicious and %d honest files are too few", len(suspicious), len(honest))
	}
	caught, alarms := 0, 0
	for name, f := range suspicious {
		found := f.judge(t)
		at := slices.IndexFunc(found, func(s importer.Suspicion) bool { return s.Code == code })
		if at < 0 {
			t.Errorf("%s: found %v", name, codes(found))
			continue
		}
		caught++
		if s := found[at]; s.Count < 1 || s.Count > s.Of || code != importer.UnusualShare && len(s.Examples) == 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
	for name, f := range honest {
		if found := f.judge(t); len(found) > 0 {
			alarms++
			t.Errorf("%s: found %+v", name, found)
		}
	}
	t.Logf("%s: %d of %d caught, %d of %d honest files refused", code, caught, len(suspicious), alarms, len(honest))
}

// honestEdits are what people do to an export or a list.
func honestEdits(f *file) *file {
	return f.each(0, 0, func(i int, l *line) {
		switch i % 10 {
		case 1:
			l.title = "Leitung " + l.last
		case 3:
			l.phone = fmt.Sprintf("+49 40 55%05d", i)
		case 5:
			l.email = "neu." + l.email
		case 7:
			l.last += "-Lindqvist"
		}
	})
}

func TestJudge_ColumnsSortedApart(t *testing.T) {
	t.Parallel()
	last := func(f *file, from, n int) *file {
		return f.apart(from, n, func(l line) string { return l.last }, func(to *line, l line) { to.last = l.last })
	}
	mail := func(f *file) *file {
		return f.apart(0, 0, func(l line) string { return l.email }, func(to *line, l line) { to.email = l.email })
	}
	phone := func(f *file, from, n int) *file {
		return f.apart(from, n, func(l line) string { return l.phone }, func(to *line, l line) { to.phone = l.phone })
	}
	small := export(4)
	small.lines[0].phone, small.lines[1].phone, small.lines[2].phone, small.lines[3].phone =
		small.lines[3].phone, small.lines[0].phone, small.lines[1].phone, small.lines[2].phone
	suspicious := map[string]*file{
		"last names of an export":         last(export(60), 0, 0),
		"last names of a list":            last(plainFile(60), 0, 0),
		"addresses of an export":          mail(export(200)),
		"addresses of a list":             mail(plainFile(200)),
		"phone numbers of an export":      phone(export(40), 0, 0),
		"phone numbers among honest ones": phone(honestEdits(export(300)), 0, 0),
		"a part of the rows":              phone(export(300), 100, 40),
		"phone numbers of four rows":      small,
		"titles of an export": export(80).apart(0, 0, func(l line) string { return l.title },
			func(to *line, l line) { to.title = l.title }),
		"all that is shown, without what is hidden": export(80).apart(0, 0, func(l line) string { return l.last },
			func(to *line, l line) {
				to.first, to.last, to.email, to.title, to.phone = l.first, l.last, l.email, l.title, l.phone
			}),
		"the keys alone": export(80).apart(0, 0, func(l line) string { return l.id },
			func(to *line, l line) { to.id = l.id }),
		"the keys of a list alone": plainFile(80).apart(0, 0, func(l line) string { return l.id },
			func(to *line, l line) { to.id = l.id }),
		"keys and eTags": export(80).apart(0, 0, func(l line) string { return l.id },
			func(to *line, l line) { to.id, to.tag = l.id, l.tag }),
		"the eTags alone": export(80).apart(0, 0, func(l line) string { return l.id },
			func(to *line, l line) { to.tag = l.tag }),
		"names together": export(80).apart(0, 0, func(l line) string { return l.last },
			func(to *line, l line) { to.first, to.last = l.first, l.last }),
		"a thousand rows and more": mail(plainFile(3000)),
	}
	two, three := export(30), export(100)
	two.lines[3].phone, two.lines[9].phone = two.lines[9].phone, two.lines[3].phone
	three.lines[3].title, three.lines[8].title, three.lines[20].title = "Lager", "Einkauf", "Buchhaltung"
	copied := export(30)
	for i := range 5 {
		copied.lines[20+i].base, copied.lines[20+i].tag = copied.lines[i].base, copied.lines[i].tag
	}
	honest := map[string]*file{
		"as exported":   export(200),
		"honest edits":  honestEdits(export(200)),
		"a list":        honestEdits(plainFile(200)),
		"a longer list": honestEdits(plainFile(3000)),
		"whole rows sorted": honestEdits(export(100)).apart(0, 0, func(l line) string { return l.last },
			func(to *line, l line) { *to = l }),
		"two exchange their phones":       two,
		"three exchange their titles":     three,
		"rows copied with another's eTag": copied,
		"some edited meanwhile":           export(100).each(0, 30, func(i int, l *line) { l.tag += "old" }),
		"another domain":                  export(100).each(0, 0, func(i int, l *line) { l.email += ".org" }),
		"new numbers":                     plainFile(100).each(0, 0, func(i int, l *line) { l.phone = fmt.Sprintf("+49 40 %05d", i) }),
		"titles given anew, from the old ones": export(300).each(0, 0, func(i int, l *line) {
			if i%3 == 0 {
				l.title = []string{"Einkauf", "Leiter Vertrieb", "Buchhaltung", "Geschäftsführer", "Lager"}[(i*7/3)%5]
			}
		}),
		"last names that others have, too": plainFile(400).each(0, 0, func(i int, l *line) {
			if i%8 == 0 {
				l.last = []string{"Berg", "Müller", "Nowak", "Schmidt", "Hansen", "Lund"}[i/8%6]
			}
		}),
		"successors take the numbers": func() *file {
			f := export(100)
			return f.each(0, 40, func(i int, l *line) {
				if i%2 == 0 {
					f.lines[i+1].phone, l.phone = l.phone, fmt.Sprintf("+49 40 %05d", i)
				}
			})
		}(),
	}
	looks(t, importer.SortedApart, suspicious, honest)
}

func swapNames(_ int, l *line) { l.first, l.last = l.last, l.first }

func TestJudge_NamesSwapped(t *testing.T) {
	t.Parallel()
	nobody := func(f *file) *file {
		return f.holding(func(_ int, p *someone) { p.email = "" }).each(0, 0, func(_ int, l *line) { l.email = "" })
	}
	otherWay := func(f *file) *file { // a firm that writes addresses as last.first
		return f.holding(func(i int, p *someone) {
			p.email = bareLetters(p.last) + "." + bareLetters(p.first) + "@firm.example"
		}).each(0, 0, func(_ int, l *line) { l.email = l.base.email })
	}
	offline := func(f *file) *file { f.unread = true; return f }
	upper := func(i int, l *line) {
		swapNames(i, l)
		l.first, l.last = strings.ToUpper(l.first), strings.ToUpper(l.last)
	}
	every := func(n int) func(int, *line) {
		return func(i int, l *line) {
			if i%n == 0 {
				swapNames(i, l)
			}
		}
	}
	suspicious := map[string]*file{
		"an export":                    export(50).each(0, 0, swapNames),
		"a list":                       plainFile(50).each(0, 0, swapNames),
		"twenty rows":                  plainFile(20).each(0, 0, swapNames),
		"half of a list":               plainFile(100).each(0, 50, swapNames),
		"every third":                  plainFile(99).each(0, 0, every(3)),
		"every fourth of an export":    export(100).each(0, 0, every(4)),
		"among honest edits":           honestEdits(plainFile(200)).each(0, 0, swapNames),
		"without addresses":            nobody(plainFile(60).each(0, 0, swapNames)),
		"in capitals":                  plainFile(60).each(0, 0, upper),
		"a long list":                  plainFile(2500).each(0, 0, swapNames),
		"offline, by the addresses":    offline(plainFile(100).each(0, 0, swapNames)),
		"offline, by an export's base": offline(export(100).each(0, 0, swapNames)),
	}
	honest := map[string]*file{
		"as exported":                    export(50),
		"honest edits":                   honestEdits(plainFile(200)),
		"swapped names put right":        plainFile(60).holding(func(_ int, p *someone) { p.first, p.last = p.last, p.first }),
		"a few put right":                plainFile(100).each(0, 5, swapNames),
		"nineteen rows":                  plainFile(19).each(0, 0, swapNames),
		"addresses as last.first":        otherWay(plainFile(100)),
		"offline, the same":              offline(otherWay(plainFile(100))),
		"offline":                        offline(plainFile(100)),
		"names for records without":      plainFile(60).holding(func(_ int, p *someone) { p.first, p.last = "", "" }),
		"everybody's two names the same": plainFile(60).holding(func(i int, p *someone) { p.first = p.last }).each(0, 0, func(_ int, l *line) { l.first = l.last }),
		"all last names new":             plainFile(60).each(0, 0, func(i int, l *line) { l.last = fmt.Sprintf("Neu%c", 'a'+i%26) + l.last }),
		"only last names":                plainFile(60).each(0, 0, func(i int, l *line) { l.first, l.email = "", "" }),
	}
	looks(t, importer.NamesSwapped, suspicious, honest)
}

func TestJudge_OneValueForMost(t *testing.T) {
	t.Parallel()
	email := func(_ int, l *line) { l.email = "info@nord.example" }
	phone := func(_ int, l *line) { l.phone = "+49 30 1000" }
	most := func(share int, set func(int, *line)) func(int, *line) {
		return func(i int, l *line) {
			if i%100 < share {
				set(i, l)
			}
		}
	}
	offline := func(f *file) *file { f.unread = true; return f }
	oneFirm := func(f *file) *file {
		return f.holding(func(i int, p *someone) { p.email = fmt.Sprintf("p%d@firm.example", i) }).each(0, 0, func(i int, l *line) { l.email = l.base.email })
	}
	suspicious := map[string]*file{
		"one address for all":       plainFile(50).each(0, 0, email),
		"in an export":              export(50).each(0, 0, email),
		"for sixty of a hundred":    plainFile(100).each(0, 0, most(60, email)),
		"for twenty rows":           plainFile(20).each(0, 0, email),
		"one number for all":        plainFile(50).each(0, 0, phone),
		"one number, some hold it":  plainFile(100).holding(func(i int, p *someone) { p.phone = cmp.Or(map[bool]string{true: "+49 30 1000"}[i%10 == 0], p.phone) }).each(0, 0, phone),
		"one last name":             plainFile(50).each(0, 0, func(_ int, l *line) { l.last = "Muster" }),
		"one first name for eighty": plainFile(100).each(0, 0, most(80, func(_ int, l *line) { l.first = "Max" })),
		"half of a long list":       plainFile(4000).each(0, 0, most(58, email)),
		"beside honest edits":       honestEdits(plainFile(100)).each(0, 0, most(70, email)),
		"offline, in an export":     offline(export(100).each(0, 0, most(70, phone))),
		"offline, an address":       offline(plainFile(100).each(0, 0, most(70, email))),
		"from the second row on":    export(40).each(1, 0, func(_ int, l *line) { l.email = "anna@first.example" }),
	}
	honest := map[string]*file{
		"honest edits":                    honestEdits(export(100)),
		"a switchboard that records hold": plainFile(50).holding(func(_ int, p *someone) { p.phone = "+49 30 1000" }).each(0, 0, phone),
		"most hold it":                    plainFile(100).holding(func(i int, p *someone) { p.phone = cmp.Or(map[bool]string{true: "+49 30 1000"}[i%10 > 1], p.phone) }).each(0, 0, phone),
		"a firm's new switchboard":        oneFirm(plainFile(40)).each(0, 0, phone),
		"a firm's, in an export":          oneFirm(export(40)).each(0, 0, phone),
		"for forty of a hundred":          plainFile(100).each(0, 0, most(40, email)),
		"for half":                        plainFile(100).each(0, 0, most(50, phone)),
		"a title for all":                 plainFile(50).each(0, 0, func(_ int, l *line) { l.title = "Ansprechpartner" }),
		"nineteen rows":                   plainFile(19).each(0, 0, email),
		"an address that records hold":    plainFile(50).holding(func(_ int, p *someone) { p.email = "info@nord.example" }).each(0, 0, email),
		"a number, offline":               offline(plainFile(50).each(0, 0, phone)),
		"a firm's address for each firm":  plainFile(200).each(0, 0, func(i int, l *line) { l.email = fmt.Sprintf("info@firm%d.example", i/10) }),
	}
	looks(t, importer.SameValue, suspicious, honest)
}

func TestJudge_UnusualShare(t *testing.T) {
	t.Parallel()
	run := func(rows, changed int, last ...Share) *file {
		f := plainFile(rows).each(rows-changed, 0, func(i int, l *line) { l.title = fmt.Sprintf("Neu %d", i) })
		f.last = last
		return f
	}
	few, some := []Share{{1, 100}, {2, 100}, {0, 100}}, []Share{{9, 100}, {10, 100}, {8, 100}}
	suspicious := map[string]*file{
		"all, where hardly any did": run(100, 100, few...),
		"a third":                   run(99, 33, few...),
		"a quarter":                 run(100, 25, few...),
		"twenty rows":               run(20, 12, few...),
		"half, where a tenth did":   run(100, 50, some...),
		"four times as many":        run(100, 41, some...),
		"all, where none did":       run(50, 50, Share{0, 500}, Share{0, 500}, Share{0, 480}),
		"a long list":               run(3000, 2900, few...),
		"ten runs":                  run(100, 60, append(slices.Clone(few), Share{3, 100}, Share{5, 100}, Share{1, 100}, Share{2, 100}, Share{4, 100}, Share{0, 100}, Share{1, 100})...),
		"beside small runs":         run(100, 60, append(slices.Clone(few), Share{5, 5}, Share{19, 19})...),
	}
	honest := map[string]*file{
		"the first run":             run(100, 100),
		"the second":                run(100, 100, few[:1]...),
		"the third":                 run(100, 100, few[:2]...),
		"as usual":                  run(100, 2, few...),
		"ten times of little":       run(100, 15, few...),
		"three times of some":       run(100, 30, some...),
		"twice":                     run(100, 20, some...),
		"one was as large":          run(100, 90, append(slices.Clone(few), Share{80, 100})...),
		"nineteen rows":             run(19, 19, few...),
		"none":                      run(100, 0, few...),
		"the last were small":       run(100, 90, Share{1, 10}, Share{1, 19}, Share{0, 5}),
		"most always do":            run(100, 100, Share{70, 100}, Share{80, 100}, Share{60, 100}),
		"the opening of a long one": run(3000, 2000, few...),
	}
	looks(t, importer.UnusualShare, suspicious, honest)
}

func TestJudge_KeysTwice(t *testing.T) {
	t.Parallel()
	// twice adds the rows of some people again, changed.
	twice := func(f *file, from, n int, change func(i int, l *line)) *file {
		for i := range n {
			l := f.lines[from+i]
			change(i, &l)
			f.lines = append(f.lines, l)
		}
		return f
	}
	only := func(l *line, keep func(*line) *string) { // of a row nothing but one cell
		text := *keep(l)
		l.first, l.last, l.email, l.title, l.phone = "", "", "", "", ""
		*keep(l) = text
	}
	title := func(l *line) *string { return &l.title }
	phone := func(l *line) *string { return &l.phone }
	other := func(i int, l *line) { l.title = fmt.Sprintf("Neu %d", i) }
	suspicious := map[string]*file{
		"another title":          twice(plainFile(10), 3, 1, other),
		"another phone":          twice(plainFile(10), 3, 1, func(_ int, l *line) { l.phone = "+49 40 1" }),
		"two rows":               twice(plainFile(1), 0, 1, other),
		"all of them":            twice(plainFile(200), 0, 200, other),
		"one of many alike":      twice(twice(plainFile(3000), 0, 2999, func(int, *line) {}), 2999, 1, other),
		"braces and capitals":    twice(plainFile(10), 3, 1, func(i int, l *line) { l.id = "{" + strings.ToUpper(l.id) + "}"; other(i, l) }),
		"an emptied cell":        twice(plainFile(10), 3, 1, func(_ int, l *line) { l.title = "<clear>" }),
		"far apart":              twice(plainFile(5000), 0, 1, other),
		"a third row":            twice(twice(plainFile(10), 3, 1, func(int, *line) {}), 3, 1, other),
		"by capitals of a title": twice(plainFile(10), 3, 1, func(_ int, l *line) { l.title = strings.ToUpper(l.title) }),
		"edited both":            twice(export(10).each(3, 1, other), 3, 1, func(i int, l *line) { l.title = "Chef" }),
	}
	refused := plainFile(10)
	refused.lines = append(refused.lines, refused.lines[3])
	refused.lines[10].title, refused.lines[10].email = "Neu", "no address"
	honest := map[string]*file{
		"no key twice":       plainFile(200),
		"the same row twice": twice(plainFile(10), 3, 1, func(int, *line) {}),
		"all rows twice":     twice(plainFile(2000), 0, 2000, func(int, *line) {}),
		"other fields": twice(plainFile(10).each(3, 1, func(_ int, l *line) { only(l, title) }), 3, 1,
			func(_ int, l *line) { l.title, l.phone = "", "+49 40 1" }),
		"a row a field": twice(plainFile(1000).each(0, 0, func(_ int, l *line) { only(l, title) }), 0, 1000,
			func(i int, l *line) { l.title, l.phone = "", fmt.Sprintf("+49 40 %d", i) }),
		"blank cells that keep":               twice(plainFile(10), 3, 1, func(_ int, l *line) { only(l, phone) }),
		"a row that is refused":               refused,
		"edited once":                         twice(export(10).each(3, 1, other), 3, 1, func(_ int, l *line) { l.title = l.base.title }),
		"another spelling alone":              twice(plainFile(10), 3, 1, func(_ int, l *line) { l.id = strings.ToUpper(l.id) }),
		"the same number set apart otherwise": twice(plainFile(10), 3, 1, func(_ int, l *line) { l.phone = strings.ReplaceAll(l.phone, " ", "-") }),
		"by white space":                      twice(plainFile(10), 3, 1, func(_ int, l *line) { l.email += " " }),
		"without a key":                       plainFile(30).each(0, 3, func(i int, l *line) { l.id = ""; other(i, l) }),
	}
	looks(t, importer.DuplicateKeys, suspicious, honest)
}

func TestJudge_ManyEmptied(t *testing.T) {
	t.Parallel()
	phone := func(_ int, l *line) { l.phone = "" }
	clear := func(_ int, l *line) { l.phone = "<clear>" }
	mail := func(_ int, l *line) { l.email = "" }
	clearing := func(n int) *file { f := plainFile(n); f.clears = "clear"; return f }
	allowed := func(f *file) *file { f.allow = []string{"primaryPhoneNumber"}; return f }
	offline := func(f *file) *file { f.unread = true; return f }
	without := func(f *file) *file {
		return f.holding(func(_ int, p *someone) { p.phone = "" }).each(0, 0, func(_ int, l *line) { l.phone = "" })
	}
	suspicious := map[string]*file{
		"a third of an export":        export(100).each(0, 33, phone),
		"a third of a list":           clearing(100).each(0, 33, phone),
		"by the clear word":           plainFile(100).each(0, 33, clear),
		"all of it":                   export(100).each(0, 0, phone),
		"twenty of twenty":            export(20).each(0, 0, phone),
		"addresses":                   export(60).each(20, 25, mail),
		"two columns":                 export(60).each(0, 20, func(i int, l *line) { phone(i, l); mail(i, l) }),
		"beside honest edits":         honestEdits(export(200)).each(0, 80, phone),
		"a long list":                 clearing(3000).each(0, 900, phone),
		"offline":                     offline(export(100).each(0, 33, phone)),
		"another one than is allowed": allowed(export(100).each(0, 33, mail)),
		"last names":                  export(50).each(0, 30, func(_ int, l *line) { l.last = "" }),
	}
	honest := map[string]*file{
		"none":                            export(100),
		"a few":                           export(100).each(0, 10, phone),
		"a fifth":                         export(100).each(0, 20, phone),
		"nineteen of nineteen":            export(19).each(0, 0, phone),
		"nineteen of fifty":               export(50).each(0, 19, phone),
		"blank cells that keep":           plainFile(100).each(0, 0, phone),
		"nothing was there":               without(clearing(100)),
		"nothing was there, exported":     without(export(100)),
		"allowed":                         allowed(export(100).each(0, 33, phone)),
		"allowed, by the clear word":      allowed(plainFile(100).each(0, 0, clear)),
		"a few by the clear word":         plainFile(100).each(0, 15, clear),
		"offline, blank cells that might": offline(clearing(100).each(0, 33, phone)),
	}
	looks(t, importer.ManyEmptied, suspicious, honest)
}

// Whatever people enter, in any order of whole rows, is no suspicion; a column of their
// own values that is sorted without the others always is one, but in a short list that is
// edited much besides.
func TestJudge_HonestRowsPassAndSortedColumnsDoNot(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(3, 300).Draw(rt, "rows")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		f := export(n)
		if rapid.Bool().Draw(rt, "a list") {
			f = plainFile(n)
		}
		share := rapid.IntRange(0, 100).Draw(rt, "edited percent")
		f.each(0, 0, func(i int, l *line) {
			edits := []func(){
				func() { l.first = fmt.Sprintf("%c%s", 'A'+r.IntN(26), l.first) }, func() { l.last += "-" + fmt.Sprint("Neu", i) },
				func() { l.email = fmt.Sprintf("x%d.%s", i, l.email) }, func() { l.title = fmt.Sprint("Titel ", r.IntN(4)) },
				func() { l.phone = fmt.Sprintf("+49 40 7%06d", i) },
			}
			if r.IntN(100) < share {
				edits[r.IntN(len(edits))]()
			}
		})
		r.Shuffle(n, func(a, b int) { f.lines[a], f.lines[b] = f.lines[b], f.lines[a] })
		if found := f.judge(t); len(found) > 0 {
			rt.Fatalf("honest: %+v", found)
		}
		if n < 30 || share > 40 {
			return
		}
		f.apart(0, 0, func(l line) string { return l.phone }, func(to *line, l line) { to.phone = l.phone })
		if !slices.Contains(codes(f.judge(t)), string(importer.SortedApart)) {
			rt.Fatalf("a sorted column of %d rows passes", n)
		}
	})
}

// A file of any length takes at most 16 bytes a row for its keys, and else a bounded memory,
// whatever it holds.
func TestJudge_MemoryIsBounded(t *testing.T) {
	const first, rows = 10_000, 20_000 // what is bounded has grown to its bound with the first
	columns := export(1).columns(t)
	j, repeats := New(importer.CustomerContacts(), columns), NewRepeats(importer.CustomerContacts(), importer.CustomerContacts().Settable())
	var before, after runtime.MemStats
	for i := range first + rows {
		if i == first {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
		p := someone{
			id:    fmt.Sprintf("%08x-0000-0000-0000-%012x", i, i/2),
			first: fmt.Sprint("F", i), last: fmt.Sprint("L", i), email: fmt.Sprintf("%d@x.example", i), title: fmt.Sprint("T", i), phone: fmt.Sprint("+49 ", i), tag: fmt.Sprint(i),
		}
		s := &sheet{lines: []line{{p, someone{first: p.last, last: p.first, email: p.id, title: p.phone, phone: p.title}}}}
		e, err := pipeline.Map(importer.CustomerContacts(), s, columns, mapping.MatchAuto, importer.KeyGUID).Next()
		if err != nil {
			t.Fatal(err)
		}
		e.Row.Seq, e.Row.Line = i, i+2
		j.Row(&e)
		repeats.Add(&e)
		if c := p; i%3 > 0 {
			c.tag, c.first = fmt.Sprint("E", i), p.email
			j.Record(e, c.contact())
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	grown := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	if most := int64(16*rows + 1<<20); grown > most {
		t.Fatalf("%d bytes are held after %d rows, at most %d are allowed", grown, rows, most)
	}
	t.Logf("%d bytes for %d rows", grown, rows)
	runtime.KeepAlive(j)
	runtime.KeepAlive(repeats)
}
