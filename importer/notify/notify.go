// Package notify notifies people of runs: by a webhook, by a program, and by a heartbeat
// after each success, whose absence others can notice.
//
// Addresses are secrets and appear in no error. An event that can't be delivered is an
// error of Notify and nothing else: the caller prints it and goes on. The package never
// reads a run, decides what is worth a notification, or says anything about a contact.
// Start with New.
package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"text/template"
	"time"
)

// Timeout is how long Notify takes at most.
const Timeout = 30 * time.Second

// Options are what a Notifier needs beside its configuration.
type Options struct {
	// Folder is the base of relative paths in the configuration.
	Folder string
	// Version is the program's, Host the machine's name; both are for messages only.
	Version, Host string
	// Environ is the environment of the command. Variables named BCIMPORT_… or in
	// the configuration, or listed in Withheld, are not passed on.
	Environ  []string
	Withheld []string
	// Transport carries the requests; nil means a plain one of its own.
	Transport http.RoundTripper
}

// Notifier delivers events. It is safe for concurrent use.
type Notifier struct {
	options   Options
	on        []string
	webhook   string
	headers   map[string]string
	body      *template.Template // nil: the default
	heartbeat string
	method    string
	command   []string
	environ   []string
	client    *http.Client
}

// New returns a Notifier and resolves what its configuration names: variables, files, the
// template. Its error lists every problem, one a line, and holds no secret.
func New(c Config, o Options) (*Notifier, error) {
	r := &resolver{folder: o.Folder}
	n := &Notifier{options: o, on: r.kinds(c.On), client: newClient(o.Transport)}
	if c.Webhook == nil && len(c.Command) == 0 && c.Heartbeat == nil {
		r.problem("notify: it has neither webhook nor command nor heartbeat")
	}
	if w := c.Webhook; w != nil {
		n.webhook = r.address("webhook", w.URL, w.URLFile)
		n.headers = r.headers(w.Headers)
		if w.Template != "" {
			n.body = r.template(r.path(w.Template), n.json())
		}
	}
	if h := c.Heartbeat; h != nil {
		n.heartbeat = r.address("heartbeat", h.URL, h.URLFile)
		switch n.method = strings.ToUpper(h.Method); n.method {
		case "":
			n.method = http.MethodGet
		case http.MethodGet, http.MethodPost:
		default:
			r.problem("notify: heartbeat.method: %q is not GET or POST", h.Method)
		}
	}
	if len(c.Command) > 0 {
		n.command = r.program(c.Command)
		n.environ = withoutSecrets(o.Environ, append(r.names, o.Withheld...))
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return n, nil
}

// program resolves the program of a command.
func (r *resolver) program(command []string) []string {
	name := command[0]
	if strings.ContainsAny(name, `/\`) {
		name = r.path(filepath.FromSlash(name))
	}
	found, err := exec.LookPath(name)
	if err != nil {
		r.problem("notify: command: there is no program %q", command[0])
	}
	return append([]string{found}, command[1:]...)
}

// Notify delivers an event to those that want its kind, concurrently, and returns when
// all have it or are given up: after Timeout at the latest, or when ctx ends.
// Its error is one line, however many could not be reached.
func (n *Notifier) Notify(ctx context.Context, e Event) error {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	var tasks []func() error
	if n.wants(e.Kind) {
		m := n.message(e)
		if n.webhook != "" {
			tasks = append(tasks, func() error { return n.sendWebhook(ctx, m) })
		}
		if len(n.command) > 0 {
			tasks = append(tasks, func() error { return n.runCommand(ctx, m) })
		}
	}
	if n.heartbeat != "" && e.Kind == Success {
		tasks = append(tasks, func() error { return n.sendHeartbeat(ctx) })
	}
	errs := make([]error, len(tasks))
	var group sync.WaitGroup
	for i, task := range tasks {
		group.Go(func() { errs[i] = task() })
	}
	group.Wait()
	return oneLine(errs)
}

// SendHeartbeat requests the heartbeat's address, if there is one, as a success does.
func (n *Notifier) SendHeartbeat(ctx context.Context) error {
	if n.heartbeat == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	return n.sendHeartbeat(ctx)
}

// Wants reports whether a notification is sent for events of a kind, the heartbeat included.
func (n *Notifier) Wants(kind string) bool {
	return n.wants(kind) || kind == Success && n.heartbeat != ""
}

func (n *Notifier) wants(kind string) bool {
	if kind == Stuck {
		kind = Failure
	}
	return slices.Contains(n.on, kind)
}

func oneLine(errs []error) error {
	var words []string
	for _, err := range errs {
		if err != nil {
			words = append(words, err.Error())
		}
	}
	if len(words) == 0 {
		return nil
	}
	return errors.New(strings.Join(words, "; "))
}

func (n *Notifier) sendWebhook(ctx context.Context, m Message) error {
	body, err := n.write(m)
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	return n.send(ctx, "webhook", func(ctx context.Context) (*http.Request, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.webhook, strings.NewReader(body))
		if err != nil {
			return nil, errors.New("its address is not usable")
		}
		req.Header.Set("Content-Type", "application/json")
		for name, value := range n.headers {
			req.Header.Set(name, value)
		}
		return req, nil
	})
}

func (n *Notifier) sendHeartbeat(ctx context.Context) error {
	return n.send(ctx, "heartbeat", func(ctx context.Context) (*http.Request, error) {
		req, err := http.NewRequestWithContext(ctx, n.method, n.heartbeat, nil)
		if err != nil {
			return nil, errors.New("its address is not usable")
		}
		return req, nil
	})
}

// json reports whether the webhook's body is to be JSON.
func (n *Notifier) json() bool {
	for name, value := range n.headers {
		if strings.EqualFold(name, "Content-Type") {
			return strings.Contains(strings.ToLower(value), "json")
		}
	}
	return true
}

func (n *Notifier) write(m Message) (string, error) {
	if n.body != nil {
		return render(n.body, m)
	}
	body, err := json.Marshal(m)
	return string(body), err
}
