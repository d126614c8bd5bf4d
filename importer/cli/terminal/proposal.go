package terminal

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"bcimport/mapping/proposal"
	"bcimport/reports/lines"
)

// ShowProposal prints what a proposed mapping takes, and why.
func ShowProposal(out io.Writer, p proposal.Proposal) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(c proposal.Choice) {
		field := c.Field
		if c.Key {
			field = "key (" + field + ")"
		}
		if c.Confidence == proposal.Unsure {
			field += "?"
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", field, lines.Line(c.Column), c.Confidence, lines.Line(c.Reason))
	}
	if p.Key != nil {
		line(*p.Key)
	}
	for _, c := range p.Fields {
		line(c)
	}
	for _, f := range p.Formats {
		if f.Unsure {
			fmt.Fprintf(table, "  formats.%s?\t%s\t%s\t%s\n", f.Name, lines.Line(f.Column), proposal.Unsure, lines.Line(f.Reason))
		}
	}
	for _, c := range p.Withheld {
		line(c)
	}
	for _, c := range p.Unsure {
		line(c)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(p.Unused) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(out, "\nnot mapped, because they match no field: %s\n", lines.Line(strings.Join(p.Unused, ", ")))
	return err
}
