package remote

import (
	"context"
	"errors"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/objects"
	"bcimport/importer/objects/stores"
)

const (
	schemeFile = "file"
	schemeSFTP = "sftp"
)

// Is reports whether a text is the address of a file or a folder elsewhere, rather than a
// path.
func Is(text string) bool {
	scheme, _, found := strings.Cut(text, "://")
	return found && slices.Contains([]string{schemeFile, schemeSFTP, "azblob", "s3"}, scheme)
}

// Shown is an address as people are shown it: without what may be a secret.
func Shown(address string) string {
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		address = address[:end]
	}
	scheme, rest, _ := strings.Cut(address, "://")
	at := strings.LastIndex(rest, "@")
	switch {
	case at < 0:
		return address
	case scheme != schemeSFTP:
		return scheme + "://" + rest[at+1:]
	}
	user, _, _ := strings.Cut(rest[:at], ":")
	return scheme + "://" + user + rest[at:]
}

// Check refuses what can't be an address, and what this program can't reach:
// stores.ErrNotBuiltIn. It connects to nothing.
func Check(address string) error {
	u, err := parse(address)
	if err != nil {
		return err
	}
	if err := stores.CheckBuiltIn(u.Scheme); err != nil {
		return importer.Invalidf("%s: %w", Shown(address), err)
	}
	return nil
}

func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	wrong := func(words string) *importer.Problem {
		return importer.Invalidf("%s: %s", Shown(address), words)
	}
	switch {
	case err != nil || !Is(address) || u.Fragment != "":
		return nil, wrong("it is not an address").
			Hintf("write it as sftp://USER@HOST/FOLDER/FILE, azblob://CONTAINER/FILE, s3://BUCKET/FILE or file:///FOLDER/FILE")
	case u.User != nil && (u.Scheme != schemeSFTP || strings.Contains(u.User.String(), ":")):
		return nil, wrong("the address holds a password or a key").
			Hintf("others can read addresses; set the secret in the environment, such as %s, and leave it out", passwordVariable)
	case u.Scheme == schemeFile && (u.Host != "" && u.Host != "localhost" || u.RawQuery != ""):
		return nil, wrong("the address of a file on this machine has three slashes and its whole path")
	case u.Scheme != schemeFile && u.Hostname() == "":
		return nil, wrong("the address names no host, container or bucket")
	case u.Scheme == schemeSFTP && (u.User == nil || u.User.Username() == ""):
		return nil, wrong("the address names no user").Hintf("write it as sftp://USER@HOST/FOLDER/FILE")
	case u.Scheme == schemeSFTP && u.RawQuery != "":
		return nil, wrong("the address has a query, which SFTP does not know")
	}
	return u, nil
}

// openFolder opens the folder at an address.
func openFolder(ctx context.Context, u *url.URL, a Access) (folder, error) {
	switch u.Scheme {
	case schemeFile:
		return local{localPath(u.Path)}, nil
	case schemeSFTP:
		return dial(ctx, u, a)
	}
	store, err := stores.Open(ctx, u.String())
	if err != nil {
		return nil, err
	}
	return stored{store}, nil
}

// openFolderOf opens the folder that the file at an address is in.
func openFolderOf(ctx context.Context, u *url.URL, a Access) (f folder, name string, err error) {
	dir, name := path.Split(u.Path)
	if err := checkName(name); err != nil {
		return nil, "", err
	}
	of := *u
	of.Path, of.RawPath = dir, ""
	f, err = openFolder(ctx, &of, a)
	return f, name, err
}

// localPath is a path of an address as this system writes it: /C:/nights is C:\nights.
func localPath(of string) string {
	if filepath.Separator == '\\' && len(of) > 2 && of[2] == ':' {
		of = of[1:]
	}
	return filepath.FromSlash(of)
}

// checkName refuses names that this machine can't keep, or would keep elsewhere.
func checkName(name string) error {
	if strings.Contains(name, "/") {
		return errors.New("it is not the name of a file")
	}
	return objects.CheckName(name)
}
