package cli

import (
	"cmp"
	"strings"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
)

// flagWords are the words of the command line for what a person can choose: flags and
// commands.
type flagWords struct{}

// Option is the flag of an option.
func (flagWords) Option(o importer.Option) string {
	flag := "--" + strings.ReplaceAll(o.Name, "_", "-")
	switch o.Name {
	case "target", "mapping":
		flag = "-" + o.Name[:1]
	}
	if o.Value != "" {
		flag += " " + quoteArg(o.Value)
	}
	return flag
}

// Step is the command that takes a step; without a run it is that of any run.
func (flagWords) Step(s importer.Step) string {
	run := ""
	if s.Run != "" {
		run = " " + quoteArg(terminal.Shorter(s.Run))
	}
	switch s.Kind {
	case importer.StepResume:
		return "bcimport resume" + run
	case importer.StepResumeFailed:
		return "bcimport resume" + run + " --failed"
	case importer.StepRunFailed, importer.StepRunPlan:
		return "bcimport run " + quoteArg(terminal.Shorter(s.File))
	case importer.StepPlan:
		return "bcimport plan"
	case importer.StepApprove:
		return "bcimport approve" + cmp.Or(run, " PLAN")
	case importer.StepRunApproved:
		return "bcimport run --plan" + cmp.Or(run, " PLAN")
	case importer.StepUndo:
		return "bcimport undo" + run
	case importer.StepReport:
		return "bcimport report" + run
	case importer.StepRaiseMaxUpdate:
		return "--max-updates"
	case importer.StepRestoreInput:
		return "bcimport resume" + run + " --input FILE"
	case importer.StepServeSandbox:
		return "bcimport sandbox"
	case importer.StepSignIn:
		return "bcimport auth login"
	}
	return string(s.Kind)
}

// Path is a path relative to the current folder, where that is shorter.
func (flagWords) Path(p importer.Path) string { return terminal.Shorter(string(p)) }

// wordsOfRun are the words for a run whose command line is known: what goes on with it
// says how to connect, where that is not on record.
type wordsOfRun struct {
	flagWords
	settings *settings
}

// Step is the command that takes a step.
func (c wordsOfRun) Step(s importer.Step) string {
	if s.Kind == importer.StepResume && s.Run != "" {
		return resumeCommand(c.settings, s.Run)
	}
	return c.flagWords.Step(s)
}

// longFlags are the words of the command line with every flag by its long name.
type longFlags struct{ flagWords }

// Option is the flag of an option.
func (longFlags) Option(o importer.Option) string { return "--" + flagOf(o.Name) }
