package cli

import (
	"context"
	"errors"
	"slices"

	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/notify"
	"bcimport/importer/remote"
)

// newReporter makes the reporter of a command.
func (o *workOptions) newReporter(c *terminal.Console, command string, files []string) *news.Reporter {
	shown := slices.Clone(files)
	for i, file := range files {
		if remote.Is(file) {
			shown[i] = remote.Shown(file)
		}
	}
	return &news.Reporter{
		Command: command, Files: shown, Attended: c.Interactive(), MetricsFile: o.metricsFile,
		Receivers: func() (*notify.Notifier, error) { return news.Chosen(&o.choice, version()) },
		Target:    o.targetLabel, ExitCode: exitCode, Words: flagWords{},
		Warn: func(text string) { c.Warn("%s", text) },
	}
}

// notifying does the work of a command and reports how it ended, also when it could not
// begin. It returns what the work returned, when all news is out or given up.
func (o *workOptions) notifying(ctx context.Context, c *terminal.Console, n *news.Reporter, work func() error) error {
	defer n.Begin(ctx)()
	err := work()
	if !n.Reported() && n.Command != "resume" { // a resumption has its folder
		err = beforeFolder(err)
	}
	var done *ended
	if err == nil || n.Reported() || errors.As(err, &done) {
		return err
	}
	if o.json {
		for _, file := range n.Files {
			terminal.TellNotBegun(c, n.Command, file, err, int(codeOf(err)))
		}
	}
	n.NotBegun(err)
	return err
}

// targetLabel is what metrics call the target.
func (s *settings) targetLabel() string {
	if s.choice.Sandbox {
		return "sandbox"
	}
	if s.choice.Name != "" {
		return s.choice.Name
	}
	return s.get("environment")
}
