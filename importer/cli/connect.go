package cli

import (
	"context"
	"fmt"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/reports/lines"
)

// refuseUnasked refuses to write to a protected target where no person can be asked.
func (s *settings) refuseUnasked(c *terminal.Console) error {
	if s.choice.Sandbox || s.yes || !s.target.Protected() || c.Interactive() {
		return nil
	}
	return importer.Invalidf("target %s is protected", s.choice.Name).Hintf("nothing was written; pass --yes to write to it")
}

// confirmWriting asks before a run writes to production. Without a terminal only
// a protected target needs --yes.
func confirmWriting(ctx context.Context, s *settings, t importer.Target, c *terminal.Console) error {
	production := strings.EqualFold(t.Environment, "production") ||
		strings.EqualFold(businesscentral.EnvironmentOf(t.APIRoot), "production")
	switch {
	case s.choice.Sandbox, s.yes, !production && !s.target.Protected():
		return nil
	case !c.Interactive():
		return s.refuseUnasked(c)
	}
	answer, err := c.Ask(ctx, fmt.Sprintf("This writes to %s\nType yes to continue: ", lines.Line(runs.Place(t))))
	switch {
	case err != nil:
		return runs.Interrupted()
	case !strings.EqualFold(answer, "yes"):
		return importer.Invalidf("not confirmed; nothing was written")
	}
	return nil
}
