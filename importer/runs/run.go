package runs

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Run runs or plans files one after another, each in a run folder of its own, on one
// connection: that of the first of the specs. Every file is read through before the first
// request, and a problem of one of them, of the connection or of a face's refusal is the
// error: nothing was begun then. Otherwise there is a result for each run that was
// begun. A run that did not end before its last row, or was refused, leaves the later
// ones unbegun.
func (m *Manager) Run(ctx context.Context, specs []Spec, f Face) ([]Result, error) {
	service, inputs, err := m.ready(ctx, specs, f)
	if err != nil {
		return nil, err
	}
	defer service.Close()
	if !specs[0].Options.DryRun {
		if service.Target().ApprovalRequired {
			return nil, ApprovalRequired(service.Target().Name)
		}
		if err := f.confirm(ctx, service.Target()); err != nil {
			return nil, err
		}
	}
	var results []Result
	var counted importer.Requests // of the files before; the first counts the sign-in
	for i, in := range inputs {
		if ctx.Err() != nil {
			break
		}
		r := m.runOne(ctx, specs[i], in, service, counted, f)
		counted = service.Requests()
		if i > 0 && r.Kind == importer.EndRefused { // something was written already
			r.Kind = importer.EndBroken
			if input.IsSuspicious(r.Err) {
				r.Kind = importer.EndStopped
			}
		}
		f.emit(Ended{r})
		results = append(results, r)
		if r.Kind != importer.EndSucceeded && r.Kind != importer.EndIncomplete {
			break
		}
	}
	return results, nil
}

// ready reads every file through before the first request, and connects. Files of a set of
// which nothing is known are read once the service has described it, and so are those
// whose mapping does not fit what this program knows: a tenant's set may have more fields.
func (m *Manager) ready(ctx context.Context, specs []Spec, f Face) (Service, []*input.File, error) {
	set, err := setOf(specs)
	if err != nil {
		return nil, nil, &FileError{err}
	}
	var inputs []*input.File
	if isKnown(set) {
		inputs, err = m.survey(ctx, specs, nil, f)
		var unfit mapping.Problems
		if err != nil && (set == entity.CustomerContacts || !errors.As(err, &unfit)) {
			return nil, nil, &FileError{err}
		}
	}
	if err := f.prepare(importer.About{Options: specs[0].Options}); err != nil {
		return nil, nil, err
	}
	service, err := m.connect(ctx, Destination{Target: specs[0].Target, Set: set, Patience: specs[0].Options.GiveUpAfter}, f)
	if err != nil {
		return nil, nil, err
	}
	if inputs == nil {
		inputs, err = m.survey(ctx, specs, service.Entity(), f)
	}
	for i, in := range inputs {
		if err == nil {
			err = rebind(ctx, in, specs[i].Mapping, service)
		}
	}
	if err != nil {
		service.Close()
		return nil, nil, &FileError{err}
	}
	selectFields(service, inputs)
	return service, inputs, nil
}

// survey reads every file through before the first write. of is what is known of the
// records; nil: what this program knows.
func (m *Manager) survey(ctx context.Context, specs []Spec, of *entity.Entity, f Face) ([]*input.File, error) {
	inputs := make([]*input.File, len(specs))
	for i, s := range specs {
		in, err := open(ctx, s, of)
		if err != nil {
			return nil, err
		}
		in.Judge(s.Options.Limit)
		if err := in.Survey(ctx, nil); err != nil {
			return nil, err
		}
		if in.Records() == 0 && s.RequireRows {
			return nil, noRows(in.Name)
		}
		in.Remark(f.remark)
		in.RemarkEffects(f.remark)
		in.RemarkUnmapped(f.remark, f.Terse || !s.Options.DryRun)
		if s.Options.DryRun {
			in.WarnOfClearing(f.remark)
		} else if err := in.GuardClearing(s.Options.AllowClear); err != nil {
			return nil, err
		} else if err := in.Refuse(in.Alone(s.Options.AllowClear), s.Options.Accept, f.Terse); err != nil {
			return nil, err
		}
		inputs[i] = in
	}
	return inputs, nil
}

// open finds the dialect and the columns of a spec's input.
func open(ctx context.Context, s Spec, of *entity.Entity) (*input.File, error) {
	m, err := parseMapping(s.Mapping, of)
	if err != nil {
		return nil, err
	}
	if err := checkFields("allow_clear", s.Options.AllowClear, m.Entity); err != nil {
		return nil, err
	}
	return input.Open(ctx, s.Input, m)
}

func noRows(file string) error {
	return importer.Invalidf("%s has a header but no records", file).
		Hintf("remove %s to finish such a run with 0 rows", importer.Option{Name: "require_rows"})
}

// connect connects and tells where to.
func (m *Manager) connect(ctx context.Context, to Destination, f Face) (Service, error) {
	to.Asked = f.Asked
	service, err := m.Connect(ctx, to)
	if err == nil {
		f.emit(Connected{service.Target()})
	}
	return service, err
}

// runOne runs one file from its run folder to its reports.
func (m *Manager) runOne(ctx context.Context, s Spec, in *input.File, service Service, counted importer.Requests, f Face) (r Result) {
	in.RemarkNoRows(f.remark)
	about := about(s, in, service)
	r = Result{File: in.Name, About: about}
	begin := newRunFolder{about: about}
	if in.Spooled {
		begin.spooled = in.Path
	}
	failures, err := input.ParseRowLimit("max_failures", s.MaxFailures)
	if err != nil {
		r.Kind, r.Err = importer.EndRefused, err
		return r
	}
	_, there := os.Stat(s.Out) // which may be a mount point
	folder, err := m.makeFolder(begin, s.Out, s.Elsewhere)
	if known := (*importer.Problem)(nil); err != nil && !errors.As(err, &known) && !errors.Is(err, fs.ErrPermission) {
		return r.broken(importer.Brokenf("%w", err).Hintf("nothing was sent; check the free disk space"))
	}
	if err != nil {
		r.Kind, r.Err = EndOf(err), err
		return r
	}
	if filepath.Dir(folder) != filepath.Dir(about.Input.File) && s.Out == "" {
		f.note(Note{NoteElsewhere, Info, importer.NewHint("the input's folder is not writable; the run folder is %s", folder), false})
	}
	if in.Spooled {
		in.Moved(filepath.Join(folder, spooledName))
		about.Input = in.About
	}
	record, err := m.Store.Open(folder)
	if err != nil {
		return r.broken(err)
	}
	x := &execution{
		Manager: m, face: f, spec: s, service: service, folder: folder, record: record, about: about, in: in,
		failures: failures, giveUpAfter: s.Options.GiveUpAfter, format: s.Options.ReportFormat,
		total: about.Rows(), counted: counted,
	}
	return x.workAndClose(ctx, there == nil)
}

// workAndClose works on the run and lets go of its record; the folder of a run that was
// not allowed to begin goes, but for one that stays.
func (x *execution) workAndClose(ctx context.Context, stays bool) Result {
	r := x.work(ctx)
	x.record.Close() // others may have the run while the news goes out
	if input.IsSuspicious(r.Err) {
		r.Err = errors.Join(r.Err, x.unmake(x.folder, stays))
		r.Folder = ""
	}
	return r
}

// about describes a run that begins.
func about(s Spec, in *input.File, service Service) importer.About {
	options := s.Options
	if in.Spooled && in.Origin == "" {
		options.Delimiter = cmp.Or(options.Delimiter, ",")
	}
	options.Judged = true
	command := "run"
	if options.DryRun {
		command = "plan"
	}
	return importer.About{
		Command: command, By: s.By, StartedAt: startTime(), Input: in.About, Mapping: s.Mapping,
		Target: service.Target(), Entity: service.Entity(), Options: options,
	}
}
