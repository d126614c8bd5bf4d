package charset

import (
	"context"
	"io"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
)

// validUTF8 reports whether all of r is UTF-8. It looks at what is read while it reads on, in
// goroutines that have ended when it returns.
func validUTF8(r io.Reader) (bool, error) {
	const ahead, size = 3, 128 << 10
	g, invalid := errgroup.WithContext(context.Background())
	free := make(chan []byte, ahead)
	for range ahead {
		free <- nil
	}
	var rest [utf8.UTFMax]byte
	held := 0
	var err error
	for err == nil && invalid.Err() == nil {
		buf := <-free
		if buf == nil {
			buf = make([]byte, size)
		}
		n := copy(buf, rest[:held])
		var more int
		if more, err = r.Read(buf[n:]); err != nil && err != io.EOF {
			break
		}
		text := buf[:n+more]
		if err == nil {
			text = wholeRunes(text)
		}
		held = copy(rest[:], buf[len(text):n+more])
		g.Go(func() error {
			defer func() { free <- buf }()
			if !utf8.Valid(text) {
				return ErrInvalid
			}
			return nil
		})
	}
	if g.Wait() != nil {
		return false, nil
	}
	if err == io.EOF {
		return true, nil
	}
	return false, err
}

// wholeRunes returns text without a character at its end whose last bytes are missing.
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

// utf8Reader passes UTF-8 on without copying it and ends with ErrInvalid at other bytes. A
// read needs room for one character.
type utf8Reader struct {
	r    io.Reader
	rest [utf8.UTFMax]byte // the beginning of a character that the next bytes complete
	held int
	err  error // what ended r
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	for {
		n := copy(p, u.rest[:u.held])
		if u.err == nil {
			var more int
			more, u.err = u.r.Read(p[n:])
			n += more
		}
		text := p[:n]
		if u.err != io.EOF {
			text = wholeRunes(text)
		}
		u.held = copy(u.rest[:], p[len(text):n])
		if !utf8.Valid(text) {
			return validPart(text), ErrInvalid
		}
		if len(text) > 0 || u.err != nil {
			return len(text), u.err
		}
	}
}

// validPart returns the number of bytes before the first that is not UTF-8.
func validPart(text []byte) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}
