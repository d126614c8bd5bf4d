package fleet

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/reports"
)

// errOtherContent is an input in the store that is not what was submitted.
var errOtherContent = errors.New("the input in the store is not what was submitted")

// fetchInput copies the input onto this machine. A report does without, where it is gone.
func (a *attempt) fetchInput(ctx context.Context) *outcome {
	if a.spec.Input.Name == "" {
		return nil // an undo has it all in its log
	}
	to := filepath.Join(a.dir, "input", fileName(a.spec.Input.Name))
	err := a.copyInput(ctx, to)
	switch {
	case err == nil:
		a.input = to
		return nil
	case errors.Is(err, fs.ErrNotExist) && a.spec.Command == Report:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return a.failed(errOtherContent, InputChanged)
	}
	return a.failed(err, NoStore)
}

func (a *attempt) copyInput(ctx context.Context, to string) error {
	from, _, err := a.Objects.Reader(ctx, inputOf(a.logRun()))
	if err != nil {
		return err
	}
	defer from.Close()
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return importer.Brokenf("%w", err)
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(from, a.spec.Input.Size+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if n != a.spec.Input.Size || hex.EncodeToString(sum.Sum(nil)) != a.spec.Input.SHA256 {
		return errOtherContent
	}
	return nil
}

// fileName is a name that every system takes.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, name)
	if trimmed := strings.TrimRight(name, ". "); trimmed != "" && trimmed == name && !strings.HasPrefix(name, ".") {
		return name
	}
	return "input-" + strings.TrimRight(name, ". ")
}

// mostLast is how many summaries of earlier runs are looked at, and mostKept how many are kept.
const (
	mostLast = 20
	mostKept = 50
)

// fetchLast copies the summaries of the last runs, by which a run judges what is usual. One
// can be done without them.
func (a *attempt) fetchLast(ctx context.Context) *outcome {
	if a.spec.Command != Run || a.spec.Options.DryRun {
		return nil
	}
	names, err := a.lastNames(ctx)
	if err != nil {
		return a.failed(err, NoStore)
	}
	for _, name := range names[max(0, len(names)-mostLast):] {
		data, err := a.Objects.Read(ctx, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return a.failed(err, NoStore)
		}
		folder := filepath.Join(a.dir, "last", strings.TrimSuffix(path.Base(name), ".json"))
		if err := cmp.Or(os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, reports.SummaryFile), data, 0o600)); err != nil {
			return machineFailed(err)
		}
	}
	return nil
}

// lastNames are the objects that hold the summaries of the last runs, the oldest first.
func (a *attempt) lastNames(ctx context.Context) ([]string, error) {
	var names []string
	for o, err := range a.Objects.List(ctx, lastOf(&a.spec)) {
		if err != nil {
			return nil, err
		}
		names = append(names, o.Name)
	}
	slices.Sort(names)
	return names, nil
}

// keepLast adds the summary of this run to those.
func (a *attempt) keepLast(ctx context.Context, _ outcome) error {
	if a.spec.Command != Run || a.spec.Options.DryRun {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(a.folder, reports.SummaryFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = a.Objects.Put(ctx, lastOf(&a.spec)+a.run+".json", data)
	}
	if err != nil {
		return err
	}
	names, err := a.lastNames(ctx)
	for _, name := range names[:max(0, len(names)-mostKept)] {
		err = errors.Join(err, a.Objects.Delete(ctx, name))
	}
	return err
}

// past is the pattern of the folders with summaries of earlier runs.
func (a *attempt) past() string { return filepath.Join(a.dir, "last", "*") }
