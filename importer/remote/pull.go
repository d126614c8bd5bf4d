package remote

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Source is a folder elsewhere from which files are pulled.
type Source struct {
	// Address is that of the folder.
	Address string
	// Move moves a file that was pulled to done/ there; otherwise it stays.
	Move bool
}

// Puller brings the files of folders elsewhere into one on this machine, each once. It is
// used by one goroutine; all exported fields but Marker must be set.
type Puller struct {
	Sources []Source
	// Into is where files go. One appears there whole, and in place of no other.
	Into string
	// Takes reports whether a file of a name is wanted.
	Takes func(name string) bool
	// Marker, if any, ends the name of a file that says that the one beside it is complete;
	// it is made for the copy, too. Otherwise a file is complete that has been the same for
	// as long as Stable.
	Marker string
	Stable time.Duration
	Access Access
	// Keep makes durable what Recall must be given after a restart.
	Keep func(json.RawMessage) error
	// Say tells people what was pulled.
	Say func(text string)

	pulled map[string]map[string]pulled // by address and name
	looks  map[string]look
}

// pulled is a file that was pulled.
type pulled struct {
	ID   string    `json:"id"`   // of its name and version there
	Seen time.Time `json:"seen"` // the last look that found it there
}

// look is since when a file has been as it is.
type look struct {
	id    string
	since time.Time
}

// forgotten is how long after a file has gone from its source it is forgotten that it was
// pulled: a source that lists nothing for a while, such as a share that is not mounted,
// does not have everything pulled again.
const forgotten = 30 * 24 * time.Hour

// suffix ends the names of copies that have not got their names yet.
const suffix = ".pulled"

// Recall takes what Keep was given last; what can't be read is as if nothing was pulled.
func (p *Puller) Recall(kept json.RawMessage) {
	p.pulled, p.looks = map[string]map[string]pulled{}, map[string]look{}
	_ = json.Unmarshal(kept, &p.pulled)
}

// Pull looks at the sources and brings what is complete. wait is how long until more may
// be, 0 for nothing to wait for. An error does not end it: the other sources have been
// looked at, and the next call tries again.
//
// A file is copied under another name first, then what was pulled is made durable, and
// then the copy gets its name: whenever the process ends, the file is pulled once.
func (p *Puller) Pull(ctx context.Context, now time.Time) (wait time.Duration, err error) {
	err = p.finish()
	for _, s := range p.Sources {
		more, failed := p.pullFrom(ctx, s, now)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", Shown(s.Address), failed))
		}
		wait = sooner(wait, more)
	}
	return wait, err
}

// sooner is the shorter of two waits, of which 0 is none.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// finish gives copies their names that were complete when an earlier process ended, or
// whose names were taken.
func (p *Puller) finish() error {
	entries, err := os.ReadDir(p.Into)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		id, ours := strings.CutSuffix(strings.TrimPrefix(e.Name(), "."), suffix)
		switch name, complete := p.named(id); {
		case !ours || !e.Type().IsRegular():
		case complete:
			errs = append(errs, p.place(id, name))
		default:
			errs = append(errs, os.Remove(p.temporary(id)))
		}
	}
	return errors.Join(errs...)
}

// named is the name of a file that was pulled.
func (p *Puller) named(id string) (name string, found bool) {
	for _, of := range p.pulled {
		for name, f := range of {
			if f.ID == id {
				return name, true
			}
		}
	}
	return "", false
}

// pullFrom brings what is complete in one source.
func (p *Puller) pullFrom(ctx context.Context, s Source, now time.Time) (wait time.Duration, err error) {
	u, err := parse(s.Address)
	if err != nil {
		return 0, err
	}
	from, err := openFolder(ctx, u, p.Access)
	if err != nil {
		return 0, err
	}
	defer from.close()
	files, err := from.list(ctx)
	if err != nil {
		return 0, err
	}
	there := map[string]file{}
	for _, f := range files {
		there[f.name] = f
	}
	p.age(s, there, now)
	var errs []error
	for _, f := range files {
		more, err := p.consider(ctx, s, from, f, there, now)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", f.name, err))
		}
		wait = sooner(wait, more)
	}
	return wait, errors.Join(errs...)
}

// age takes note of which files are still there, and forgets those that have long gone.
func (p *Puller) age(s Source, there map[string]file, now time.Time) {
	of := p.pulled[s.Address]
	if of == nil {
		of = map[string]pulled{}
		p.pulled[s.Address] = of
	}
	for name, f := range of {
		if _, still := there[name]; still {
			f.Seen = now
			of[name] = f
		} else if now.Sub(f.Seen) > forgotten {
			delete(of, name)
		}
	}
	for key := range p.looks {
		if address, name, _ := strings.Cut(key, "\n"); address == s.Address && there[name].name == "" {
			delete(p.looks, key)
		}
	}
}

// consider pulls a file if it is wanted, complete and new.
func (p *Puller) consider(ctx context.Context, s Source, from folder, f file, there map[string]file, now time.Time) (wait time.Duration, err error) {
	if ctx.Err() != nil || strings.HasPrefix(f.name, ".") || p.Marker != "" && strings.HasSuffix(f.name, p.Marker) ||
		checkName(f.name) != nil || !p.Takes(f.name) {
		return 0, nil
	}
	id := identify(s, f)
	if p.pulled[s.Address][f.name].ID != id {
		if wait, complete := p.complete(s, f, id, there, now); !complete {
			return wait, nil
		}
		if taken(filepath.Join(p.Into, f.name)) { // an earlier one of this name, which has its turn first
			return p.Stable, nil
		}
		if err := p.bring(ctx, s, from, f, id, now); err != nil {
			return 0, err
		}
	}
	if s.Move {
		return 0, p.moveDone(ctx, s, from, f, there, now)
	}
	return 0, nil
}

// identify tells the versions of the files of all sources apart.
func identify(s Source, f file) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%d\n%d", s.Address, f.name, f.version, f.size, f.modified.Unix()))
	return hex.EncodeToString(sum[:12])
}

// complete tells a file that its writer has finished with. A marker that is older than its
// file is that of an earlier one.
func (p *Puller) complete(s Source, f file, id string, there map[string]file, now time.Time) (wait time.Duration, complete bool) {
	if p.Marker != "" {
		marker := there[f.name+p.Marker]
		return 0, marker.name != "" && !marker.modified.Before(f.modified)
	}
	key := s.Address + "\n" + f.name
	if p.looks[key].id != id {
		p.looks[key] = look{id, now}
	}
	wait = p.Stable - now.Sub(p.looks[key].since)
	return max(wait, time.Millisecond), wait <= 0
}

func taken(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func (p *Puller) temporary(id string) string { return filepath.Join(p.Into, "."+id+suffix) }

// bring copies a file.
func (p *Puller) bring(ctx context.Context, s Source, from folder, f file, id string, now time.Time) error {
	now, before := now.UTC(), p.pulled[s.Address][f.name]
	copied, err := copyTo(ctx, from, f.name, p.temporary(id))
	if err == nil && identify(s, copied) != id {
		err = errors.Join(errChanged, os.Remove(p.temporary(id)))
	}
	if err != nil {
		return err
	}
	p.pulled[s.Address][f.name] = pulled{id, now}
	if err := p.keep(); err != nil {
		p.pulled[s.Address][f.name] = before
		return errors.Join(err, os.Remove(p.temporary(id)))
	}
	if err := p.place(id, f.name); err != nil {
		return err
	}
	p.Say(fmt.Sprintf("%q was copied from %s", f.name, Shown(s.Address)))
	return nil
}

func (p *Puller) keep() error {
	text, err := json.Marshal(p.pulled)
	if err != nil {
		return err
	}
	return p.Keep(text)
}

// place gives a copy its name, unless there is a file of that name now.
func (p *Puller) place(id, name string) error {
	to := filepath.Join(p.Into, name)
	if taken(to) {
		return nil // the next look does it
	}
	if p.Marker != "" {
		_ = os.Remove(to + p.Marker)
		marker, err := os.OpenFile(to+p.Marker, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		if err := marker.Close(); err != nil {
			return err
		}
	}
	return os.Rename(p.temporary(id), to)
}

// doneFolder is where files that were pulled are moved to.
const doneFolder = "done"

// moveDone moves a file that was pulled, and its marker, unless its writer has written
// another one meanwhile.
func (p *Puller) moveDone(ctx context.Context, s Source, from folder, f file, there map[string]file, now time.Time) error {
	if err := unchanged(ctx, from, f); err != nil {
		return fmt.Errorf("move it to %s: %w", doneFolder, err)
	}
	names := []string{f.name}
	if marker := there[f.name+p.Marker]; p.Marker != "" && marker.name != "" {
		names = slices.Insert(names, 0, marker.name)
	}
	for _, name := range names {
		err := from.move(ctx, name, doneFolder+"/"+name)
		if errors.Is(err, fs.ErrExist) {
			err = from.move(ctx, name, doneFolder+"/"+now.UTC().Format("20060102-150405Z-")+name)
		}
		if err != nil {
			return fmt.Errorf("move it to %s: %w", doneFolder, err)
		}
	}
	if !taken(p.temporary(identify(s, f))) { // a copy that waits for its name has to be known
		delete(p.pulled[s.Address], f.name) // one of this name is another
	}
	return nil
}
