package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
)

// settings are the flags of a connection and what they choose.
type settings struct {
	choice targets.Choice
	yes    bool

	given  map[string]*string // by key of the target file
	flags  *pflag.FlagSet
	target *targets.Target // nil before resolve

	passphrase func() (string, error) // of a sign-in kept in a file
}

// addFlags registers the connection's flags.
func (s *settings) addFlags(flags *pflag.FlagSet) {
	s.flags = flags
	s.given = map[string]*string{}
	flags.StringVarP(&s.choice.Name, "target", "t", "", "target, by its name in bcimport.yaml")
	flags.StringVar(&s.choice.ConfigFile, "config", "", "target file (default: bcimport.yaml in the current folder, else in the configuration folder)")
	flags.BoolVar(&s.choice.Sandbox, "sandbox", false, "use the built-in stand-in for Business Central")
	for _, d := range targets.Settings() {
		help := d.Help.In(flagWords{}) + " [" + d.Env + "]"
		s.given[d.Key] = flags.String(flagOf(d.Key), d.Fallback, help)
	}
}

// flagOf is the flag of a setting.
func flagOf(key string) string { return strings.ReplaceAll(key, "_", "-") }

// chosen takes over the settings that flags give.
func (s *settings) chosen() *targets.Choice {
	s.choice.Values = map[string]string{}
	for key, value := range s.given {
		if s.flags.Changed(flagOf(key)) {
			s.choice.Values[key] = *value
		}
	}
	return &s.choice
}

// resolve reads the target file and the environment.
func (s *settings) resolve() error {
	target, err := targets.Resolve(*s.chosen())
	if err != nil {
		return flagError(err)
	}
	s.target = target
	return nil
}

// elsewhere reports whether flags say where to connect to.
func (s *settings) elsewhere() bool { return s.chosen().Elsewhere() }

// recall takes the target that a run is recorded with, unless the user says where
// to connect to.
func (s *settings) recall(t importer.Target) { s.chosen().Recall(t) }

// get is a setting; before resolve it is what flags say of it.
func (s *settings) get(key string) string {
	if s.target != nil {
		return s.target.Get(key)
	}
	return *s.given[key]
}

// batch is how many contacts one request reads or writes at most.
func (s *settings) batch() (int, error) {
	n, err := s.target.Batch()
	return n, flagError(err)
}

// open connects as runs want it.
func (s *settings) open(ctx context.Context, c *terminal.Console, to runs.Destination) (*targets.Connection, error) {
	connection, err := s.target.Connect(ctx, targets.Options{
		Patience: to.Patience, Asked: to.Asked, Set: to.Set, Log: c.Log, UserAgent: "bcimport/" + version(), Passphrase: askPassphrase(ctx, c),
	})
	var wrong *targets.OptionError
	if err != nil && ctx.Err() != nil && !errors.As(err, &wrong) {
		return nil, runs.Interrupted()
	}
	return connection, flagError(err)
}
