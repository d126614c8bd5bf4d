package cli

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/reports/lines"
)

// settings is the connection as the user said it. A flag beats the environment,
// the environment beats the target file, the file beats the default.
type settings struct {
	target     string
	configFile string
	recalled   string // the target file of a run that named no target
	fromRun    bool   // configFile is what a run folder says, which anybody may have made
	sandbox    bool
	yes        bool

	values  map[string]*string // by key of the target file
	flags   *pflag.FlagSet
	secrets map[string]string // never flags
	apps    []businesscentral.App
	block   target // the chosen target

	placeless  bool                   // signing in needs no environment
	passphrase func() (string, error) // of a sign-in kept in a file
}

// setting is one value of the connection.
type setting struct {
	key, flag, env, fallback, help string
	// work tells a setting of how to work from those of where to connect to.
	work bool
}

func connectionSettings() []setting {
	return []setting{
		{"base_url", "base-url", "BCIMPORT_BASE_URL", "", "API root, up to and including /api/v2.0 (default: built from tenant and environment)", false},
		{"tenant", "tenant", "BCIMPORT_TENANT", "", "Entra tenant, name or id", false},
		{"environment", "environment", "BCIMPORT_ENVIRONMENT", "", "Business Central environment", false},
		{"company", "company", "BCIMPORT_COMPANY", "", "company, by name or id (default: the only one)", false},
		{"auth", "auth", "BCIMPORT_AUTH", "client-credentials", "how to sign in: client-credentials, device-code, azure, basic, token or none", false},
		{"token_url", "token-url", "BCIMPORT_TOKEN_URL", "", "token URL (default: the tenant's Entra v2.0 endpoint)", false},
		{"client_id", "client-id", "BCIMPORT_CLIENT_ID", "", "client id of the app registration; its secret comes from BCIMPORT_CLIENT_SECRET", false},
		{"client_certificate_file", "client-certificate-file", "BCIMPORT_CLIENT_CERTIFICATE_FILE", "", "PEM or PFX file with certificate and private key, instead of a client secret; its password comes from BCIMPORT_CLIENT_CERTIFICATE_PASSWORD", false},
		{"azure_identity", "azure-identity", "BCIMPORT_AZURE_IDENTITY", "auto", "with --auth azure: auto, workload, managed or cli", false},
		{"scope", "scope", "BCIMPORT_SCOPE", "https://api.businesscentral.dynamics.com/.default", "scope of the token", false},
		{"username", "username", "BCIMPORT_USERNAME", "", "user name (on-premises); the web service access key comes from BCIMPORT_PASSWORD", false},
		{"ca_file", "ca-file", "BCIMPORT_CA_FILE", "", "PEM file of certificate authorities to trust beside the system's", false},
		{"rate", "rate", "BCIMPORT_RATE", "5700/5m", "requests in any such span, as 5700/5m; 0: no limit of our own", true},
		{"concurrency", "concurrency", "BCIMPORT_CONCURRENCY", "5", "requests at once", true},
		{"batch", "batch", "BCIMPORT_BATCH", "100", "contacts that one request reads or writes at most, 1 to 100; 1: plain GET and PATCH", true},
		{"batch_counts", "batch-counts", "BCIMPORT_BATCH_COUNTS", "one", "what a $batch takes of the rate: one or operations", true},
		{"request_timeout", "request-timeout", "BCIMPORT_REQUEST_TIMEOUT", "5m", "longest wait for one answer", true},
	}
}

// addFlags registers the connection's flags.
func (s *settings) addFlags(flags *pflag.FlagSet) {
	s.flags = flags
	s.values = map[string]*string{}
	flags.StringVarP(&s.target, "target", "t", "", "target: a named block in bcimport.yaml")
	flags.StringVar(&s.configFile, "config", "", "target file (default: bcimport.yaml here, else in the configuration folder)")
	flags.BoolVar(&s.sandbox, "sandbox", false, "use the built-in stand-in for Business Central")
	for _, d := range connectionSettings() {
		help := d.help + " [" + d.env + "]"
		s.values[d.key] = flags.String(d.flag, d.fallback, help)
	}
}

// resolve reads the target file and the environment.
func (s *settings) resolve() error {
	if s.target != "" && s.sandbox {
		return importer.Invalidf("--sandbox and --target can't go together").Hintf("leave one of them out")
	}
	if s.target == "" && s.configFile != "" {
		content, err := readTargets(s.configFile)
		if err != nil {
			return err
		}
		if content.Notify == nil {
			return importer.Invalidf("--config without --target").Hintf("say -t NAME: a target in that file")
		}
	}
	if s.sandbox {
		return s.resolveSandbox()
	}
	if s.target == "" && !s.placeless && s.nowhere() {
		return importer.Invalidf("nothing says which Business Central to connect to").Hintf("%s", targetHint())
	}
	if s.target != "" {
		block, err := loadTarget(s.configFile, s.target)
		if err != nil {
			return err
		}
		s.block = block
		s.block.trusted = block.trusted && (!s.fromRun || ownConfig(s.configFile))
	}
	fromFile := map[string]string{}
	for _, d := range connectionSettings() {
		if s.flags.Changed(d.flag) {
			continue
		}
		if v := os.Getenv(d.env); v != "" {
			*s.values[d.key] = v
		} else if v, ok := s.block.values[d.key]; ok {
			*s.values[d.key] = v
			fromFile[d.key] = v
		}
	}
	if !s.block.trusted {
		if err := s.block.refuseUnnamed(fromFile); err != nil {
			return err
		}
	}
	return s.resolveSecrets()
}

// nowhere tells that neither flags nor environment say anything of a place.
func (s *settings) nowhere() bool {
	for _, d := range connectionSettings() {
		place := d.key == "base_url" || d.key == "environment"
		if place && (s.flags.Changed(d.flag) || os.Getenv(d.env) != "") {
			return false
		}
	}
	return true
}

// elsewhere tells that flags say where to connect to.
func (s *settings) elsewhere() bool {
	return s.flags.Changed("base-url") || s.flags.Changed("tenant") || s.flags.Changed("environment")
}

// recall takes the target that a run is recorded with, unless the user says where
// to connect to.
func (s *settings) recall(t importer.Target) {
	if s.target != "" || s.sandbox || s.elsewhere() {
		return
	}
	s.target, s.sandbox = t.Name, t.Sandbox
	switch {
	case s.configFile != "":
	case t.Name != "":
		s.configFile, s.fromRun = t.Config, t.Config != ""
	default:
		s.recalled = t.Config
	}
}

// resolveSandbox takes what says how to work; where to connect to is the
// stand-in's own affair.
func (s *settings) resolveSandbox() error {
	for _, d := range connectionSettings() {
		switch {
		case d.work:
			if v := os.Getenv(d.env); v != "" && !s.flags.Changed(d.flag) {
				*s.values[d.key] = v
			}
		case s.flags.Changed(d.flag):
			return importer.Invalidf("--sandbox and --%s can't go together", d.flag).Hintf("leave one of them out")
		}
	}
	return nil
}

// resolveSecrets takes secrets from the environment, else from where the target says.
func (s *settings) resolveSecrets() error {
	s.secrets = map[string]string{}
	var err error
	for key, env := range map[string]string{
		"client_secret": "BCIMPORT_CLIENT_SECRET", "password": "BCIMPORT_PASSWORD", "token": "BCIMPORT_TOKEN",
		"client_certificate_password": "BCIMPORT_CLIENT_CERTIFICATE_PASSWORD",
	} {
		if v, ok := os.LookupEnv(env); ok && v != "" {
			s.secrets[key] = v
			continue
		}
		v, err := s.block.secret(key)
		if err != nil {
			return err
		}
		s.secrets[key] = v
	}
	for _, key := range slices.Sorted(maps.Keys(s.secrets)) {
		if strings.ContainsFunc(s.secrets[key], unicode.IsControl) {
			return importer.Invalidf("the %s holds a line break or another control character", strings.ReplaceAll(key, "_", " ")).
				Hintf("set it anew, without what a copy has brought along")
		}
	}
	if s.apps, err = s.block.resolveApps(s.secrets["client_certificate_password"]); err != nil {
		return err
	}
	if len(s.apps) > 0 && s.flags.Changed("client-id") {
		return importer.Invalidf("--client-id and the target's apps can't go together").Hintf("leave out the flag, or the list in %s", s.block.file)
	}
	return nil
}

// environWithoutSecrets is the environment for another program: without what signs this
// one in.
func (s *settings) environWithoutSecrets() []string {
	secret := map[string]bool{
		"BCIMPORT_CLIENT_SECRET": true, "BCIMPORT_PASSWORD": true, "BCIMPORT_TOKEN": true, "BCIMPORT_CLIENT_CERTIFICATE_PASSWORD": true, "BCIMPORT_PASSPHRASE": true,
	}
	for _, name := range s.block.references {
		secret[strings.ToUpper(name)] = true
	}
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return secret[strings.ToUpper(name)]
	})
}

func (s *settings) get(key string) string { return *s.values[key] }

// config is what the adapter needs. The sandbox fills in its own address later.
func (s *settings) config() (businesscentral.Config, error) {
	rate, err := parseRate(s.get("rate"))
	if err != nil {
		return businesscentral.Config{}, err
	}
	concurrency, err := s.number("concurrency", 1, 100)
	if err != nil {
		return businesscentral.Config{}, err
	}
	timeout, err := time.ParseDuration(s.get("request_timeout"))
	if err != nil || timeout <= 0 {
		return businesscentral.Config{}, importer.Invalidf("--request-timeout %q is not a duration", s.get("request_timeout")).Hintf("it looks like 90s or 5m")
	}
	batch, err := s.batch()
	if err != nil {
		return businesscentral.Config{}, err
	}
	c := businesscentral.Config{
		Batch: batch, BatchCounts: s.get("batch_counts"), Apps: s.apps,
		Root: s.get("base_url"), Tenant: s.get("tenant"), Environment: s.get("environment"), Company: s.get("company"),
		Rate: rate, Concurrency: concurrency, RequestTimeout: timeout,
		Credentials: businesscentral.Credentials{
			Auth: businesscentral.Auth(s.get("auth")), Tenant: s.get("tenant"), TokenURL: s.get("token_url"), ClientID: s.get("client_id"),
			Identity: businesscentral.Identity(s.get("azure_identity")), Environ: s.environWithoutSecrets(),
			Scope: s.get("scope"), Username: s.get("username"),
			ClientSecret: s.secrets["client_secret"], Password: s.secrets["password"], Token: s.secrets["token"],
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
	if file := s.get("client_certificate_file"); file != "" {
		if c.Credentials.Certificate, err = readCertificate(file, s.secrets["client_certificate_password"]); err != nil {
			return businesscentral.Config{}, err
		}
	}
	if file := s.get("ca_file"); file != "" {
		if c.Roots, err = readAuthorities(file); err != nil {
			return businesscentral.Config{}, err
		}
	}
	if c.Credentials.Auth == businesscentral.DeviceCode {
		c.Credentials.Store, err = s.signIn(c.Credentials)
	}
	return c, err
}

// batch is the largest chunk, 1 to 100: what Business Central takes in a $batch
// (operational-limits-online.md).
func (s *settings) batch() (int, error) { return s.number("batch", 1, 100) }

func (s *settings) number(key string, least, most int) (int, error) {
	flag := "--" + strings.ReplaceAll(key, "_", "-")
	n, err := strconv.Atoi(s.get(key))
	if err != nil || n < least || n > most {
		return 0, importer.Invalidf("%s %q is not a number from %d to %d", flag, s.get(key), least, most)
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
		return businesscentral.Rate{}, importer.Invalidf("--rate %q is not a rate", text).Hintf("it looks like 5700/5m: requests in a span; 0 is no limit")
	}
	return businesscentral.Rate{Requests: n, Span: d}, nil
}

// describe names tenant, environment and company on one line.
func describe(tenant, environment, company string) string {
	if tenant == "" {
		tenant = "-"
	}
	if environment == "" {
		environment = "-"
	}
	return lines.Line(fmt.Sprintf("tenant %s, environment %s, company %s", tenant, environment, company))
}
