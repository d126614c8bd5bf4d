// Package connections gives the page the targets of a target file and the sandbox. Start with
// Connections.
package connections

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
	"bcimport/importer/web"
)

// Practice is the name of the target that is the sandbox.
const Practice = "practice"

// patience is how long a check of the way waits for a service in trouble: a person is waiting.
const patience = 20 * time.Second

// Connections are the targets of a target file and the sandbox, which all connections share.
// It is safe for concurrent use.
type Connections struct {
	// File is the target file; empty: that of the user's own configuration folder.
	File string
	// UserAgent is what the program calls itself.
	UserAgent string
	Log       *slog.Logger

	sandbox targets.SharedSandbox
}

// Targets lists the targets, the practice company first.
func (c *Connections) Targets(context.Context) ([]web.Target, error) {
	all := []web.Target{{Name: Practice, Sandbox: true}}
	file, err := c.file()
	if err != nil {
		return all, err
	}
	known, err := targets.List(file)
	for _, k := range known {
		if k.Name == Practice {
			err = errors.Join(err, importer.Invalidf("the target %s in %s has the name of the practice company", k.Name, file).Hintf("give it another name"))
			continue
		}
		all = append(all, web.Target{
			Name: k.Name, Tenant: k.Tenant, Environment: k.Environment, Company: k.Company,
			Production: k.Production(), Protected: k.Protected, Approval: k.ApprovalRequired, Person: k.Person,
		})
	}
	return all, err
}

func (c *Connections) file() (string, error) {
	if c.File != "" {
		return c.File, nil
	}
	file, err := targets.UserFile()
	if err != nil {
		return "", importer.Errorf("find the configuration folder: %w", err)
	}
	return file, nil
}

// Connect opens the connection of a run, as a runs.Manager does.
func (c *Connections) Connect(ctx context.Context, to runs.Destination) (runs.Service, error) {
	choice, err := c.choice(to.Target)
	if err != nil {
		return nil, err
	}
	if to.Target == "" && to.Recorded != nil {
		if to.Recorded.Sandbox || to.Recorded.Name == "" {
			choice.ConfigFile = ""
		}
		choice.Recall(*to.Recorded)
	}
	target, err := targets.Resolve(choice)
	if err != nil {
		return nil, err
	}
	if to.Recorded != nil {
		target.Default("company", to.Recorded.CompanyID)
	}
	options := c.options()
	options.Patience, options.Set, options.Asked = to.Patience, to.Set, to.Asked
	connection, err := target.Connect(ctx, options)
	var wrong *targets.OptionError
	if err != nil && ctx.Err() != nil && !errors.As(err, &wrong) {
		return nil, runs.Interrupted()
	}
	if err != nil {
		return nil, err
	}
	return connection, nil
}

func (c *Connections) options() targets.Options {
	return targets.Options{UserAgent: c.UserAgent, Log: c.Log, Sandbox: &c.sandbox}
}

// choice is the choice of a target by its name.
func (c *Connections) choice(name string) (targets.Choice, error) {
	if name == Practice {
		return targets.Choice{Sandbox: true}, nil
	}
	file, err := c.file()
	return targets.Choice{Name: name, ConfigFile: file}, err
}
