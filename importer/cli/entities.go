package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/mapping/entity"
)

// entitiesOptions are the flags of entities.
type entitiesOptions struct {
	settings
	json bool
}

func newEntities(c *terminal.Console) *cobra.Command {
	o := &entitiesOptions{}
	cmd := &cobra.Command{
		Use:   "entities [SET]",
		Short: "List the record sets that can be updated, or the fields of one",
		Long: `entities lists the record sets that can be updated and changes nothing. With SET it lists
the fields of that set: their types, lengths and values, what a reference points to, and
what a write does besides. Without a connection it shows what bcimport knows itself; with
-t or --sandbox also the fields, sets and captions of the environment. SET is a name such
as items, publisher/group/version/set for a custom API, or publisher/group/version/ for
the sets of one.

Exit codes:
  0  the list is complete
  1  the set is not known, or the connection failed`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return importer.Invalidf("expected one record set at most").Hintf("run bcimport entities items")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), strings.Join(args, ""), c)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.json, "json", false, "print one JSON object per line")
	o.addFlags(flags)
	return cmd
}

func (o *entitiesOptions) run(ctx context.Context, set string, c *terminal.Console) error {
	manager, err := o.connecting(c)
	if err != nil {
		return err
	}
	to := runs.Destination{Set: set, Patience: doctorPatience}
	if isRoute(set) {
		to.Set = strings.TrimSuffix(set, "/") + "/"
	}
	if set == "" || isRoute(set) {
		sets, err := manager.Sets(ctx, to, runs.Face{})
		if err != nil {
			return flagError(err)
		}
		return terminal.ListSets(c.Out, sets, o.json)
	}
	of, err := manager.Entity(ctx, to, runs.Face{})
	if err != nil {
		return flagError(err)
	}
	return terminal.ShowEntity(c.Out, of, o.json)
}

// isRoute reports whether a name is that of a custom API without a set.
func isRoute(name string) bool {
	route, set := entity.SplitSet(name)
	return route != "" && (set == "" || strings.Count(name, "/") == 2)
}

// connecting makes the manager of a command that connects if flags say where to.
func (s *settings) connecting(c *terminal.Console) (*runs.Manager, error) {
	if !s.elsewhere() && s.choice.Name == "" && !s.choice.Sandbox {
		return newManager(), nil
	}
	if err := s.resolve(); err != nil {
		return nil, err
	}
	return s.manager(c), nil
}
