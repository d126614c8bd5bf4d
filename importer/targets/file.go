package targets

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/notify"
	"bcimport/importer/yamlfile"
)

// block is a named block of bcimport.yaml.
type block struct {
	name      string
	file      string
	source    *yamlfile.File
	trusted   bool // named by the user or from the user's own configuration folder
	protected bool
	approval  bool // only approved plans may be run
	values    map[string]string
	secrets   map[string]string // as written: a reference, or a file's name
	apps      []app
	// references are the variables that hold secrets of any target in the file.
	references []string
}

// FileName is the default name of a target file.
const FileName = "bcimport.yaml"

// FindFile returns the target file and whether the user chose it knowingly.
func FindFile(named string) (file string, trusted bool, err error) {
	if named != "" {
		return named, true, nil
	}
	if info, err := os.Stat(FileName); err == nil {
		if !info.Mode().IsRegular() { // a pipe would be waited for
			return "", false, importer.Invalidf("%s in the current folder is not a regular file", FileName).Hintf("name another file with %s", importer.Option{Name: "config"})
		}
		return FileName, false, nil
	}
	hint := importer.NewHint("create one here, or name one with %s", importer.Option{Name: "config"})
	if folder, err := os.UserConfigDir(); err == nil {
		file = filepath.Join(folder, "bcimport", FileName)
		if _, err := os.Stat(file); err == nil {
			return file, true, nil
		}
		hint = importer.NewHint("create one here or in %s, or name one with %s", filepath.Dir(file), importer.Option{Name: "config"})
	}
	missing := importer.Invalidf("there is no %s", FileName)
	missing.Hint = hint
	return "", false, missing
}

// OwnFile reports whether a file is the target file of the user's own configuration folder.
func OwnFile(file string) bool {
	folder, err := os.UserConfigDir()
	return err == nil && filepath.Clean(file) == filepath.Join(folder, "bcimport", FileName)
}

// hintAtTarget says how to name a target; where a file has some, their names.
func hintAtTarget() importer.Hint {
	name, try := importer.Option{Name: "target", Value: "NAME"}, importer.Option{Name: "sandbox"}
	const otherwise = ", or %s to try it without Business Central"
	file, _, err := FindFile("")
	if err != nil {
		return importer.NewHint("pass %s for a target in %s, %s with %s"+otherwise, name, FileName,
			importer.Option{Name: "environment"}, importer.Option{Name: "tenant"}, try)
	}
	content, err := ReadFile(file)
	if err != nil {
		return importer.NewHint("pass %s for a target in %s"+otherwise, name, file, try)
	}
	return importer.NewHint("pass %s for a target in %s (it has: %s)"+otherwise, name, file, content.Names(), try)
}

// File is a target file.
type File struct {
	Targets map[string]entry `yaml:"targets"`
	// Notify says who is told of runs.
	Notify *notify.Config `yaml:"notify"`

	source    *yamlfile.File
	variables []string // its references
}

type entry struct {
	BaseURL        string `yaml:"base_url"`
	Tenant         string `yaml:"tenant"`
	Environment    string `yaml:"environment"`
	Company        string `yaml:"company"`
	Auth           string `yaml:"auth"`
	TokenURL       string `yaml:"token_url"`
	Scope          string `yaml:"scope"`
	Username       string `yaml:"username"`
	AzureIdentity  string `yaml:"azure_identity"`
	CAFile         string `yaml:"ca_file"`
	Rate           string `yaml:"rate"`
	Concurrency    string `yaml:"concurrency"`
	Batch          string `yaml:"batch"`
	BatchCounts    string `yaml:"batch_counts"`
	RequestTimeout string `yaml:"request_timeout"`
	Protected      bool   `yaml:"protected"`
	Approval       string `yaml:"approval"`
	ClientID       string `yaml:"client_id"`
	Secret         string `yaml:"client_secret"`
	SecretFile     string `yaml:"client_secret_file"`
	Certificate    string `yaml:"client_certificate_file"`
	CertPassword   string `yaml:"client_certificate_password"`
	CertPassFile   string `yaml:"client_certificate_password_file"`
	Password       string `yaml:"password"`
	PasswordFile   string `yaml:"password_file"`
	Token          string `yaml:"token"`
	TokenFile      string `yaml:"token_file"`
	Apps           []app  `yaml:"apps"`
}

// approvalRequired is the value of approval that lets only approved plans be run.
const approvalRequired = "required"

// at says where in the file a key of the target is.
func (t block) at(format string, args ...any) string {
	if t.source == nil || strings.ContainsAny(t.name, "'\\") {
		return t.file
	}
	return t.source.At("$.targets.'%s'.%s", t.name, fmt.Sprintf(format, args...))
}

type app struct {
	ClientID         string `yaml:"client_id"`
	ClientSecret     string `yaml:"client_secret"`
	ClientSecretFile string `yaml:"client_secret_file"`
	CertificateFile  string `yaml:"client_certificate_file"`
}

// target is a target of a file that was read.
func (f File) target(file, name string, trusted bool) (block, error) {
	found, ok := f.Targets[name]
	if !ok {
		return block{}, importer.Invalidf("%s has no target %q", file, name).Hintf("it has: %s", f.Names())
	}
	t, err := found.block(name, f.source, trusted)
	t.references = f.variables
	return t, err
}

// ReadFile reads a target file, strictly.
func ReadFile(name string) (File, error) {
	var content File
	file, err := yamlfile.Read(name, &content, "the keys of a target are the connection flags with _ for -")
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return File{}, importer.Invalidf("read target file: %w", err)
	}
	if err != nil {
		return File{}, importer.Invalidf("%w", err)
	}
	content.source, content.variables = file, content.References()
	return content, nil
}

// References lists the environment variables that hold the targets' secrets.
func (f File) References() []string {
	var names []string
	add := func(written ...string) {
		for _, text := range written {
			if m := reference.FindStringSubmatch(text); m != nil {
				names = append(names, m[1])
			}
		}
	}
	for _, b := range f.Targets {
		add(b.Secret, b.Password, b.Token, b.CertPassword)
		for _, a := range b.Apps {
			add(a.ClientSecret)
		}
	}
	return names
}

// Names lists the targets, in order.
func (f File) Names() string { return strings.Join(slices.Sorted(maps.Keys(f.Targets)), ", ") }

func (b entry) block(name string, source *yamlfile.File, trusted bool) (block, error) {
	t := block{name: name, file: source.Name, source: source, trusted: trusted, protected: b.Protected, approval: b.Approval == approvalRequired}
	if b.Approval != "" && !t.approval {
		return block{}, importer.Invalidf("%s: target %s: approval %q is unknown", t.at("approval"), name, b.Approval).Hintf("set approval: %s, or leave it out", approvalRequired)
	}
	alone := app{b.ClientID, b.Secret, b.SecretFile, yamlfile.Beside(t.file, b.Certificate)}
	if len(b.Apps) > 0 && alone != (app{}) {
		return block{}, importer.Invalidf("%s: target %s: client_id and apps can't be combined", t.at("apps"), name).Hintf("move client_id into the list")
	}
	for i, a := range b.Apps {
		if a.ClientID == "" {
			return block{}, importer.Invalidf("%s: target %s: entry %d of apps has no client_id", t.at("apps[%d]", i), name, i+1)
		}
		if a.ClientSecret != "" && !reference.MatchString(a.ClientSecret) {
			return block{}, t.holdsSecret(t.at("apps[%d].client_secret", i), fmt.Sprintf("client_secret of entry %d of apps", i+1), "client_secret")
		}
	}
	t.apps = slices.Clone(b.Apps)
	for i := range t.apps {
		t.apps[i].CertificateFile = yamlfile.Beside(t.file, t.apps[i].CertificateFile)
	}
	t.values = nonEmpty(map[string]string{
		"base_url": b.BaseURL, "tenant": b.Tenant, "environment": b.Environment, "company": b.Company,
		"auth": b.Auth, "token_url": b.TokenURL, "client_id": alone.ClientID, "scope": b.Scope, "username": b.Username,
		"client_certificate_file": alone.CertificateFile, "azure_identity": b.AzureIdentity, "ca_file": yamlfile.Beside(t.file, b.CAFile),
		"rate": b.Rate, "concurrency": b.Concurrency, "batch": b.Batch, "batch_counts": b.BatchCounts, "request_timeout": b.RequestTimeout,
	})
	t.secrets = nonEmpty(map[string]string{
		"client_secret": alone.ClientSecret, "client_secret_file": alone.ClientSecretFile,
		"password": b.Password, "password_file": b.PasswordFile,
		"token": b.Token, "token_file": b.TokenFile,
		"client_certificate_password": b.CertPassword, "client_certificate_password_file": b.CertPassFile,
	})
	for _, key := range []string{"client_secret", "password", "token", "client_certificate_password"} {
		if v := t.secrets[key]; v != "" && !reference.MatchString(v) {
			return block{}, t.holdsSecret(t.at("%s", key), key, key)
		}
	}
	return t, nil
}

func (t block) holdsSecret(place, what, key string) error {
	return importer.Invalidf("%s: target %s: %s holds a secret in plain text", place, t.name, what).
		Hintf("set %s: ${NAME_OF_A_VARIABLE}, or %s_file: PATH", key, key)
}

func nonEmpty(m map[string]string) map[string]string {
	for k, v := range m {
		if v == "" {
			delete(m, k)
		}
	}
	return m
}

var reference = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)

// secret resolves a secret of the target; empty if the target has none.
func (t block) secret(key string) (string, error) {
	return t.resolveSecret(key, t.secrets[key], t.secrets[key+"_file"])
}

// resolveApps resolves the secrets of several app registrations; their
// certificates share one password.
func (t block) resolveApps(password string) ([]businesscentral.App, error) {
	var apps []businesscentral.App
	for _, a := range t.apps {
		secret, err := t.resolveSecret("client_secret", a.ClientSecret, a.ClientSecretFile)
		if err != nil {
			return nil, err
		}
		resolved := businesscentral.App{ClientID: a.ClientID, ClientSecret: secret}
		if a.CertificateFile != "" {
			if resolved.Certificate, err = readCertificate(a.CertificateFile, password); err != nil {
				return nil, err
			}
		}
		apps = append(apps, resolved)
	}
	return apps, nil
}

// resolveSecret reads the variable that a reference names, or the file.
func (t block) resolveSecret(key, written, file string) (string, error) {
	if m := reference.FindStringSubmatch(written); m != nil {
		v := os.Getenv(m[1])
		if v == "" {
			return "", importer.Invalidf("%s: target %s: the environment variable %s is not set", t.at("%s", key), t.name, m[1]).Hintf("set it to the %s", strings.ReplaceAll(key, "_", " "))
		}
		return v, nil
	}
	if file == "" {
		return "", nil
	}
	file = yamlfile.Beside(t.file, file)
	secret, err := readSecret(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", importer.Invalidf("%s: target %s: there is no %s", t.at("%s_file", key), t.name, file)
	}
	if err != nil {
		return "", importer.Invalidf("%s: target %s: read %s: %w", t.at("%s_file", key), t.name, file, err)
	}
	return secret, nil
}

// refuseUnnamed refuses a target file that was only found in the current folder, or that
// a run folder alone names, and that would have anything sent to a host that is not
// Microsoft's, this machine included, another authority trusted on the way, or a file
// of secrets read: another user may have put it there. fromFile is what the file alone sets;
// what a flag or the environment gives is the user's own. It reads no secret.
func (t block) refuseUnnamed(fromFile map[string]string) error {
	for _, key := range []string{"base_url", "token_url"} {
		if raw := fromFile[key]; raw != "" && !microsofts(raw) {
			return t.unnamed(importer.Errorf("it would send your data and sign-in to another host (%s)", key))
		}
	}
	if fromFile["ca_file"] != "" {
		return t.unnamed(importer.Errorf("it names certificate authorities to trust (%s)", "ca_file"))
	}
	if key := t.secretFile(); key != "" {
		return t.unnamed(importer.Errorf("it would have a secret file read (%s)", key))
	}
	return nil
}

func (t block) unnamed(what error) error {
	return importer.Invalidf("%s was found, not passed by you, and %w", t.file, what).
		Hintf("if the file is yours, pass %s", importer.Option{Name: "config", Value: t.file})
}

// secretFile is the first key that names a file of secrets; empty for none.
func (t block) secretFile() string {
	for _, key := range []string{"client_secret_file", "password_file", "token_file", "client_certificate_password_file"} {
		if t.secrets[key] != "" {
			return key
		}
	}
	if t.values["client_certificate_file"] != "" {
		return "client_certificate_file"
	}
	for _, a := range t.apps {
		switch {
		case a.ClientSecretFile != "":
			return "client_secret_file"
		case a.CertificateFile != "":
			return "client_certificate_file"
		}
	}
	return ""
}

// microsofts tells the URLs of Business Central online and of its sign-in.
func microsofts(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Hostname()) {
	case "api.businesscentral.dynamics.com", "login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn":
		return true
	}
	return false
}
