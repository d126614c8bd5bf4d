package fleet

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"bcimport/importer"
	"bcimport/importer/entries"
	"bcimport/importer/notify"
	"bcimport/importer/targets"
	"bcimport/importer/yamlfile"
)

// FileName is what a fleet file is called where it is looked for.
const FileName = "fleet.yaml"

// File is fleet.yaml: what a fleet does, and where. Its paths are relative to it.
type File struct {
	// Store is the URL of the object store.
	Store    string   `yaml:"store"`
	Temporal Temporal `yaml:"temporal"`
	// Config is the target file of workers and schedules; empty for the usual one.
	Config string `yaml:"config"`
	// Most is how many runs are in work at once, on all workers; 0 is as many as they take.
	Most int `yaml:"most"`
	// Stable is how long a file must be unchanged before it is taken, Marker what is added to
	// its name for a file that says so instead, Repeat what to do with content that was done
	// before, and Every how often inboxes are looked at.
	Stable string `yaml:"stable"`
	Marker string `yaml:"marker"`
	Repeat string `yaml:"repeat"`
	Every  string `yaml:"every"`
	// GiveUp is for how long a run that does not end is tried again, Keep how long inputs
	// and logs stay after the end of their runs.
	GiveUp string `yaml:"give_up"`
	Keep   string `yaml:"keep"`
	// Zone is the time zone of what is expected; empty for that of the machine.
	Zone string `yaml:"zone"`
	// Notify tells people of runs and files; without it nobody is told.
	Notify  *notify.Config    `yaml:"notify"`
	Targets map[string]*Inbox `yaml:"targets"`

	stable, every, giveUp, keep time.Duration
}

// Temporal is how the dispatcher is reached.
type Temporal struct {
	Address   string `yaml:"address"`
	Namespace string `yaml:"namespace"`
	// APIKey is written as ${NAME}, or in a file, and read when it is needed: Key.
	APIKey     string `yaml:"api_key"`
	APIKeyFile string `yaml:"api_key_file"`
	TLS        *TLS   `yaml:"tls"`
}

// TLS is how the connection to the dispatcher is secured.
type TLS struct {
	CA         string `yaml:"ca_file"`
	Cert       string `yaml:"cert_file"`
	Key        string `yaml:"key_file"`
	ServerName string `yaml:"server_name"`
}

// Inbox is what to do with the files that are dropped for a target.
type Inbox struct {
	// Inbox is the prefix below inbox/ in the store; empty for the target's name.
	Inbox    string `yaml:"inbox"`
	Priority int    `yaml:"priority"`
	Zone     string `yaml:"zone"`
	// Times are when it is looked at, as in crontab with five fields and in its zone; without
	// any that is every so often.
	Times  []string       `yaml:"times"`
	Notify *notify.Config `yaml:"notify"`
	Files  []Entry        `yaml:"files"`
}

// Entry is what to do with the files of one pattern.
type Entry struct {
	entries.Entry `yaml:",inline"`
	// Priority and Zone are those of the inbox, unless they are said here.
	Priority *int   `yaml:"priority"`
	Zone     string `yaml:"zone"`

	location *time.Location
}

// Values of repeat: what to do with content that was done in an inbox before.
const (
	repeatRun      = "run"
	repeatSetAside = "set-aside"
)

// KeepFor is how long inputs and logs stay after the end of their runs; 0 is for ever.
func (f *File) KeepFor() time.Duration { return f.keep }

// GiveUpAfter is for how long a run that does not end is tried again.
func (f *File) GiveUpAfter() time.Duration { return f.giveUp }

// LookEvery is how often inboxes are looked at.
func (f *File) LookEvery() time.Duration { return f.every }

// NotifyOf says who is told of the runs and files of a target; nil for nobody.
func (f *File) NotifyOf(target string) *notify.Config {
	if inbox := f.Targets[target]; inbox != nil && inbox.Notify != nil {
		return inbox.Notify
	}
	return f.Notify
}

// ReadFile reads a fleet file, strictly, and tells all its problems at once. help says where
// such a file is shown.
func ReadFile(name, help string) (File, error) {
	var f File
	source, err := yamlfile.Read(name, &f, help)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return File{}, importer.Invalidf("read fleet file: %w", err).Hintf("it names the store and what is run from it; %s", help)
	case err != nil:
		return File{}, importer.Invalidf("%w", err)
	}
	r := &reading{source: source}
	f.resolvePaths(name)
	f.readWhole(r)
	for _, target := range slices.Sorted(maps.Keys(f.Targets)) {
		f.readTarget(r, target)
	}
	return f, errors.Join(r.errs...)
}

// reading collects the problems of a file.
type reading struct {
	source *yamlfile.File
	errs   []error
}

func (r *reading) wrong(path, format string, args ...any) {
	r.errs = append(r.errs, importer.Invalidf("%s: %s", r.source.At("%s", path), fmt.Sprintf(format, args...)))
}

// age reads a duration, empty for another one.
func (r *reading) age(key, text string, otherwise time.Duration) time.Duration {
	if text == "" {
		return otherwise
	}
	d, err := parseAge(text)
	if err != nil || d <= 0 {
		r.wrong("$."+key, "%s: %q is not valid: expected a duration such as 10s, 36h or 90d", key, text)
	}
	return d
}

// parseAge reads 90d, 12w, or what time.ParseDuration reads.
func parseAge(text string) (time.Duration, error) {
	for unit, of := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if number, cut := strings.CutSuffix(text, unit); cut {
			n, err := strconv.Atoi(number)
			if n > 10_000 {
				return 0, strconv.ErrRange
			}
			return time.Duration(n) * of, err
		}
	}
	return time.ParseDuration(text)
}

func (r *reading) zone(path, name string, otherwise *time.Location) *time.Location {
	if name == "" {
		return otherwise
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		r.wrong(path, "zone: %q is not a time zone such as Europe/Berlin", name)
		return otherwise
	}
	return zone
}

func (f *File) resolvePaths(name string) {
	paths := []*string{&f.Config, &f.Temporal.APIKeyFile}
	if tls := f.Temporal.TLS; tls != nil {
		paths = append(paths, &tls.CA, &tls.Cert, &tls.Key)
	}
	for _, inbox := range f.Targets {
		if inbox == nil {
			continue
		}
		for i := range inbox.Files {
			paths = append(paths, &inbox.Files[i].Mapping)
		}
	}
	for _, path := range paths {
		*path = yamlfile.Beside(name, *path)
	}
	if folder, found := strings.CutPrefix(f.Store, "file:./"); found {
		if path, err := filepath.Abs(yamlfile.Beside(name, folder)); err == nil {
			f.Store = (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
		}
	}
}

var reference = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)

// readWhole checks what concerns all targets.
func (f *File) readWhole(r *reading) {
	switch u, err := url.Parse(f.Store); {
	case f.Store == "":
		r.wrong("$", "store: no store given")
	case err != nil || u.Scheme == "":
		r.wrong("$.store", "store: it is not a URL such as file:///srv/bcimport, azblob://CONTAINER or s3://BUCKET")
	case u.User != nil || u.Query().Has("sig") || u.Query().Has("sv"):
		r.wrong("$.store", "store: it holds a secret; credentials of the store come from the environment")
	}
	t := f.Temporal
	if t.APIKey != "" && !reference.MatchString(t.APIKey) {
		r.wrong("$.temporal.api_key", "api_key holds a secret in plain text; write ${NAME_OF_A_VARIABLE}, or api_key_file: PATH")
	}
	if t.APIKey != "" && t.APIKeyFile != "" {
		r.wrong("$.temporal.api_key_file", "api_key and api_key_file can't be combined")
	}
	if t.TLS != nil && (t.TLS.Cert == "") != (t.TLS.Key == "") {
		r.wrong("$.temporal.tls", "tls: cert_file and key_file belong together")
	}
	if f.Most < 0 {
		r.wrong("$.most", "most: %d is negative", f.Most)
	}
	f.stable = r.age("stable", f.Stable, 10*time.Second)
	f.every = r.age("every", f.Every, time.Minute)
	f.giveUp = r.age("give_up", f.GiveUp, 24*time.Hour)
	f.keep = r.age("keep", f.Keep, 0)
	if f.Repeat = strings.TrimSpace(f.Repeat); f.Repeat == "" {
		f.Repeat = repeatRun
	}
	if f.Repeat != repeatRun && f.Repeat != repeatSetAside {
		r.wrong("$.repeat", "repeat: %q is not valid: expected %s or %s", f.Repeat, repeatRun, repeatSetAside)
	}
}

var prefix = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_. -]*(/[A-Za-z0-9_][A-Za-z0-9_. -]*)*$`)

var crontab = regexp.MustCompile(`^[0-9*/,-]+ [0-9*/,-]+ [0-9*/,-]+ [0-9A-Za-z*/,-]+ [0-9A-Za-z*/,-]+$`)

// readTarget checks an inbox and its entries.
func (f *File) readTarget(r *reading, target string) {
	place := fmt.Sprintf("$.targets.'%s'", target)
	if strings.ContainsAny(target, `'\`) {
		place = "$.targets"
	}
	inbox := f.Targets[target]
	if inbox == nil || len(inbox.Files) == 0 {
		r.wrong(place, "files: no pattern given for target %s", target)
		return
	}
	if inbox.Inbox == "" {
		inbox.Inbox = target
	}
	if !prefix.MatchString(inbox.Inbox) {
		r.wrong(place, "inbox: %q can't be a folder of the store; use letters, digits, _ and -", inbox.Inbox)
	}
	for _, other := range slices.Sorted(maps.Keys(f.Targets)) {
		if o := f.Targets[other]; other < target && o != nil && within(o.Inbox, inbox.Inbox) {
			r.wrong(place, "inbox: target %s has %q, and the files in it would be taken twice", other, o.Inbox)
		}
	}
	for _, t := range inbox.Times {
		if !crontab.MatchString(t) {
			r.wrong(place+".times", "times: %q is not a time as in crontab, such as 30 1 * * *", t)
		}
	}
	if len(inbox.Times) > 0 && inbox.Zone == "" && f.Zone == "" {
		r.wrong(place+".times", "times: no zone given, such as Europe/Berlin, and workers may be in several")
	}
	zone := r.zone(place+".zone", inbox.Zone, r.zone("$.zone", f.Zone, time.Local))
	for i := range inbox.Files {
		e := &inbox.Files[i]
		at := fmt.Sprintf("%s.files[%d]", place, i)
		if slices.ContainsFunc(inbox.Files[:i], func(o Entry) bool { return strings.EqualFold(o.Pattern, e.Pattern) }) {
			r.wrong(at+".pattern", "pattern: %q is repeated, and the first one matches every file", e.Pattern)
		}
		e.location = r.zone(at+".zone", e.Zone, zone)
		if e.Priority == nil {
			e.Priority = &inbox.Priority
		}
		for _, p := range e.Check(nil) {
			r.wrong(at+p.Path, "%s", p.Words)
		}
	}
}

// within reports whether one prefix is the other, or lies below it.
func within(a, b string) bool {
	return strings.HasPrefix(a+"/", b+"/") || strings.HasPrefix(b+"/", a+"/")
}

// entryOf is the entry of a file by its name; nil for none.
func (i *Inbox) entryOf(name string) *Entry {
	for n := range i.Files {
		if i.Files[n].Takes(name) {
			return &i.Files[n]
		}
	}
	return nil
}

// Ready finds out whether every target is ready: ReadyFor.
func (f *File) Ready(all []targets.Known) error {
	var errs []error
	for _, target := range slices.Sorted(maps.Keys(f.Targets)) {
		errs = append(errs, f.ReadyFor(target, all))
	}
	return errors.Join(errs...)
}

// ReadyFor finds out, before a file is taken, whether the runs of every entry of a target can
// begin on a machine that knows these targets: else each file would wait for it.
func (f *File) ReadyFor(target string, all []targets.Known) error {
	known, err := find(target, all)
	if err != nil {
		return err
	}
	for i := range f.Targets[target].Files {
		e := &f.Targets[target].Files[i]
		if err := allow(known, e.Spec.Options.DryRun, e.Yes); err != nil {
			return err
		}
	}
	return nil
}

// Key is the key that opens the dispatcher; empty where none is needed.
func (t *Temporal) Key() (string, error) {
	switch m := reference.FindStringSubmatch(t.APIKey); {
	case m != nil:
		key := os.Getenv(m[1])
		if key == "" {
			return "", importer.Invalidf("temporal: api_key: the environment variable %s is not set", m[1]).Hintf("set it to the API key")
		}
		return key, nil
	case t.APIKeyFile != "":
		data, err := os.ReadFile(t.APIKeyFile)
		if err != nil {
			return "", importer.Invalidf("temporal: read api_key_file: %w", err)
		}
		return strings.TrimSpace(string(data)), nil
	}
	return "", nil
}
