// Package targets makes connections to Business Central of what a user chooses, of
// bcimport.yaml, of the environment and of secrets.
package targets

import (
	"os"

	"bcimport/importer"
)

// Choice is what a user says of a connection.
type Choice struct {
	// Name is that of a target in a target file; empty for none.
	Name string
	// ConfigFile is the target file that the user names; empty for the usual one.
	ConfigFile string
	// Sandbox asks for the built-in stand-in for Business Central.
	Sandbox bool
	// Values are the settings that are given, by the keys of a target file.
	Values map[string]string
	// EndpointOptional reports whether no environment is needed, as for signing in.
	EndpointOptional bool

	recalled string // the target file of a run that named no target
	fromRun  bool   // ConfigFile comes from a run folder, which another user may have made
}

// gives reports whether the user gives a setting.
func (c *Choice) gives(key string) bool {
	_, given := c.Values[key]
	return given
}

// Elsewhere reports whether given settings say where to connect to.
func (c *Choice) Elsewhere() bool {
	return c.gives("base_url") || c.gives("tenant") || c.gives("environment")
}

// Recall takes the target that a run is recorded with, unless the user says where to
// connect to.
func (c *Choice) Recall(t importer.Target) {
	if c.Name != "" || c.Sandbox || c.Elsewhere() {
		return
	}
	c.Name, c.Sandbox = t.Name, t.Sandbox
	switch {
	case c.ConfigFile != "":
	case t.Name != "":
		c.ConfigFile, c.fromRun = t.Config, t.Config != ""
	default:
		c.recalled = t.Config
	}
}

// Config returns the target file that the user or a run names, and whether a run alone
// does, which another user may have made.
func (c *Choice) Config() (file string, onlyRecorded bool) {
	if c.ConfigFile != "" {
		return c.ConfigFile, c.fromRun && !OwnFile(c.ConfigFile)
	}
	return c.recalled, c.recalled != "" && !OwnFile(c.recalled)
}

// validate refuses choices that say nothing, or two things.
func (c *Choice) validate() error {
	target := importer.Option{Name: "target"}
	if c.Name != "" && c.Sandbox {
		return unusable("%s and %s can't be combined", importer.Option{Name: "sandbox"}, target).Hintf("remove one of them")
	}
	if c.Name == "" && c.ConfigFile != "" {
		content, err := ReadFile(c.ConfigFile)
		if err != nil {
			return err
		}
		if content.Notify == nil {
			return unusable("%s without %s", importer.Option{Name: "config"}, target).
				Hintf("pass %s, a target in that file", importer.Option{Name: "target", Value: "NAME"})
		}
	}
	if c.Name == "" && !c.Sandbox && !c.EndpointOptional && c.hasNoEndpoint() {
		problem := importer.Invalidf("no target given")
		problem.Hint = hintAtTarget()
		return problem
	}
	return nil
}

// hasNoEndpoint reports whether neither the user nor the environment sets an endpoint.
func (c *Choice) hasNoEndpoint() bool {
	for _, d := range Settings() {
		place := d.Key == "base_url" || d.Key == "environment"
		if place && (c.gives(d.Key) || os.Getenv(d.Env) != "") {
			return false
		}
	}
	return true
}
