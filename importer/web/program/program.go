// Package program runs the page as a program of its own: it wires the page with its folder,
// its work and its connections, tells its address, opens the browser and ends all of it in
// order. Start with Run.
package program

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web"
	"bcimport/importer/web/connections"
	"bcimport/importer/web/guard"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/instance"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/words"
)

// Config is what the page needs.
type Config struct {
	// Manager conducts the runs; its Connect is set here.
	Manager *runs.Manager
	// Dir is the folder of imports, State the program's own folder, Port 0 a free port.
	Dir, State string
	Port       int
	// Sandbox chooses the stand-in at first.
	Sandbox bool
	// Language is the language of the page; empty: that of the browser.
	Language string
	// User is who approves plans and begins runs.
	User    string
	Version string
	// Open reports whether the browser is opened.
	Open bool
	Log  *slog.Logger
	// Address is told where the page is opened, once; Say is told what a person should know.
	Address func(address string)
	Say     func(format string, args ...any)
}

// Run serves the page until ctx ends or a person quits, and returns when what is under way is
// finished. While another program serves the folder, Run opens the page of that one.
func Run(ctx context.Context, c Config) error {
	if c.Language != "" && !words.Known(c.Language) {
		return importer.Invalidf("the language %q is unknown", c.Language).Hintf("set %s, or leave it to the browser", strings.Join(words.Languages(), ", "))
	}
	dir, err := filepath.Abs(c.Dir) // addresses of runs are made of it
	if err != nil {
		return importer.Invalidf("find the folder of imports: %w", err)
	}
	c.Dir = dir
	first, running, err := instance.Begin(ctx, instance.Config{
		Dir: c.Dir, State: c.State, Port: c.Port, Limit: limit, Language: c.Language, Log: c.Log,
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return runs.Interrupted()
	case err != nil:
		return err
	case running != nil:
		c.Say("the page is served already, by another program: opening it")
		ctx, stop := context.WithTimeout(ctx, 20*time.Second)
		defer stop()
		c.open(ctx, running.Start(), running.Opened)
		return nil
	}
	return errors.Join(c.serve(ctx, first), first.Close())
}

// serve serves the page until it is to end.
func (c Config) serve(ctx context.Context, first *instance.Instance) error {
	store, err := imports.Open(c.Dir)
	if err != nil {
		return importer.Invalidf("open the folder of imports: %w", err).Hintf("set another folder with %s", importer.Option{Name: "dir"})
	}
	ctx, quit := context.WithCancel(ctx)
	work := jobs.New(ctx)
	page, err := c.page(store, work, quit)
	if err != nil {
		quit()
		return importer.Brokenf("make the page: %w", err)
	}
	key := first.Key()
	opened := make(chan struct{})
	go func() {
		c.open(ctx, first.Start(key), func(ctx context.Context) { first.Opened(ctx, key) })
		close(opened)
	}()
	c.Say("Quit on the page ends the program, and so does Ctrl-C here")
	err = first.Serve(ctx, page, work.Close)
	quit()
	<-opened
	return errors.Join(err, page.Close())
}

// page makes the page.
func (c Config) page(store *imports.Store, work *jobs.Registry, quit func()) (*web.Server, error) {
	to := &connections.Connections{Log: c.Log, UserAgent: "bcimport/" + c.Version}
	c.Manager.Connect = to.Connect
	made := web.Config{
		Manager: c.Manager, Imports: store, Connections: to, Accounts: to, Jobs: work, Language: c.Language, User: c.User,
		Version: c.Version, Quit: quit, Now: time.Now, Base: guard.Base, Token: guard.Token,
	}
	if c.Sandbox {
		made.Target = connections.Practice
	}
	return web.New(made)
}

// open tells an address and opens it. A browser that can't be started is no failure, because
// the address is told.
func (c Config) open(ctx context.Context, address string, opened func(context.Context)) {
	c.Address(address)
	if !c.Open {
		return
	}
	if err := instance.OpenBrowser(ctx, address, opened); err != nil {
		c.Say("%s; open the address yourself", err)
	}
}

// mostUpload bounds the body of a form that holds a file: what a file may have, and the form.
const mostUpload = 2_000_000_000 + guard.DefaultLimit

// limit is how large the body of a change may be.
func limit(r *http.Request) int64 {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return mostUpload
	}
	return 0
}
