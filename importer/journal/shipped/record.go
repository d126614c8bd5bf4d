package shipped

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/klauspost/compress/zstd"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// kind says what a record is.
type kind string

const (
	take    kind = "take"    // an attempt takes the run
	entries kind = "entries" // a commit of the journal
	still   kind = "still"   // the attempt has the run, and nothing to record
	ended   kind = "ended"   // a commit by which the run ended
)

// Attempt is one try at a run.
type Attempt struct {
	// Owner is random, and of this attempt alone.
	Owner string
	Epoch Epoch
}

// Epoch orders the attempts at a run: a later one fences those before.
type Epoch struct {
	Scheduled time.Time // when the run was to begin, by the clock of who dispatches it
	Number    int       // of the attempt, from 1
}

// after reports whether an epoch is later than another.
func (e Epoch) after(other Epoch) bool {
	if !e.Scheduled.Equal(other.Scheduled) {
		return e.Scheduled.After(other.Scheduled)
	}
	return e.Number > other.Number
}

// form is that of the records that are written; those of a later one are not read.
const form = 1

// record is one element of the log.
type record struct {
	Form      int       `json:"form"`
	Kind      kind      `json:"kind"`
	Owner     string    `json:"owner"`
	Scheduled time.Time `json:"scheduled"`
	Number    int       `json:"number"`
	// New says that the journal begins with this commit, whatever stands before it: what
	// an attempt leaves that is killed before the run has what it was given.
	New     bool          `json:"new,omitzero"`
	Commit  sqlite.Commit `json:"commit,omitzero"`
	Lengths []int         `json:"lengths,omitempty"` // of the commit's entries, which stand behind this text
}

func (r *record) epoch() Epoch { return Epoch{r.Scheduled, r.Number} }

// mostText bounds what a damaged record may ask for.
const mostText = 1 << 30

// coder turns records into bytes and back: JSON, a line feed and the entries as they are,
// compressed with a checksum. Encoding is not safe for concurrent use; decoding is.
type coder struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func newCoder() (*coder, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return nil, err
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(mostText))
	if err != nil {
		return nil, err
	}
	return &coder{encoder, decoder}, nil
}

func (c *coder) encode(r record) ([]byte, error) {
	r.Form = form
	for _, e := range r.Commit.Entries {
		r.Lengths = append(r.Lengths, len(e))
	}
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	text = append(text, '\n')
	for _, e := range r.Commit.Entries {
		text = append(text, e...)
	}
	return c.encoder.EncodeAll(text, nil), nil
}

// decode reads what encode wrote. The error is importer.ErrDamaged, or importer.ErrNewer.
func (c *coder) decode(name string, data []byte) (*record, error) {
	r, err := c.read(data)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %w", importer.ErrDamaged, name, err)
	case r.Form > form:
		return nil, fmt.Errorf("%w (%s has form %d, this program knows %d)", importer.ErrNewer, name, r.Form, form)
	case r.Form < 1 || !slices.Contains([]kind{take, entries, still, ended}, r.Kind):
		return nil, fmt.Errorf("%w: %s is no record of a log", importer.ErrDamaged, name)
	}
	return r, nil
}

func (c *coder) read(data []byte) (*record, error) {
	text, err := c.decoder.DecodeAll(data, nil)
	if err != nil {
		return nil, err
	}
	head, rest, _ := bytes.Cut(text, []byte{'\n'})
	r := &record{}
	if err := json.Unmarshal(head, r); err != nil {
		return nil, err
	}
	for _, n := range r.Lengths {
		if n < 0 || n > len(rest) {
			return nil, fmt.Errorf("an entry of %d bytes has %d", n, len(rest))
		}
		r.Commit.Entries, rest = append(r.Commit.Entries, rest[:n:n]), rest[n:]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes stand behind its entries", len(rest))
	}
	return r, nil
}
