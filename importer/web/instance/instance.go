// Package instance runs the page of a folder on this machine: one program at a time serves
// it, at 127.0.0.1 alone, and a second one opens the page of the first. It opens the browser
// and ends the server in order. Start with Begin.
package instance

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gofrs/flock"

	"bcimport/importer"
	"bcimport/importer/web/guard"
)

// Config is what an instance needs.
type Config struct {
	// Dir is the folder of the page; it is made where it is missing.
	Dir string
	// State is a folder of the user's own on this machine, where an instance says how it is
	// reached.
	State string
	// Port is where to listen; 0 is a free port.
	Port int
	// Limit and Language are guard.Config's.
	Limit    func(*http.Request) int64
	Language string
	Log      *slog.Logger
}

const (
	// lockFile is locked by the program that serves the folder. The file stays when that ends.
	lockFile = ".page.lock"
	// patience is how long a program is waited for that begins, ends or does not answer.
	patience = 10 * time.Second
	// pause is between two looks at it.
	pause = 50 * time.Millisecond
	// farewell is how long the last answers may take when the work has ended.
	farewell = 2 * time.Second
)

// Instance serves the page of a folder. It is to be closed.
type Instance struct {
	config   Config
	guard    *guard.Guard
	listener net.Listener
	lock     *flock.Flock
	note     note
	ending   chan struct{} // closed when it ends
}

// Begin listens for the page of a folder. While another program serves that folder, it
// returns the way to its page instead.
func Begin(ctx context.Context, c Config) (*Instance, *Running, error) {
	dir, err := canonical(c.Dir)
	if err != nil {
		return nil, nil, importer.Invalidf("make the folder of imports: %w", err).Hintf("set another folder with %s", importer.Option{Name: "dir"})
	}
	c.Dir = dir
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	for {
		held, err := lock.TryLock()
		if err != nil {
			return nil, nil, importer.Invalidf("lock the folder of imports: %w", err).Hintf("set another folder with %s", importer.Option{Name: "dir"})
		}
		if held {
			first, err := c.listen(lock)
			if err != nil {
				return nil, nil, errors.Join(err, lock.Close())
			}
			return first, nil, nil
		}
		running, err := c.find(ctx)
		if err == nil {
			return nil, running, lock.Close()
		}
		select {
		case <-time.After(pause): // it may be beginning or ending
		case <-ctx.Done():
			return nil, nil, errors.Join(importer.Invalidf("another program serves %s and can't be reached: %w", c.Dir, err).
				Hintf("wait until it has ended, or set another folder with %s", importer.Option{Name: "dir"}), lock.Close())
		}
	}
}

// canonical makes a folder and returns its path, links resolved.
func canonical(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(dir)
}

// listen begins to listen and leaves a note of it.
func (c Config) listen(lock *flock.Flock) (*Instance, error) {
	// Nobody but this machine, and 127.0.0.1 alone: the name localhost may mean another address.
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port)))
	if err != nil {
		return nil, importer.Invalidf("serve the page: %w", err).Hintf("set another port with %s", importer.Option{Name: "port"})
	}
	i := &Instance{config: c, listener: listener, lock: lock, ending: make(chan struct{})}
	host := listener.Addr().String()
	i.guard = guard.New(guard.Config{Host: host, Limit: c.Limit, Language: c.Language})
	i.note = note{Host: host, Secret: rand.Text()}
	if err := i.note.leave(c.notePath()); err != nil {
		return nil, errors.Join(importer.Invalidf("keep how the page is reached: %w", err), listener.Close())
	}
	return i, nil
}

// Key returns a new start key.
func (i *Instance) Key() string { return i.guard.Key() }

// Start is the address that opens the page with a key.
func (i *Instance) Start(key string) string { return guard.StartAt(i.note.Host, key) }

// Opened waits until a key is used or ctx ends.
func (i *Instance) Opened(ctx context.Context, key string) {
	select {
	case <-i.guard.Opened(key):
	case <-i.ending:
	case <-ctx.Done():
	}
}

// Serve serves the page until ctx ends. Then end is called, which finishes what is under way
// while the page still answers; Serve returns after the last answer.
func (i *Instance) Serve(ctx context.Context, page http.Handler, end func()) error {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	server := &http.Server{
		Handler:           i.handler(page),
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return serving },
		ErrorLog:    slog.NewLogLogger(i.config.Log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1) // the goroutine ends though nobody listens any more
	go func() { failed <- server.Serve(i.listener) }()
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	close(i.ending)
	end()
	err = errors.Join(err, remove(i.config.notePath())) // before another program can have the port
	stop()                                              // what would never end by itself, such as a list of events
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if server.Shutdown(last) != nil {
		server.Close()
	}
	if err != nil {
		return importer.Brokenf("serve the page: %w", err)
	}
	return nil
}

// Close gives the folder free.
func (i *Instance) Close() error {
	i.listener.Close() // closed already, once it has served
	return errors.Join(remove(i.config.notePath()), i.lock.Close())
}

// handler answers the page's requests and those of other instances.
func (i *Instance) handler(page http.Handler) http.Handler {
	guarded := i.guard.Wrap(page)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer i.survive(w)
		if r.URL.Path == controlPath {
			i.control(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// survive keeps the other requests going when one meets a mistake of the program. What that
// says may hold a person's values, so its type alone is logged.
func (i *Instance) survive(w http.ResponseWriter) {
	switch p := recover(); p {
	case nil:
	case http.ErrAbortHandler:
		panic(p)
	default:
		i.config.Log.Error("internal error in the page", "type", fmt.Sprintf("%T", p))
		http.Error(w, "The program has made a mistake. Reload the page.", http.StatusInternalServerError)
	}
}
