package fleet

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
)

// scheduleOptions are the flags of schedule.
type scheduleOptions struct {
	connection
	dryRun bool
	json   bool
}

func newSchedule(e Edge) *cobra.Command {
	o := &scheduleOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("schedule", "Have the inboxes of a fleet looked at, as the fleet file says",
		`schedule makes, changes and removes schedules in Temporal, so that there is one for each
target of the fleet file and no other. Workers then look at its inbox at these times, and
run what is complete. It prints what it changes, and may be repeated.

  every: 5m                            # how often inboxes are looked at (default 1m)
  targets:
    north:
      times: ["30 1 * * *", "0 6 * * 1-5"]  # or at these times, as in crontab
      zone: Europe/Berlin
      files: [{pattern: contacts-*.csv, mapping: contacts.yaml}]

  bcimport fleet schedule -f fleet.yaml --dry-run`+"\n"+exitCodes, cobra.NoArgs),
		func(ctx context.Context, _ []string) error { return o.run(ctx) })
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "only print what would be changed")
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object per change")
	o.addFlags(cmd)
	return cmd
}

func (o *scheduleOptions) run(ctx context.Context) error {
	file, err := o.read()
	if err != nil {
		return err
	}
	known, err := o.machine(file).Known()
	if wrong := file.Ready(known); wrong != nil {
		return cmp.Or(err, wrong) // the target file may be why one is not there
	}
	client, err := o.dial(ctx, file)
	if err != nil {
		return err
	}
	defer client.Close()
	changes, err := client.Changes(ctx, schedulesOf(file))
	if err != nil {
		return err
	}
	for _, change := range changes {
		if !o.dryRun {
			if err := client.Apply(ctx, change); err != nil {
				return err
			}
		}
		if err := o.tell(change); err != nil {
			return err
		}
	}
	if len(changes) == 0 {
		o.Console.Say("nothing to change")
	}
	return nil
}

// schedulesOf is when the inboxes of a fleet are looked at.
func schedulesOf(file *fleet.File) []dispatch.Schedule {
	var all []dispatch.Schedule
	for _, target := range slices.Sorted(maps.Keys(file.Targets)) {
		inbox := file.Targets[target]
		all = append(all, dispatch.Schedule{Target: target, Times: inbox.Times, Zone: cmp.Or(inbox.Zone, file.Zone), Every: file.LookEvery()})
	}
	return all
}

// tell prints a change.
func (o *scheduleOptions) tell(c dispatch.Change) error {
	if o.json {
		return o.line(map[string]string{"target": c.Target, "change": string(c.Kind), "before": c.Before, "after": c.After})
	}
	verb := map[dispatch.ChangeKind]string{dispatch.Added: "add", dispatch.Changed: "change", dispatch.Removed: "remove"}[c.Kind]
	if !o.dryRun {
		verb = string(c.Kind)
	} else {
		verb = "would " + verb
	}
	switch c.Kind {
	case dispatch.Added:
		return o.say("%s %s: %s", verb, c.Target, c.After)
	case dispatch.Removed:
		return o.say("%s %s: %s", verb, c.Target, c.Before)
	}
	return o.say("%s %s: %s, before %s", verb, c.Target, c.After, c.Before)
}
