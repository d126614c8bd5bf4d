package cli

import (
	"context"
	"errors"

	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/notify"
)

// newTeller makes the teller of a command's news.
func (o *workOptions) newTeller(c *terminal.Console, command string, files []string) *news.Teller {
	return &news.Teller{
		Command: command, Files: files, Attended: c.Interactive(), MetricsFile: o.metricsFile,
		Receivers: func() (*notify.Notifier, error) { return news.Chosen(&o.choice, version()) },
		Target:    o.targetLabel, ExitCode: exitCode, Words: flagWords{},
		Warn: func(text string) { c.Warn("%s", text) },
	}
}

// notifying does the work of a command and reports how it ended, also when it could not
// begin. It returns what the work returned, when all news is out or given up.
func (o *workOptions) notifying(ctx context.Context, c *terminal.Console, n *news.Teller, work func() error) error {
	defer n.Begin(ctx)()
	err := work()
	if !n.Told() && n.Command != "resume" { // a resumption has its folder
		err = beforeFolder(err)
	}
	var done *ended
	if err == nil || n.Told() || errors.As(err, &done) {
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
