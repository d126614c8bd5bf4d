package notify

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"
)

// template reads a template and tries it, so that its mistakes are known before the first
// event.
func (r *resolver) template(path string, wantsJSON bool) *template.Template {
	text, err := os.ReadFile(path)
	if err != nil {
		r.problem("notify: webhook.template: %w", err)
		return nil
	}
	t, err := template.New(filepath.Base(path)).Option("missingkey=zero").
		Funcs(template.FuncMap{"json": quote}).Parse(string(text))
	if err != nil {
		r.problem("notify: webhook.template: %w", err)
		return nil
	}
	body, err := render(t, sample())
	switch {
	case err != nil:
		r.problem("notify: webhook.template: %w", err)
	case wantsJSON && !json.Valid([]byte(body)):
		r.problem("notify: webhook.template: %s does not make JSON; quote values with json, as {{json .File}}, or set another Content-Type in webhook.headers", path)
	}
	return t
}

// quote writes a value as JSON, so that whatever is in it can't break the body.
func quote(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

func render(t *template.Template, m Message) (string, error) {
	var body strings.Builder
	if err := t.Execute(&body, m); err != nil {
		return "", err
	}
	if body.Len() > 1<<20 {
		return "", errors.New("the template makes more than 1 MiB")
	}
	return body.String(), nil
}

// sample returns a message that breaks a template that does not quote its values.
func sample() Message {
	awkward := `a"b\c` + "\n<&>"
	return Message{
		Event: Failure, Program: awkward, Version: awkward, File: awkward, Run: awkward, RunFolder: awkward, State: "finished",
		ExitCode: 3, Rows: map[string]int{"total": 2, "updated": 1, "invalid": 1}, Message: awkward, At: time.Unix(0, 0).UTC(), Host: awkward,
	}
}
