package fleet

import (
	"time"

	"bcimport/importer"
	"bcimport/importer/notify"
)

// FileName is what a fleet file is called where it is looked for.
const FileName = "fleet.yaml"

// File is fleet.yaml: what a fleet does, and where.
type File struct {
	// Store is the URL of the object store.
	Store    string   `yaml:"store"`
	Temporal Temporal `yaml:"temporal"`
	// Config is the target file that workers and schedules use; empty for the usual one.
	Config string `yaml:"config"`
	// Most is how many runs are in work at once, on all workers; 0 is as many as they take.
	Most   int    `yaml:"most"`
	Stable string `yaml:"stable"`
	Marker string `yaml:"marker"`
	Repeat string `yaml:"repeat"`
	Keep   string `yaml:"keep"`
	// Zone is the time zone of what is expected; empty for that of the machine.
	Zone string `yaml:"zone"`
	// Notify tells people of runs and files; without it nobody is told.
	Notify  *notify.Config    `yaml:"notify"`
	Targets map[string]*Inbox `yaml:"targets"`

	stable, keep time.Duration
}

// Temporal is how the dispatcher is reached.
type Temporal struct {
	Address   string `yaml:"address"`
	Namespace string `yaml:"namespace"`
	// APIKey is as it was resolved; it is written ${NAME} in the file.
	APIKey string `yaml:"api_key"`
	TLS    *TLS   `yaml:"tls"`
}

// TLS is how the connection to the dispatcher is secured. Paths are relative to the file.
type TLS struct {
	CA         string `yaml:"ca_file"`
	Cert       string `yaml:"cert_file"`
	Key        string `yaml:"key_file"`
	ServerName string `yaml:"server_name"`
}

// Inbox is what to do with the files that are dropped for a target.
type Inbox struct {
	// Inbox is the prefix below inbox/ in the store; empty for the target's name.
	Inbox    string         `yaml:"inbox"`
	Priority int            `yaml:"priority"`
	Zone     string         `yaml:"zone"`
	Notify   *notify.Config `yaml:"notify"`
	Files    []Entry        `yaml:"files"`
}

// Entry is what to do with the files of one pattern.
type Entry struct {
	Pattern string `yaml:"pattern"`
}

// Keep is how long inputs and logs are kept after the end of their runs; 0 is for ever.
func (f *File) KeepFor() time.Duration { return f.keep }

// ReadFile reads a fleet file, strictly, and tells all its problems at once. help says where
// such a file is shown.
func ReadFile(name, help string) (File, error) { return File{}, importer.Invalidf("not yet") }
