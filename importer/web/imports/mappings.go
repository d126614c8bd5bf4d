package imports

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bcimport/reports/atomicfile"
)

// mappingsFolder holds the mappings that are kept for later files.
const mappingsFolder = "mappings"

// KeptMapping is a mapping for files like the one that it was made for.
type KeptMapping struct {
	Name string
	Path string
	Kept time.Time
}

// KeepMapping keeps a mapping for later files, in the place of one of the same name.
func (s *Store) KeepMapping(name string, text []byte) (KeptMapping, error) {
	name = safeName(name)
	folder := filepath.Join(s.dir, mappingsFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return KeptMapping{}, err
	}
	k := KeptMapping{Name: name, Path: filepath.Join(folder, name+".yaml")}
	file, err := atomicfile.CreateAt(k.Path)
	if err != nil {
		return k, err
	}
	defer file.Discard()
	if _, err := file.Write(text); err != nil {
		return k, err
	}
	return k, file.Commit()
}

// KeptMappings lists the mappings that are kept, the newest first.
func (s *Store) KeptMappings() []KeptMapping {
	entries, err := os.ReadDir(filepath.Join(s.dir, mappingsFolder))
	if err != nil {
		return nil // none was kept
	}
	var all []KeptMapping
	for _, e := range entries {
		name, isMapping := strings.CutSuffix(e.Name(), ".yaml")
		info, err := e.Info()
		if err != nil || !isMapping || !info.Mode().IsRegular() {
			continue
		}
		all = append(all, KeptMapping{name, filepath.Join(s.dir, mappingsFolder, e.Name()), info.ModTime()})
	}
	slices.SortFunc(all, func(a, b KeptMapping) int { return b.Kept.Compare(a.Kept) })
	return all
}
