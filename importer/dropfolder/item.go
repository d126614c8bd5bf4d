package dropfolder

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Item is a file that was taken, in a folder of its own.
type Item struct {
	folder *Folder
	stage  string
	base   string // name of its folder
	Name   string // of the file
	Taken  time.Time
}

// Path returns the path of the file.
func (i *Item) Path() string { return filepath.Join(i.Dir(), i.Name) }

// ID returns what identifies an item while it is in working, also after a restart.
func (i *Item) ID() string { return i.base }

// Place returns the item's folder, relative to the drop folder.
func (i *Item) Place() string { return filepath.Join(i.stage, i.base) }

// Dir returns the item's folder.
func (i *Item) Dir() string { return filepath.Join(i.folder.dir, i.Place()) }

// Run returns the folder with this ending beside the file, or "" where there is none yet.
func (i *Item) Run(ending string) (string, error) {
	entries, err := os.ReadDir(i.Dir())
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasSuffix(e.Name(), ending) {
			return filepath.Join(i.Dir(), e.Name()), nil
		}
	}
	return "", nil
}

// Finish moves the item, file and all, to done.
func (i *Item) Finish() error { return i.leave(done) }

// Fail moves the item, file and all, to failed.
func (i *Item) Fail() error { return i.leave(failed) }

func (i *Item) leave(stage string) error {
	base, err := i.folder.unusedName(stage, i.base)
	if err != nil {
		return err
	}
	if err := os.Rename(i.Dir(), filepath.Join(i.folder.dir, stage, base)); err != nil {
		return err
	}
	i.stage, i.base = stage, base
	return nil
}
