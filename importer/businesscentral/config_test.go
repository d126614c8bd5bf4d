package businesscentral

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	const root = "https://bc.example.com/BC/api/v2.0"
	app := Credentials{Auth: ClientCredentials, ClientID: "id", ClientSecret: "s3cret", TokenURL: TokenURL("contoso.com")}
	apps := Config{Credentials: Credentials{Auth: ClientCredentials, TokenURL: TokenURL("contoso.com")}, Apps: []App{{ClientID: "a", ClientSecret: "s3cret"}, {ClientID: "b", ClientSecret: "s3cret"}}}
	tests := map[string]struct {
		config Config
		want   []string // parts of the error, none: valid
	}{
		"app":                 {Config{Root: root, Credentials: app}, nil},
		"basic":               {Config{Root: root, Credentials: Credentials{Auth: Basic, Username: "u", Password: "p"}}, nil},
		"token":               {Config{Root: root, Credentials: Credentials{Auth: Token, Token: "t"}}, nil},
		"none on loopback":    {Config{Root: "http://127.0.0.1:80/api/v2.0", Credentials: Credentials{Auth: None}}, nil},
		"IPv6 loopback":       {Config{Root: "http://[::1]/api/v2.0", Credentials: Credentials{Auth: None}}, nil},
		"everything missing":  {Config{Credentials: Credentials{Auth: ClientCredentials}}, []string{"no environment", "client id", "client secret", "tenant"}},
		"basic missing":       {Config{Root: root, Credentials: Credentials{Auth: Basic}}, []string{"user name", "access key"}},
		"token missing":       {Config{Root: root, Credentials: Credentials{Auth: Token}}, []string{"bearer token"}},
		"token of two lines":  {Config{Root: root, Credentials: Credentials{Auth: Token, Token: "s3cret\n"}}, []string{"line break"}},
		"unknown auth":        {Config{Root: root, Credentials: Credentials{Auth: "magic"}}, []string{`unknown auth "magic"`}},
		"plain http":          {Config{Root: "http://bc.example.com/api/v2.0", Credentials: Credentials{Auth: None}}, []string{"base_url is plain http"}},
		"plain http token":    {Config{Root: root, Credentials: with(app, "http://sts.example.com/t")}, []string{"token_url is plain http"}},
		"not a URL":           {Config{Root: "https://s3cret%zz", Credentials: Credentials{Auth: None}}, []string{"base_url is not a URL"}},
		"other scheme":        {Config{Root: "ftp://bc.example.com", Credentials: Credentials{Auth: None}}, []string{"not an http(s) URL"}},
		"password inside":     {Config{Root: "https://u:s3cret@bc.example.com", Credentials: Credentials{Auth: None}}, []string{"must not hold a user name"}},
		"query":               {Config{Root: root + "?s3cret=1", Credentials: Credentials{Auth: None}}, []string{"a query"}},
		"apps":                {Config{Root: root, Credentials: apps.Credentials, Apps: apps.Apps, Batch: 100, BatchCounts: CountOperations}, nil},
		"apps without":        {Config{Root: root, Credentials: apps.Credentials, Apps: []App{{ClientID: "", ClientSecret: "s3cret"}, {ClientID: "b", ClientSecret: ""}}}, []string{"app 1 has no client id", "app 2: auth client-credentials needs a client secret"}},
		"one app twice":       {Config{Root: root, Credentials: apps.Credentials, Apps: []App{{ClientID: "a", ClientSecret: "s3cret"}, {ClientID: "A", ClientSecret: "s3cret"}}}, []string{"app 2 has the client id of another"}},
		"apps with a token":   {Config{Root: root, Credentials: Credentials{Auth: Token, Token: "t"}, Apps: apps.Apps}, []string{"apps need auth client-credentials"}},
		"batch too large":     {Config{Root: root, Credentials: app, Batch: 101}, []string{"1 to 100"}},
		"batch negative":      {Config{Root: root, Credentials: app, Batch: -1}, []string{"1 to 100"}},
		"batch counts what":   {Config{Root: root, Credentials: app, BatchCounts: "half"}, []string{`"half"`}},
		"rate without a span": {Config{Root: root, Rate: limits.Rate{Requests: 5}, Credentials: Credentials{Auth: None}}, []string{"rate"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := tt.config.Validate()
			if (err == nil) != (tt.want == nil) {
				t.Fatalf("error %v", err)
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q lacks %q", err, part)
				}
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %q tells a secret", err)
			}
		})
	}
}

func with(k Credentials, tokenURL string) Credentials { k.TokenURL = tokenURL; return k }

func TestValidate_HintsSayWhatToDo(t *testing.T) {
	t.Parallel()
	var hinted *importer.Problem
	err := Config{Root: "http://bc.example.com", Credentials: Credentials{Auth: None}}.Validate()
	if !errors.As(err, &hinted) || !strings.Contains(hinted.Hint.In(plainWords{}), "https") {
		t.Errorf("error %v has hint %v", err, hinted)
	}
}

func TestConnect_InvalidConfigSendsNothing(t *testing.T) {
	t.Parallel()
	if _, err := Connect(t.Context(), Config{}); err == nil {
		t.Error("connected to nowhere")
	}
}

func TestRootAndEnvironmentOf(t *testing.T) {
	t.Parallel()
	if got := Root("contoso.com", "production"); got != "https://api.businesscentral.dynamics.com/v2.0/contoso.com/production/api/v2.0" {
		t.Error(got)
	}
	for root, want := range map[string]string{
		Root("contoso.com", "production"):               "production",
		Root("", "Sandbox-1"):                           "Sandbox-1",
		Root("contoso.com", "api"):                      "api",
		"https://h/V2.0/t/PRODUCTION/API/v2.0/":         "PRODUCTION",
		"https://gateway/bc/v2.0/t/production/api/v2.0": "production",
		"http://127.0.0.1:1/v2.0//production/api/v2.0":  "production",
		"https://server:7048/BC/api/v2.0":               "",
		"https://server:7048/v27/BC/api/v2.0":           "",
		"https://server/api/v2.0":                       "",
		"://":                                           "",
		"":                                              "",
	} {
		if got := EnvironmentOf(root); got != want {
			t.Errorf("%s: %q, want %q", root, got, want)
		}
	}
}

func TestLoopback(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "127.0.0.1": true, "127.8.8.8": true, "::1": true, "::ffff:127.0.0.1": true,
		"": false, "10.0.0.1": false, "localhost.example.com": false, "127.0.0.1.example.com": false, "0.0.0.0": false,
	} {
		if got := Loopback(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}

func TestWithDefaults(t *testing.T) {
	t.Parallel()
	c := Config{Root: "https://h/api/v2.0/"}.withDefaults()
	if c.Root != "https://h/api/v2.0" || c.Concurrency != 5 || c.RequestTimeout != 5*time.Minute || c.Grace >= 10*time.Second || c.Log == nil {
		t.Errorf("got %+v", c)
	}
}

func TestSignedInAs_NamesUsersAndNoSecret(t *testing.T) {
	t.Parallel()
	apps := []App{{ClientID: "one", ClientSecret: "s1"}, {ClientID: "two", ClientSecret: "s2"}}
	tests := map[string]struct {
		config Config
		want   string
	}{
		"one app":  {Config{Credentials: Credentials{Auth: ClientCredentials, ClientID: "one", ClientSecret: "s"}}, "one"},
		"two apps": {Config{Credentials: Credentials{Auth: ClientCredentials}, Apps: apps}, "one, two"},
		"a user":   {Config{Credentials: Credentials{Auth: Basic, Username: "anna", Password: "p"}}, "anna"},
		"a token":  {Config{Credentials: Credentials{Auth: Token, Token: "t", ClientID: "not this one"}}, ""},
	}
	for name, tt := range tests {
		if got := tt.config.signedInAs(); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
