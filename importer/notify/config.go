package notify

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Config is the notify block of a configuration file.
type Config struct {
	Webhook *Webhook `yaml:"webhook"`
	// Command is a program and its arguments; no shell reads it.
	Command []string `yaml:"command"`
	// On lists the kinds of events that webhook and command are notified of; empty means
	// failure and missing. Stuck counts as failure.
	On        []string   `yaml:"on"`
	Heartbeat *Heartbeat `yaml:"heartbeat"`
}

// Webhook is an address that takes messages by POST.
type Webhook struct {
	URL     string `yaml:"url"`
	URLFile string `yaml:"url_file"`
	// Template is a text/template file that writes the body; empty means the
	// default JSON object.
	Template string `yaml:"template"`
	// Headers are sent along; a value may be ${NAME}, and has to be where it signs in.
	Headers map[string]string `yaml:"headers"`
}

// Heartbeat is an address that is requested after each success, so that its service
// can raise an alarm when none comes.
type Heartbeat struct {
	URL     string `yaml:"url"`
	URLFile string `yaml:"url_file"`
	// Method is GET (the default) or POST.
	Method string `yaml:"method"`
}

var reference = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)

// resolver resolves what a configuration names and collects all problems.
type resolver struct {
	folder   string
	problems []error
	names    []string // variables that were named
}

func (r *resolver) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf(format, args...))
}

// path returns a path as the configuration file means it, absolute where that is known: a
// bare name would be looked up among the system's programs.
func (r *resolver) path(p string) string {
	if !filepath.IsAbs(p) {
		p = filepath.Join(r.folder, p)
	}
	if absolute, err := filepath.Abs(p); err == nil {
		return absolute
	}
	return p
}

// variable returns the value of a reference; ok is false where the text is none.
func (r *resolver) variable(key, written string) (value string, ok bool) {
	m := reference.FindStringSubmatch(written)
	if m == nil {
		return "", false
	}
	r.names = append(r.names, m[1])
	value = os.Getenv(m[1])
	if value == "" {
		r.problem("notify: %s: the environment variable %s is not set", key, m[1])
	}
	return value, true
}

// address resolves the address of key. It is a secret and appears in no problem.
func (r *resolver) address(key, written, file string) string {
	if written != "" && file != "" {
		r.problem("notify: %s.url and %s.url_file can't be combined", key, key)
		return ""
	}
	var raw string
	switch {
	case written != "":
		value, ok := r.variable(key+".url", written)
		if !ok {
			r.problem("notify: %s.url holds the address itself, which is a secret; write url: ${NAME_OF_A_VARIABLE}, or url_file: PATH", key)
		}
		raw = value
	case file != "":
		data, err := os.ReadFile(r.path(file))
		if err != nil {
			r.problem("notify: %s.url_file: %w", key, err)
		} else if raw = strings.TrimPrefix(string(data), "\ufeff"); strings.TrimSpace(raw) == "" {
			r.problem("notify: %s.url_file: %s is empty", key, file)
		}
	default:
		r.problem("notify: %s has neither url nor url_file", key)
	}
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		r.problem("notify: %s: its url is not an https address", key)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		r.problem("notify: %s: its address is plain http, which is allowed only for this machine; use https", key)
	}
	return raw
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// headers resolves the headers of the webhook.
func (r *resolver) headers(written map[string]string) map[string]string {
	resolved := map[string]string{}
	for name, value := range written {
		if !headerName.MatchString(name) {
			// Somebody may have written name and value in one, a secret with them.
			r.problem("notify: webhook.headers has an invalid header name; write each header as Name: value")
			continue
		}
		key := "webhook.headers." + name
		got, ok := r.variable(key, value)
		switch {
		case !ok && holdsSecret(name):
			r.problem("notify: %s holds a secret in plain text; write ${NAME_OF_A_VARIABLE}", key)
		case !ok:
			got = value
		}
		if strings.ContainsFunc(got, unicode.IsControl) {
			r.problem("notify: %s is not a header", key)
		}
		resolved[name] = got
	}
	return resolved
}

// headerName matches the names that headers have: letters, digits and dashes, no longer
// than any in use, so that hardly any secret passes for one.
var headerName = regexp.MustCompile("^[A-Za-z][A-Za-z0-9-]{0,39}$")

// holdsSecret reports whether the value of a header is a secret, as far as its name says.
func holdsSecret(header string) bool {
	h := strings.ToLower(header)
	return slices.ContainsFunc([]string{"auth", "cookie", "token", "secret", "key", "pass", "credential", "sig"}, func(word string) bool {
		return strings.Contains(h, word)
	})
}

// kinds returns the kinds that webhook and command are notified of.
func (r *resolver) kinds(on []string) []string {
	if len(on) == 0 {
		on = []string{Failure, Missing}
	}
	for _, kind := range on {
		if kind != Failure && kind != Success && kind != Missing {
			r.problem("notify: on: %q is not valid: expected failure, success or missing", kind)
		}
	}
	return on
}

func (r *resolver) err() error { return errors.Join(r.problems...) }
