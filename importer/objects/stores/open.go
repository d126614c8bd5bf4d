// Package stores opens stores of objects by their addresses: a folder, Azure Blob, S3.
package stores

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/objects"
)

const (
	schemeFile   = "file"
	schemeAzblob = "azblob"
	schemeS3     = "s3"
)

// ErrNotBuiltIn is the error for a store in a cloud in a program that is built without
// their clients (tag slim), which every run pays for in memory.
var ErrNotBuiltIn = errors.New("this program is built without clouds")

// CheckBuiltIn returns ErrNotBuiltIn if the program can't open stores of a scheme.
func CheckBuiltIn(scheme string) error {
	if (scheme == schemeAzblob || scheme == schemeS3) && !cloudsBuiltIn {
		return ErrNotBuiltIn
	}
	return nil
}

// IsAddress reports whether a text is an address of a store, or of an object in one.
func IsAddress(text string) bool {
	scheme, _, found := strings.Cut(text, "://")
	return found && (scheme == schemeFile || scheme == schemeAzblob || scheme == schemeS3)
}

// Open opens a store: file:///FOLDER, azblob://CONTAINER or s3://BUCKET, with a prefix for
// all names as the path, and in the query what else the provider needs (those of
// gocloud.dev: domain, protocol, region, endpoint and others). Credentials come from where
// the provider's own tools have them: AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY,
// AZURE_STORAGE_SAS_TOKEN or a managed identity; AWS_ACCESS_KEY_ID and the rest. Nothing
// is sent before the first call to the store. Without clouds in the program the error is
// ErrNotBuiltIn.
func Open(ctx context.Context, address string) (objects.Store, error) {
	u, err := url.Parse(address)
	if err != nil || !IsAddress(address) {
		return nil, invalid(address, errors.New("it is not the address of a store"))
	}
	if u.User != nil {
		return nil, importer.Invalidf("open store %s://%s: the address holds a name or a secret", u.Scheme, u.Host).
			Hintf("set the credentials in the environment, as the provider's own tools have them")
	}
	if u.Scheme == schemeFile {
		return openFolder(u)
	}
	if host := plain(u); host != "" {
		return nil, importer.Invalidf("open store %s: %s would be reached over http", WithoutQuery(address), host).
			Hintf("use https: whatever is on the way can read what http carries")
	}
	prefix := strings.Trim(u.Path, "/")
	if prefix != "" {
		if err := objects.CheckName(prefix); err != nil {
			return nil, invalid(address, err)
		}
		prefix += "/"
	}
	u.Path = ""
	if err := CheckBuiltIn(u.Scheme); err != nil {
		return nil, importer.Invalidf("open store %s: %w", WithoutQuery(address), err)
	}
	store, err := openCloud(ctx, u)
	if err != nil && strings.Contains(err.Error(), "AccountName is required") {
		return nil, importer.Invalidf("open store %s: no storage account is named", WithoutQuery(address)).
			Hintf("set AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING")
	}
	if err != nil { // which repeats the address
		return nil, invalid(address, errors.New(strings.ReplaceAll(err.Error(), "?"+u.RawQuery, "")))
	}
	return objects.Below(store, prefix), nil
}

// plain is the host, other than this machine, to which a connection would not be encrypted;
// empty: none. azureblob refuses that itself.
func plain(u *url.URL) string {
	if u.Scheme != schemeS3 {
		return ""
	}
	at, err := url.Parse(cmp.Or(u.Query().Get("endpoint"), os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL")))
	if err != nil || at.Scheme != "http" || at.Hostname() == "localhost" {
		return ""
	}
	if ip, err := netip.ParseAddr(at.Hostname()); err == nil && ip.IsLoopback() {
		return ""
	}
	return at.Host
}

func openFolder(u *url.URL) (objects.Store, error) {
	if u.Host != "" && u.Host != "localhost" || u.Path == "" || u.RawQuery != "" {
		return nil, invalid(u.String(), errors.New("the address of a folder has three slashes and its whole path"))
	}
	path := u.Path
	if len(path) > 2 && path[2] == ':' { // file:///C:/nights
		path = path[1:]
	}
	return objects.OpenFolder(filepath.FromSlash(path))
}

func invalid(address string, err error) error {
	return importer.Invalidf("open store %s: %w", WithoutQuery(address), err).
		Hintf("write it as file:///FOLDER, azblob://CONTAINER/PREFIX or s3://BUCKET/PREFIX")
}

// WithoutQuery is an address as it can be shown: a query may hold a secret.
func WithoutQuery(address string) string {
	shown, _, _ := strings.Cut(address, "?")
	return shown
}

// Probe finds out whether a store can be written to and lets an object be made only once:
// whatever relies on that must not begin where it is not so.
func Probe(ctx context.Context, s objects.Store) error {
	name := "probe/" + time.Now().UTC().Format("20060102T150405") + "-" + rand.Text()
	if err := s.Create(ctx, name, []byte("first")); err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	err := s.Create(ctx, name, []byte("second"))
	if err == nil {
		err = importer.Invalidf("the store lets an object be made twice").
			Hintf("use Azure Blob, S3, or a folder whose file system knows hard links")
	} else if errors.Is(err, objects.ErrExists) {
		err = nil
	}
	return errors.Join(err, s.Delete(ctx, name))
}
