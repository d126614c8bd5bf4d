package cli

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/cli/inputs"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/runs"
	"bcimport/importer/watch"
)

// watchRunner runs the files of a drop folder as run and resume do, and shows them so.
type watchRunner struct {
	options *watchOptions
	console *terminal.Console
	watcher *watch.Watcher
}

// Run runs a file.
func (r *watchRunner) Run(ctx context.Context, e *watch.Entry, file, folder string) watch.End {
	var spec runs.Spec
	mapping := ""
	if e != nil { // else the watch file has changed since the file was taken
		spec, mapping = e.Spec, e.Mapping
	}
	return r.run(ctx, e, func(o *workOptions, m *runs.Manager, face runs.Face) (*runs.Result, error) {
		if err := errors.Join(flagError(spec.Validate()), o.resolve()); err != nil {
			return nil, err
		}
		_, document, err := loadMapping(mapping)
		if err != nil {
			return nil, &runs.FileError{Err: err}
		}
		spec.Input, spec.Mapping, spec.Target = inputs.At(file), document, o.choice.Name
		spec.Out, spec.Past, spec.By = folder, r.watcher.DoneRuns(), systemUser()
		o.giveUpAfter = spec.Options.GiveUpAfter
		results, err := m.Run(ctx, []runs.Spec{spec}, face)
		if len(results) == 0 {
			return nil, beforeFolder(err)
		}
		return &results[0], nil
	})
}

// Resume goes on with a run.
func (r *watchRunner) Resume(ctx context.Context, e *watch.Entry, folder, file string) watch.End {
	return r.run(ctx, e, func(o *workOptions, m *runs.Manager, face runs.Face) (*runs.Result, error) {
		face.Prepare = func(about importer.About) error { o.recall(about.Target); return nil }
		result, err := m.Resume(ctx, folder, runs.ResumeOptions{Input: file, Target: o.choice.Name, Past: r.watcher.DoneRuns()}, face)
		if err != nil {
			return nil, err
		}
		return &result, nil
	})
}

// run runs a file with the connection of its entry, and returns how that ended.
func (r *watchRunner) run(ctx context.Context, e *watch.Entry, work func(*workOptions, *runs.Manager, runs.Face) (*runs.Result, error)) watch.End {
	o, err := r.optionsOf(e)
	if err != nil {
		return r.refused(err)
	}
	view := &runView{workOptions: o, console: r.console, signal: ctx}
	defer view.done()
	result, err := work(o, o.manager(r.console), view.face(nil))
	if err != nil {
		end := r.refused(err)
		end.Target = o.targetLabel()
		return end
	}
	end := watch.End{Kind: result.Kind, Target: o.targetLabel(), Result: result, Reason: result.Err}
	if end.Reason == nil {
		end.Reason = result.Reason
	}
	if result.Err != nil && result.Folder == "" {
		end.Words = news.ReasonWords(result.Err, "", flagWords{})
		return end
	}
	end.Words = news.EndWords(result.Kind, result.Reason, result.Summary, flagWords{})
	return end
}

// refused is the end of a run that did not begin.
func (r *watchRunner) refused(err error) watch.End {
	r.console.Problem(err)
	why := ""
	if wrong := (*runs.FileError)(nil); errors.As(err, &wrong) {
		why = wrongFile
	}
	return watch.End{Kind: runs.EndOf(err), Words: news.ReasonWords(err, why, flagWords{}), Reason: err}
}

// optionsOf are the options of an entry's runs; those of none know a sandbox at most.
func (r *watchRunner) optionsOf(e *watch.Entry) (*workOptions, error) {
	w := r.options
	o := &workOptions{logOptions: logOptions{quiet: w.quiet, verbose: w.verbose, format: w.format}}
	o.place = r.watcher.PlaceOf
	flags := pflag.NewFlagSet("watch", pflag.ContinueOnError)
	o.settings.addFlags(flags)
	set := func(name, value string) error { return flags.Set(name, value) }
	var errs []error
	switch {
	case w.sandbox:
		errs = append(errs, set("sandbox", "true"))
	case e != nil && e.Target != "":
		errs = append(errs, set("target", e.Target))
		if w.config != "" {
			errs = append(errs, set("config", w.config))
		}
	}
	o.yes = w.yes
	if e != nil {
		o.yes, o.quiet = o.yes || e.Yes, o.quiet || e.Quiet
		for _, key := range slices.Sorted(maps.Keys(e.Settings)) {
			errs = append(errs, set(flagOf(key), e.Settings[key]))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, importer.NewInvalid(err)
	}
	return o, nil
}

// Ready finds out whether the runs of an entry have a target and what they sign in with.
func (r *watchRunner) Ready(e *watch.Entry) error {
	o, err := r.optionsOf(e)
	if err == nil {
		err = o.resolve()
	}
	if err != nil {
		return err
	}
	spec := e.Spec
	if o.target.ApprovalRequired() && !spec.Options.DryRun {
		return runs.ApprovalRequired(o.choice.Name)
	}
	return errors.Join(flagError(spec.Validate()), flagError(o.target.Validate()), o.refuseUnasked(r.console))
}

// Ending is how a run ended.
func (r *watchRunner) Ending(folder string) (importer.Ending, error) {
	return newManager().Ending(folder)
}
