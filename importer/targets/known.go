package targets

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bcimport/importer/businesscentral"
)

// Known is a target of a target file, as far as it is known without a connection and
// without its secrets.
type Known struct {
	Name                         string
	Tenant, Environment, Company string
	// Protected wants every writing to be confirmed, ApprovalRequired an approved plan.
	Protected, ApprovalRequired bool
	// Person reports whether a person signs in, and not a program.
	Person bool
	// Root is the API root, where the target says one; else it is made of the others.
	Root string
	// Users are the application users whose limits its requests count against, by their
	// client ids, or the user name; nil where the sign-in alone knows.
	Users []string
}

// Production reports whether the target's environment is that of real work, by either of
// what says it.
func (k Known) Production() bool {
	return strings.EqualFold(k.Environment, "production") || strings.EqualFold(businesscentral.EnvironmentOf(k.Root), "production")
}

// UserFile is the target file of the user's own configuration folder, whether it is there or
// not.
func UserFile() (string, error) {
	folder, err := os.UserConfigDir()
	return filepath.Join(folder, "bcimport", FileName), err
}

// List lists the targets of a target file, with what the environment says of them; none where
// there is no such file. The error joins what is wrong with those that are left out.
func List(file string) ([]Known, error) {
	o, err := Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return o.List()
}

// describe is what is known of a target.
func describe(c Choice, of block) Known {
	t := &Target{choice: c, values: map[string]string{}, block: of}
	for _, d := range Settings() {
		t.values[d.Key] = d.Fallback
	}
	t.fill()
	return Known{
		Name: c.Name, Tenant: t.Get("tenant"), Company: t.Get("company"),
		Environment: cmp.Or(t.Get("environment"), businesscentral.EnvironmentOf(t.Get("base_url"))),
		Root:        t.Get("base_url"),
		Users:       t.users(),
		Protected:   t.Protected(), ApprovalRequired: t.ApprovalRequired(), Person: t.Get("auth") == SignInAuth,
	}
}

// users are the application users of a target.
func (t *Target) users() []string {
	var users []string
	for _, a := range t.block.apps {
		users = append(users, a.ClientID)
	}
	for _, key := range []string{"client_id", "username"} {
		if user := t.Get(key); user != "" && len(users) == 0 {
			users = []string{user}
		}
	}
	return users
}
