package source

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"bcimport/mapping/phrase"
)

// packing is how a CSV text is compressed. The zero value is not at all.
type packing struct {
	gzip  bool
	entry string // of a ZIP archive
}

// content is the text of a file, decompressed as it is read.
type content struct {
	io.Reader
	file  *os.File
	inner io.Closer // nil where nothing is compressed
	raw   io.Reader // the file's own bytes, hashed as they are read; nil where they are not read in order
	hash  hash.Hash
}

// open opens a file at its beginning.
func (p packing) open(path string) (*content, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	c := &content{file: file, hash: sha256.New()}
	if err := p.unpack(c); err != nil {
		file.Close()
		return nil, err
	}
	return c, nil
}

func (p packing) unpack(c *content) error {
	info, err := c.file.Stat()
	if err != nil {
		return err
	}
	switch {
	case p.gzip:
		c.raw = io.TeeReader(c.file, c.hash)
		unpacked, err := gzip.NewReader(bufio.NewReaderSize(c.raw, 64<<10))
		if err != nil {
			return err
		}
		text := &limitedReader{ReadCloser: unpacked, packed: info.Size()}
		c.Reader, c.inner = text, text
	case p.entry != "":
		archive, err := zip.NewReader(c.file, info.Size())
		if err != nil {
			return err
		}
		i := slices.IndexFunc(archive.File, func(f *zip.File) bool { return f.Name == p.entry })
		if i < 0 {
			return zip.ErrFormat // another archive than that of which the head was read
		}
		text, err := openEntry(archive.File[i])
		if err != nil {
			return err
		}
		c.Reader, c.inner = text, text
	default:
		c.raw = io.TeeReader(c.file, c.hash)
		c.Reader = c.raw
	}
	return nil
}

// digest returns the SHA-256 of the whole file's own bytes, in hex. It is called when the
// text has been read to its end.
func (c *content) digest() (string, error) {
	if c.raw == nil {
		return digestOf(c.file, c.hash)
	}
	if _, err := io.Copy(io.Discard, c.raw); err != nil {
		return "", err
	}
	return hex.EncodeToString(c.hash.Sum(nil)), nil
}

func digestOf(file *os.File, h hash.Hash) (string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Close closes the file.
func (c *content) Close() error {
	if c.inner != nil {
		return errors.Join(c.inner.Close(), c.file.Close())
	}
	return c.file.Close()
}

// errBomb means that an archive decompresses to far more than a table would.
var errBomb = phrase.Errorf("it decompresses to too many times its size for a table")

// limitedReader bounds what a small file may decompress to. Tables shrink to a tenth, to a
// hundredth if all their rows are alike. Gigabytes take long to read, so the allowed ratio is
// lower for them.
type limitedReader struct {
	io.ReadCloser
	packed int64
	n      int64
}

// openEntry opens a file of an archive, bounded by a limitedReader.
func openEntry(f *zip.File) (io.ReadCloser, error) {
	text, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &limitedReader{ReadCloser: text, packed: int64(f.CompressedSize64)}, nil
}

func (r *limitedReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.n += int64(n)
	if r.n > 64<<20 && r.n/500 > r.packed || r.n > 1<<30 && r.n/100 > r.packed {
		return 0, errBomb
	}
	return n, err
}

// onlyEntry returns the name of the one file of a ZIP archive that can be a table.
func onlyEntry(archive *zip.Reader) (string, *Error) {
	var names []string
	for _, f := range archive.File {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if f.Flags&1 != 0 {
			return "", &Error{Message: phrase.New("%s in this archive is protected by a password", base), Hint: phrase.New("unpack it first")}
		}
		names = append(names, f.Name)
	}
	switch {
	case len(names) == 0:
		return "", &Error{Message: phrase.New("a ZIP archive without a file"), Hint: phrase.New("pack one CSV file into it")}
	case len(names) > 1:
		listed := phrase.Commas(names[:min(len(names), 5)])
		if more := len(names) - 5; more > 0 {
			listed = phrase.New("%s and %d more", listed, more)
		}
		return "", &Error{Message: phrase.New("a ZIP archive with %d files: %s", len(names), listed), Hint: phrase.New("unpack it and import the right file")}
	case !fs.ValidPath(strings.ToValidUTF8(names[0], "_")): // Windows writes umlauts in a code page
		return "", &Error{Message: phrase.New("a ZIP archive whose file has the path %q", names[0]), Hint: phrase.New("unpack it first")}
	}
	return names[0], nil
}
