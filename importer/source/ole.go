package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
)

// oleMagic begins a compound file (MS-CFB), in which Office stores its old formats and the
// new ones that are protected by a password.
const oleMagic = "\xd0\xcf\x11\xe0"

// refuseOLE returns what a compound file is, by its streams.
func refuseOLE(path string, p packing) *Error {
	in, err := p.open(path)
	if err != nil {
		return openError(err)
	}
	defer in.Close()
	names, err := oleStreams(in)
	if err != nil {
		return openError(err)
	}
	for _, kind := range []struct {
		stream string
		unsupportedKind
	}{
		{"EncryptedPackage", unsupportedKind{"a workbook that is protected by a password", "open it in Excel, remove the password (File, Info, Protect Workbook, Encrypt with Password) and save it as .xlsx"}},
		{"Workbook", unsupportedKind{"an old Excel workbook (.xls)", saveAsXLSX}},
		{"Book", unsupportedKind{"an old Excel workbook (.xls)", saveAsXLSX}},
		{"WordDocument", unsupportedKind{"an old Word document (.doc), not a workbook", "copy its table into an Excel workbook and save that as .xlsx"}},
		{"PowerPoint Document", unsupportedKind{"an old PowerPoint presentation (.ppt), not a workbook", "copy its table into an Excel workbook and save that as .xlsx"}},
		{"__properties_version1.0", unsupportedKind{"an Outlook message (.msg)", "save the attachment and import that"}},
	} {
		if names[kind.stream] {
			return kind.error()
		}
	}
	return unsupportedKind{"an old Office document, or one protected by a password", "open it and save the table as .xlsx without a password"}.error()
}

// maxOLESize bounds what is read of a compound file, whose directory may be at the end.
const maxOLESize = 256 << 20

// oleStreams returns the names of the streams. It checks every place where an entry of the
// directory can be. An entry has 128 bytes: a name of up to 31 UTF-16 units, padded with
// zeros, then its length in bytes with one zero.
func oleStreams(r io.Reader) (map[string]bool, error) {
	const entrySize, nameSize = 128, 64
	names := map[string]bool{}
	in := bufio.NewReaderSize(io.LimitReader(r, maxOLESize), 64<<10)
	entry := make([]byte, entrySize)
	for {
		_, err := io.ReadFull(in, entry)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return names, nil
		}
		if err != nil {
			return nil, err
		}
		size := int(binary.LittleEndian.Uint16(entry[nameSize:]))
		if size < 4 || size > nameSize || size%2 != 0 || len(bytes.Trim(entry[size-2:nameSize], "\x00")) > 0 {
			continue
		}
		units := make([]uint16, size/2-1)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(entry[2*i:])
		}
		if name := string(utf16.Decode(units)); !strings.ContainsRune(name, 0) {
			names[name] = true
		}
	}
}
