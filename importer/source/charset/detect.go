// Package charset decodes and encodes the character encodings of text files and finds
// out which one a file is in: by its byte-order mark (Mark), by the order of the bytes of
// UTF-16 (UTF16), else by the words of the whole file (Detect). It is strict: bytes that an
// encoding lacks are an error and never replaced, and where two encodings are likely
// neither is taken. It knows nothing of tables.
//
// Start with Detect; letters.go knows the languages by which it judges.
package charset

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// detectable are the encodings of one byte that most files are in, of two that read a
// file alike the common one first.
func detectable() []string {
	return []string{"windows-1252", "windows-1250", "windows-1251", "windows-1254", "iso-8859-15", "iso-8859-2", "iso-8859-1"}
}

const (
	// certain is by how much one encoding must be the likelier one, as a logarithm:
	// three thousand to one.
	certain = 8
	// A single word can say no more than that, so that some are needed unless it
	// reads badly in the other encoding.
	mostOfAWord    = 10
	mostOfReadable = 7
)

// Detect finds the encoding of a file that neither a mark nor the mapping tells,
// and the sentence that says why: empty for UTF-8. open begins to read the file.
// It returns an *Error where the encoding is not certain, else the error of the file.
func Detect(open func() (io.ReadCloser, error)) (Codec, string, error) {
	var isUTF8 bool
	var found *evidence
	passes := []func(io.Reader) error{
		func(r io.Reader) (err error) { isUTF8, err = validUTF8(r); return err },
		func(r io.Reader) (err error) { found, err = collect(r); return err },
	}
	for _, pass := range passes {
		in, err := open()
		if err == nil {
			err = errors.Join(pass(in), in.Close())
		}
		if err != nil {
			return Codec{}, "", err
		}
		if isUTF8 {
			c, _ := Lookup("utf-8")
			return c, "", nil
		}
	}
	c, why, bad := (&detective{found, newScholar()}).decide()
	if bad != nil {
		return Codec{}, "", bad
	}
	return c, why, nil
}

// validUTF8 tells whether everything is UTF-8.
func validUTF8(r io.Reader) (bool, error) {
	buf := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		text := buf[:kept+n]
		if err == io.EOF {
			return utf8.Valid(text), nil
		}
		if err != nil {
			return false, err
		}
		whole := wholeRunes(text)
		if !utf8.Valid(whole) {
			return false, nil
		}
		kept = copy(buf, text[len(whole):])
	}
}

// wholeRunes leaves out a character at the end whose last bytes are missing.
func wholeRunes(text []byte) []byte {
	i := len(text) - 1
	for i > 0 && i > len(text)-utf8.UTFMax && !utf8.RuneStart(text[i]) {
		i--
	}
	if i >= 0 && !utf8.FullRune(text[i:]) {
		return text[:i]
	}
	return text
}

// candidate is an encoding that a file may be in.
type candidate struct {
	codec Codec
	alike []string // encodings that read every byte of the file as it does
	fitted
	readings []*reading
	foreign  bool    // it is one of foreign
	usual    float64 // how usual the encoding is for the languages found, as a logarithm
}

// detective decides which encoding of one byte a file is in.
type detective struct {
	*evidence
	*scholar
}

func (d *detective) decide() (Codec, string, *Error) {
	if d.nulLine > 0 {
		return Codec{}, "", &Error{Line: d.nulLine, Column: d.nulColumn, Message: ErrNUL.Error(), Hint: "save the table as CSV UTF-8"}
	}
	if e := d.mixed(); e != nil {
		return Codec{}, "", e
	}
	names := detectable()
	if d.maybeForeign() {
		names = slices.Concat(names, foreign())
	}
	all := d.candidates(names, d.words)
	best := likeliest(all)
	if best == nil {
		return Codec{}, "", d.unknown(nil)
	}
	others := slices.DeleteFunc(all, func(c *candidate) bool { return c == best })
	contrary := d.contrary(best, others)
	if best.readsBadly(len(contrary)) {
		if best.foreign && best.unread()*5 <= len(d.words)*2 {
			return Codec{}, "", d.notTaken(best, others)
		}
		return Codec{}, "", d.unknown(best)
	}
	rivals := slices.DeleteFunc(slices.Clone(others), func(c *candidate) bool { return best.beats(c) })
	switch {
	case len(rivals) > 0:
		return Codec{}, "", d.ambiguous(best, rivals)
	case len(contrary)*10 > len(d.words):
		return Codec{}, "", d.ambiguous(best, others)
	case slices.Contains(untaken(), best.codec.name):
		return Codec{}, "", d.notTaken(best, others)
	}
	return best.codec, d.because(best, others, contrary), nil
}

// candidates are those encodings in which every byte of the words has a meaning, with
// their readings; of those that read all bytes alike the first.
func (d *detective) candidates(names []string, words []*sample) []*candidate {
	var all []*candidate
	seen := map[string]*candidate{}
	for _, name := range names {
		c, _ := Lookup(name)
		text, ok := c.decode(bytesIn(words))
		if !ok {
			continue
		}
		if first := seen[text]; first != nil {
			first.alike = append(first.alike, name)
			continue
		}
		found := &candidate{codec: c, foreign: slices.Contains(foreign(), name)}
		for _, w := range words {
			text, _ := c.decode(w.raw)
			found.readings = append(found.readings, d.read(text))
		}
		found.fitted = fit(found.readings)
		found.usual = d.usual(found)
		seen[text] = found
		all = append(all, found)
	}
	return all
}

// usual is how much likelier files in the languages that a candidate's words are in
// are in its encoding than in others: at most four hundred times, and less for few words.
// It is less than 0 for a foreign encoding.
func (d *detective) usual(c *candidate) float64 {
	part := 0.0
	for i, share := range c.share {
		if slices.Contains(d.languages[i].home, c.codec.name) {
			part += share
		}
	}
	n := float64(len(c.readings))
	usual := 6 * part * n / (n + 10)
	if c.foreign {
		usual -= rarity
	}
	return usual
}

// bytesIn are the bytes beyond ASCII that words have, each once.
func bytesIn(words []*sample) string {
	var has [256]bool
	for _, w := range words {
		for _, b := range []byte(w.raw) {
			has[b] = b >= 0x80
		}
	}
	var all bytes.Buffer
	for b, there := range has {
		if there {
			all.WriteByte(byte(b))
		}
	}
	return all.String()
}

func likeliest(all []*candidate) *candidate {
	var best *candidate
	for _, c := range all {
		if best == nil || c.total() > best.total() {
			best = c
		}
	}
	return best
}

func (c *candidate) total() float64 {
	total := c.usual
	for _, likely := range c.likely {
		total += likely
	}
	return total
}

// ahead is by how much c is likelier than the other.
func (c *candidate) ahead(other *candidate) float64 {
	total := c.usual - other.usual
	for w := range c.readings {
		total += c.gain(other, w)
	}
	return total
}

// beats tells whether c is certain against the other. That foreign encodings are
// rare says nothing of words whose signs may be letters there.
func (c *candidate) beats(other *candidate) bool {
	if !c.foreign && other.foreign {
		return c.ahead(other) >= certain+rarity*c.glued()
	}
	return c.ahead(other) >= certain
}

// gain is what one word says for c against the other. For a foreign encoding only
// words of letters speak.
func (c *candidate) gain(other *candidate, w int) float64 {
	if c.readings[w] == other.readings[w] {
		return 0
	}
	most := float64(mostOfAWord)
	if c.doubt[w] <= doubtful && other.doubt[w] <= doubtful {
		most = mostOfReadable
	}
	gain := max(-most, min(most, c.likely[w]-other.likely[w]))
	switch {
	case c.foreign && !c.readings[w].letters:
		gain = min(gain, 0)
	case other.foreign && !other.readings[w].letters:
		gain = max(gain, 0)
	}
	return gain
}

// glued is the part of the words that hold a sign where another encoding may have
// a letter.
func (c *candidate) glued() float64 {
	n := 0
	for _, r := range c.readings {
		if r.glued {
			n++
		}
	}
	return float64(n) / float64(len(c.readings))
}

// unread is how many words read badly.
func (c *candidate) unread() int {
	n := 0
	for _, doubt := range c.doubt {
		if doubt > doubtful {
			n++
		}
	}
	return n
}

// readsBadly tells whether too many words read badly to take the encoding for the
// file's; contrary is how many of them read well in another. A foreign one with a few
// such words is another page of the same kind, which differs in some letters.
func (c *candidate) readsBadly(contrary int) bool {
	unread, words := c.unread(), len(c.readings)
	return unread*5 > words*2 && contrary*2 < unread || c.foreign && unread*10 > words
}

// contrary are the words that read badly in c and well in another.
func (d *detective) contrary(c *candidate, others []*candidate) []int {
	var found []int
	for w := range d.words {
		if c.doubt[w] <= doubtful {
			continue
		}
		for _, other := range others {
			if other.doubt[w] <= doubtful && other.gain(c, w) >= certain {
				found = append(found, w)
				break
			}
		}
	}
	return found
}
