package journal

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/zstd"

	"bcimport/importer"
)

// Coder turns entries into bytes and back: one JSON array an entry, which begins
// with the entry's kind, compressed with a checksum. Encoding is not safe for
// concurrent use; decoding is.
type Coder struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
	text    bytes.Buffer
}

// window is more than an entry has: a larger one would only take memory.
const window = 128 << 10

// mostText bounds what a damaged entry may ask for.
const mostText = 1 << 30

// NewCoder makes a coder that starts no goroutines.
func NewCoder() (*Coder, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window), zstd.WithLowerEncoderMem(true),
		zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return nil, err
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(mostText))
	if err != nil {
		return nil, err
	}
	return &Coder{encoder: encoder, decoder: decoder}, nil
}

// Encode returns an entry's bytes.
func (c *Coder) Encode(e Entry) ([]byte, error) {
	c.text.Reset()
	if err := e.write(&c.text); err != nil {
		return nil, fmt.Errorf("encode entry: %w", err)
	}
	return c.encoder.EncodeAll(c.text.Bytes(), nil), nil
}

func (e Entry) write(text *bytes.Buffer) error {
	fmt.Fprintf(text, "[%q", e.Kind)
	write := func(value any) error {
		text.WriteByte(',')
		return json.MarshalWrite(text, value, options()...)
	}
	if len(e.value) > 0 {
		text.WriteByte(',')
		text.Write(e.value)
	}
	if e.Kind == Edits {
		if err := write(e.edits); err != nil {
			return err
		}
	}
	for _, g := range e.groups {
		if err := write(g); err != nil {
			return err
		}
	}
	text.WriteByte(']')
	return nil
}

// Decode reads what Encode wrote. The error is importer.ErrDamaged.
func (c *Coder) Decode(place int64, data []byte) (*Entry, error) {
	text, err := c.decoder.DecodeAll(data, nil)
	e := &Entry{Place: place}
	if err == nil {
		err = e.read(text)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: entry %d: %w", importer.ErrDamaged, place, err)
	}
	return e, nil
}

func (e *Entry) read(text []byte) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(text))
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	if err := json.UnmarshalDecode(d, &e.Kind); err != nil {
		return err
	}
	for d.PeekKind() != ']' {
		if err := e.readNext(d); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func (e *Entry) readNext(d *jsontext.Decoder) error {
	switch e.Kind {
	case Intents, Outcomes:
		g := &columns{}
		if err := json.UnmarshalDecode(d, g); err != nil {
			return err
		}
		e.groups = append(e.groups, g)
		return g.check()
	case Edits:
		return json.UnmarshalDecode(d, &e.edits)
	}
	value, err := d.ReadValue()
	e.value = value.Clone()
	return err
}

// options let no text of a file or a server keep an entry from being written.
func options() []json.Options { return []json.Options{jsontext.AllowInvalidUTF8(true)} }
