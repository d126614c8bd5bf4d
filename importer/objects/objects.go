// Package objects keeps objects by name, as clouds do: an object is written whole or not
// at all, and one can be made only where there is none yet. It holds the words that all
// stores share, and the store that is a folder; package objects/stores opens any by its
// address.
package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Object is what is known of an object.
type Object struct {
	Name     string
	Size     int64
	Modified time.Time
	// Version is another one whenever the content is, in a listing as in reading.
	Version string
}

// ErrExists is an object that is there already.
var ErrExists = errors.New("the object exists already")

// mostLength is more than names of this program have, and less than any store allows.
const mostLength = 700

// CheckName refuses names that some store can't keep, or would keep elsewhere: a name is
// parts that are separated by slashes, none of them empty, a dot or two, or like a device
// of Windows, and the last one not like a file that is being written.
func CheckName(name string) error {
	switch {
	case !fs.ValidPath(name) || name == ".", len(name) > mostLength, strings.ContainsAny(name, "\\:*?\"<>|\x00\n\r"):
	case !filepath.IsLocal(filepath.FromSlash(name)), strings.HasPrefix(path.Base(name), unfinished):
	default:
		return nil
	}
	return fmt.Errorf("%q is not a name for an object", name)
}
