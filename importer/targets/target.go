package targets

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
)

// Target is a connection that can be opened: a choice with all that the target file and
// the environment say.
type Target struct {
	choice  Choice
	values  map[string]string // by key of the target file
	secrets map[string]string
	apps    []businesscentral.App
	block   block // the chosen target
}

// Resolve reads the target file and the environment. What the choice gives beats the
// environment, the environment beats the target file, the file beats the default.
func Resolve(c Choice) (*Target, error) { return resolve(c, Open) }

// resolve resolves a choice; open opens its file.
func resolve(c Choice, open func(named string) (*Opened, error)) (*Target, error) {
	t := &Target{choice: c, values: map[string]string{}}
	for _, d := range Settings() {
		t.values[d.Key] = d.Fallback
	}
	maps.Copy(t.values, c.Values)
	if err := c.validate(); err != nil {
		return nil, err
	}
	if c.Sandbox {
		return t, t.resolveSandbox()
	}
	if c.Name != "" {
		o, err := open(c.ConfigFile)
		if err != nil {
			return nil, err
		}
		b, err := o.content.target(o.file, c.Name, o.trusted)
		if err != nil {
			return nil, err
		}
		t.block = b
		t.block.trusted = b.trusted && (!c.fromRun || OwnFile(c.ConfigFile))
	}
	if fromFile := t.fill(); !t.block.trusted {
		if err := t.block.refuseUnnamed(fromFile); err != nil {
			return nil, err
		}
	}
	return t, t.resolveSecrets()
}

// fill takes what the choice does not give from the environment, else from the file, and
// returns what the file alone says.
func (t *Target) fill() map[string]string {
	fromFile := map[string]string{}
	for _, d := range Settings() {
		if t.choice.gives(d.Key) {
			continue
		}
		if v := os.Getenv(d.Env); v != "" {
			t.values[d.Key] = v
		} else if v, ok := t.block.values[d.Key]; ok {
			t.values[d.Key] = v
			fromFile[d.Key] = v
		}
	}
	return fromFile
}

// resolveSandbox takes what says how to work; where to connect to is the stand-in's own
// affair.
func (t *Target) resolveSandbox() error {
	for _, d := range Settings() {
		switch {
		case d.Work:
			if v := os.Getenv(d.Env); v != "" && !t.choice.gives(d.Key) {
				t.values[d.Key] = v
			}
		case t.choice.gives(d.Key):
			return unusable("%s and %s can't be combined", importer.Option{Name: "sandbox"}, importer.Option{Name: d.Key}).Hintf("remove one of them")
		}
	}
	return nil
}

// Get returns the value of a setting, by its key.
func (t *Target) Get(key string) string { return t.values[key] }

// Default sets a setting that nothing has given a value.
func (t *Target) Default(key, value string) {
	if t.values[key] == "" {
		t.values[key] = value
	}
}

// Protected reports whether the target wants every writing to be confirmed.
func (t *Target) Protected() bool { return t.block.protected }

// ApprovalRequired reports whether the target takes no run but that of an approved plan.
func (t *Target) ApprovalRequired() bool { return t.block.approval }

// resolveSecrets takes secrets from the environment, else from where the target says.
func (t *Target) resolveSecrets() error {
	t.secrets = map[string]string{}
	var err error
	for key, env := range map[string]string{
		"client_secret": "BCIMPORT_CLIENT_SECRET", "password": "BCIMPORT_PASSWORD", "token": "BCIMPORT_TOKEN",
		"client_certificate_password": "BCIMPORT_CLIENT_CERTIFICATE_PASSWORD",
	} {
		if v, ok := os.LookupEnv(env); ok && v != "" {
			t.secrets[key] = v
			continue
		}
		v, err := t.block.secret(key)
		if err != nil {
			return err
		}
		t.secrets[key] = v
	}
	for _, key := range slices.Sorted(maps.Keys(t.secrets)) {
		if strings.ContainsFunc(t.secrets[key], unicode.IsControl) {
			return importer.Invalidf("the %s holds a line break or another control character", strings.ReplaceAll(key, "_", " ")).
				Hintf("set it again without copied line breaks")
		}
	}
	if t.apps, err = t.block.resolveApps(t.secrets["client_certificate_password"]); err != nil {
		return err
	}
	if len(t.apps) > 0 && t.choice.gives("client_id") {
		return unusable("%s and the target's apps can't be combined", importer.Option{Name: "client_id"}).Hintf("remove the flag, or the list in %s", t.block.file)
	}
	return nil
}

// config is what the adapter needs. The sandbox fills in its own address later.
func (t *Target) config(passphrase func() (string, error)) (businesscentral.Config, error) {
	rate, err := parseRate(t.Get("rate"))
	if err != nil {
		return businesscentral.Config{}, err
	}
	concurrency, err := t.number("concurrency", 1, 100)
	if err != nil {
		return businesscentral.Config{}, err
	}
	timeout, err := time.ParseDuration(t.Get("request_timeout"))
	if err != nil || timeout <= 0 {
		return businesscentral.Config{}, unusable("%s %q is not a duration", importer.Option{Name: "request_timeout"}, t.Get("request_timeout")).Hintf("set 90s or 5m, for example")
	}
	batch, err := t.Batch()
	if err != nil {
		return businesscentral.Config{}, err
	}
	c := businesscentral.Config{
		Batch: batch, BatchCounts: t.Get("batch_counts"), Apps: t.apps,
		Root: t.Get("base_url"), Tenant: t.Get("tenant"), Environment: t.Get("environment"), Company: t.Get("company"),
		Rate: rate, Concurrency: concurrency, RequestTimeout: timeout,
		Credentials: businesscentral.Credentials{
			Auth: businesscentral.Auth(t.Get("auth")), Tenant: t.Get("tenant"), TokenURL: t.Get("token_url"), ClientID: t.Get("client_id"),
			Identity: businesscentral.Identity(t.Get("azure_identity")), Environ: t.environWithoutSecrets(),
			Scope: t.Get("scope"), Username: t.Get("username"),
			ClientSecret: t.secrets["client_secret"], Password: t.secrets["password"], Token: t.secrets["token"],
		},
	}
	if c.Root == "" && c.Environment != "" {
		c.Root = businesscentral.Root(c.Tenant, c.Environment)
	}
	if c.Environment == "" {
		c.Environment = businesscentral.EnvironmentOf(c.Root)
	}
	if c.Credentials.TokenURL == "" && c.Tenant != "" {
		c.Credentials.TokenURL = businesscentral.TokenURL(c.Tenant)
	}
	if file := t.Get("client_certificate_file"); file != "" {
		if c.Credentials.Certificate, err = readCertificate(file, t.secrets["client_certificate_password"]); err != nil {
			return businesscentral.Config{}, err
		}
	}
	if file := t.Get("ca_file"); file != "" {
		if c.Roots, err = readAuthorities(file); err != nil {
			return businesscentral.Config{}, err
		}
	}
	if c.Credentials.Auth == businesscentral.DeviceCode {
		c.Credentials.Store, err = signInOf(c.Credentials, passphrase)
	}
	return c, err
}

// Batch is the largest chunk, 1 to 100: what Business Central takes in a $batch
// (operational-limits-online.md).
func (t *Target) Batch() (int, error) { return t.number("batch", 1, 100) }

func (t *Target) number(key string, least, most int) (int, error) {
	n, err := strconv.Atoi(t.Get(key))
	if err != nil || n < least || n > most {
		return 0, unusable("%s %q is not a number from %d to %d", importer.Option{Name: key}, t.Get(key), least, most)
	}
	return n, nil
}

// parseRate reads 5700/5m; 0 is no limit.
func parseRate(text string) (businesscentral.Rate, error) {
	if text == "0" {
		return businesscentral.Rate{}, nil
	}
	count, span, found := strings.Cut(text, "/")
	n, err := strconv.Atoi(count)
	d, derr := time.ParseDuration(span)
	if !found || err != nil || derr != nil || n < 1 || d <= 0 {
		return businesscentral.Rate{}, unusable("%s %q is not a rate", importer.Option{Name: "rate"}, text).Hintf("set requests and a period, such as 5700/5m, or 0 for no limit")
	}
	return businesscentral.Rate{Requests: n, Span: d}, nil
}
