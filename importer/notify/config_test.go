package notify

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const secretURL = "https://hooks.example.com/T0PSECRET"

// TestNew_ReportsAllProblemsAtOnce and never the address.
func TestNew_ReportsAllProblemsAtOnce(t *testing.T) {
	t.Setenv("HOOK", secretURL)
	t.Setenv("PLAIN", "http://hooks.example.com/T0PSECRET")
	t.Setenv("ODD", "https://hooks.example.com/%zzT0PSECRET")
	t.Setenv("LOCAL", "http://127.0.0.1:9/x")
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("url", secretURL+"\n")
	write("empty", "\n")
	write("good.tmpl", `{"text": {{json .Message}}, "failed": {{.Rows.failed}}, "host": {{json .Host}}}`)
	write("loose.tmpl", `{"text": "{{.Message}}"}`)
	write("bad.tmpl", `{{.Nothing}}`)
	write("broken.tmpl", `{{`)
	tests := map[string]struct {
		config Config
		want   []string // in this order; none: it is good
	}{
		"a reference":                {Config{Webhook: &Webhook{URL: "${HOOK}"}}, nil},
		"a file":                     {Config{Webhook: &Webhook{URLFile: "url"}}, nil},
		"loopback without TLS":       {Config{Heartbeat: &Heartbeat{URL: "${LOCAL}", Method: "post"}}, nil},
		"a template":                 {Config{Webhook: &Webhook{URL: "${HOOK}", Template: "good.tmpl"}}, nil},
		"nothing to tell by":         {Config{On: []string{Failure}}, []string{"neither webhook nor command nor heartbeat"}},
		"the address in plain text":  {Config{Webhook: &Webhook{URL: secretURL}}, []string{"webhook.url holds the address itself"}},
		"an unset variable":          {Config{Webhook: &Webhook{URL: "${NOT_SET_HERE}"}}, []string{"NOT_SET_HERE is not set"}},
		"http elsewhere":             {Config{Webhook: &Webhook{URL: "${PLAIN}"}}, []string{"plain http"}},
		"no address":                 {Config{Webhook: &Webhook{URL: "${ODD}"}}, []string{"not an https address"}},
		"an empty file":              {Config{Webhook: &Webhook{URLFile: "empty"}}, []string{"is empty"}},
		"a secret header":            {Config{Webhook: &Webhook{URL: "${HOOK}", Headers: map[string]string{"Authorization": "Bearer T0PSECRET"}}}, []string{"headers.Authorization holds a secret"}},
		"a header of two lines":      {Config{Webhook: &Webhook{URL: "${HOOK}", Headers: map[string]string{"A": "x\r\nB: y"}}}, []string{"is not a header"}},
		"a header in one":            {Config{Webhook: &Webhook{URL: "${HOOK}", Headers: map[string]string{"Authorization: Bearer T0PSECRET": ""}}}, []string{"webhook.headers has an invalid header name"}},
		"a secret for a name":        {Config{Webhook: &Webhook{URL: "${HOOK}", Headers: map[string]string{"eyJhbGciOiJSUzI1NiJ9.T0PSECRET": "x"}}}, []string{"webhook.headers has an invalid header name"}},
		"a template without quoting": {Config{Webhook: &Webhook{URL: "${HOOK}", Template: "loose.tmpl"}}, []string{"does not make JSON"}},
		"plain text":                 {Config{Webhook: &Webhook{URL: "${HOOK}", Template: "loose.tmpl", Headers: map[string]string{"Content-Type": "text/plain"}}}, nil},
		"an unknown field":           {Config{Webhook: &Webhook{URL: "${HOOK}", Template: "bad.tmpl"}}, []string{"Nothing"}},
		"several": {
			Config{
				Webhook: &Webhook{URL: secretURL, URLFile: "url", Template: "broken.tmpl"}, Heartbeat: &Heartbeat{Method: "PUT"},
				On: []string{"always"}, Command: []string{"no-such-program-here"},
			},
			[]string{`"always"`, "webhook.url and webhook.url_file", "broken.tmpl", "heartbeat has neither", `"PUT"`, "no-such-program-here"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(test.config, Options{Folder: folder})
			if (err == nil) != (test.want == nil) {
				t.Fatalf("New: %v", err)
			}
			if err == nil {
				return
			}
			if strings.Contains(err.Error(), "T0PSECRET") || strings.Contains(err.Error(), "hooks.example.com") {
				t.Errorf("the error tells the address: %v", err)
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(test.want) {
				t.Fatalf("%d problems, want %d:\n%v", len(lines), len(test.want), err)
			}
			for i, want := range test.want {
				if !strings.Contains(lines[i], want) {
					t.Errorf("problem %d is %q, want %q in it", i+1, lines[i], want)
				}
			}
		})
	}
}
