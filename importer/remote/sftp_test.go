package remote_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"

	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"bcimport/importer"
	"bcimport/importer/remote"
)

const password = "hunter2-éß"

// host is an SFTP server on loopback whose files are those of a folder of this machine.
type host struct {
	dir     string
	address string
	key     ssh.Signer
	user    ssh.PublicKey // who may sign in by key
	asks    bool          // the password is asked for, as keyboard-interactive does
	listen  net.Listener
	all     sync.WaitGroup

	cutAfter atomic.Int64 // bytes to send on a connection before it is cut; 0: never
}

func newSigner(t *testing.T) (ssh.Signer, ed25519.PrivateKey) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	signer, err := ssh.NewSignerFromKey(private)
	must(t, err)
	return signer, private
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func serve(t *testing.T, change ...func(*host)) *host {
	t.Helper()
	h := &host{dir: t.TempDir()}
	h.key, _ = newSigner(t)
	for _, c := range change {
		c(h)
	}
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.listen, h.address = listen, listen.Addr().String()
	h.all.Go(func() {
		for {
			conn, err := listen.Accept()
			if err != nil {
				return
			}
			h.all.Go(func() { h.talk(conn) })
		}
	})
	t.Cleanup(func() {
		listen.Close()
		h.all.Wait()
	})
	return h
}

func (h *host) config() *ssh.ServerConfig {
	c := &ssh.ServerConfig{}
	if h.asks {
		c.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil || len(answers) != 1 || answers[0] != password {
				return nil, errors.New("no")
			}
			return nil, nil
		}
	} else {
		c.PasswordCallback = func(about ssh.ConnMetadata, given []byte) (*ssh.Permissions, error) {
			if about.User() != "crm" || string(given) != password {
				return nil, errors.New("no")
			}
			return nil, nil
		}
	}
	c.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if h.user == nil || !bytes.Equal(key.Marshal(), h.user.Marshal()) {
			return nil, errors.New("no")
		}
		return nil, nil
	}
	c.AddHostKey(h.key)
	return c
}

func (h *host) talk(conn net.Conn) {
	defer conn.Close()
	if n := h.cutAfter.Load(); n > 0 {
		conn = &cut{Conn: conn, left: n}
	}
	_, channels, requests, err := ssh.NewServerConn(conn, h.config())
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, asked, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range asked {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		server, err := sftp.NewServer(channel, sftp.WithServerWorkingDirectory(h.dir))
		if err != nil {
			return
		}
		h.all.Go(func() {
			_ = server.Serve() // ends with the connection
			channel.Close()
		})
	}
}

// cut is a connection that breaks when so much was sent.
type cut struct {
	net.Conn
	mu   sync.Mutex
	left int64
}

func (c *cut) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left -= int64(len(p)); c.left < 0 {
		c.Conn.Close()
		return 0, net.ErrClosed
	}
	return c.Conn.Write(p)
}

// url is the address of a file of the server, which a path has from its root.
func (h *host) url(name string) string {
	return "sftp://crm@" + h.address + filepath.ToSlash(filepath.Join(h.dir, name))
}

// access is an environment in which the server is known by a key, and what else is set.
func (h *host) access(t *testing.T, key ssh.PublicKey, set map[string]string) remote.Access {
	t.Helper()
	home := t.TempDir()
	must(t, os.Mkdir(filepath.Join(home, ".ssh"), 0o700))
	line := ""
	if key != nil {
		line = knownhosts.Line([]string{h.address}, key) + "\n"
	}
	must(t, os.WriteFile(filepath.Join(home, ".ssh", "known_hosts"), []byte(line), 0o600))
	return remote.Access{Getenv: func(name string) string { return set[name] }, Home: home}
}

func (h *host) known(t *testing.T) remote.Access {
	t.Helper()
	return h.access(t, h.key.PublicKey(), map[string]string{"BCIMPORT_SFTP_PASSWORD": password})
}

func (h *host) write(t *testing.T, name, text string) {
	t.Helper()
	place := filepath.Join(h.dir, name)
	must(t, os.MkdirAll(filepath.Dir(place), 0o700))
	must(t, os.WriteFile(place, []byte(text), 0o600))
}

func TestFetch_CopiesAFileWholeWithItsNameAndTime(t *testing.T) {
	t.Parallel()
	h := serve(t)
	text := strings.Repeat("No,E-Mail\r\n", 200_000)
	h.write(t, "out/Kontakte ü.csv", text)
	changed := time.Date(2026, 11, 25, 2, 0, 4, 0, time.UTC)
	must(t, os.Chtimes(filepath.Join(h.dir, "out/Kontakte ü.csv"), changed, changed))
	into := t.TempDir()
	path, err := remote.Fetch(t.Context(), h.url("out/Kontakte%20ü.csv"), into, h.known(t))
	must(t, err)
	data, err := os.ReadFile(path)
	must(t, err)
	info, err := os.Stat(path)
	must(t, err)
	if path != filepath.Join(into, "Kontakte ü.csv") || string(data) != text || !info.ModTime().Equal(changed) {
		t.Errorf("%s has %d bytes and is of %v", path, len(data), info.ModTime())
	}
}

func TestFetch_SignsInByAKeyFileAndByAQuestion(t *testing.T) {
	t.Parallel()
	signer, private := newSigner(t)
	file := filepath.Join(t.TempDir(), "key")
	block, err := ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte("open"))
	must(t, err)
	must(t, os.WriteFile(file, pem.EncodeToMemory(block), 0o600))
	h := serve(t, func(h *host) { h.user, h.asks = signer.PublicKey(), true })
	h.write(t, "a.csv", "x")
	for name, tt := range map[string]struct {
		set  map[string]string
		want string // in the error
	}{
		"a key with its passphrase": {map[string]string{"BCIMPORT_SFTP_KEY": file, "BCIMPORT_SFTP_KEY_PASSPHRASE": "open"}, ""},
		"a key without it":          {map[string]string{"BCIMPORT_SFTP_KEY": file}, "has a passphrase"},
		"a key with a wrong one":    {map[string]string{"BCIMPORT_SFTP_KEY": file, "BCIMPORT_SFTP_KEY_PASSPHRASE": "hunter2"}, "the private key"},
		"no such key":               {map[string]string{"BCIMPORT_SFTP_KEY": file + "x"}, "read BCIMPORT_SFTP_KEY"},
		"an agent that has ended":   {map[string]string{"SSH_AUTH_SOCK": file + "x"}, "nothing is set to sign in"},
		"a password, asked for":     {map[string]string{"BCIMPORT_SFTP_PASSWORD": password}, ""},
		"a wrong one, asked for":    {map[string]string{"BCIMPORT_SFTP_PASSWORD": "hunter2"}, "does not let crm sign in"},
		"nothing":                   {nil, "nothing is set to sign in"},
	} {
		_, err := remote.Fetch(t.Context(), h.url("a.csv"), t.TempDir(), h.access(t, h.key.PublicKey(), tt.set))
		refused(t, name, err, tt.want)
	}
}

// refused holds an error to words of it, "" for none; it says what to do, and no secret.
func refused(t *testing.T, name string, err error, want string) {
	t.Helper()
	switch {
	case err == nil && want == "":
	case err == nil || want == "" || !strings.Contains(err.Error(), want):
		t.Errorf("%s: %v, want %q", name, err, want)
	case importer.KindOf(err) != importer.KindInvalid:
		t.Errorf("%s: of no kind: %v", name, err)
	case strings.Contains(err.Error(), "hunter2"):
		t.Errorf("%s: a secret is shown: %v", name, err)
	}
}

func TestFetch_TrustsOnlyAServerWhoseKeyIsKnown(t *testing.T) {
	t.Parallel()
	h := serve(t)
	h.write(t, "a.csv", "x")
	other, _ := newSigner(t)
	set := map[string]string{"BCIMPORT_SFTP_PASSWORD": password}
	fetch := func(a remote.Access) error {
		into := t.TempDir()
		_, err := remote.Fetch(t.Context(), h.url("a.csv"), into, a)
		if left, _ := os.ReadDir(into); err != nil && len(left) > 0 {
			t.Errorf("%v is left", left)
		}
		return err
	}
	refused(t, "known", fetch(h.access(t, h.key.PublicKey(), set)), "")
	refused(t, "unknown", fetch(h.access(t, nil, set)), "is not in ")
	refused(t, "another key", fetch(h.access(t, other.PublicKey(), set)), "has another key than")
	refused(t, "no list", fetch(remote.Access{Getenv: func(n string) string { return set[n] }}), "no list of known servers")
	named := h.access(t, nil, nil)
	named.Getenv = func(n string) string {
		if n == "BCIMPORT_SFTP_KNOWN_HOSTS" {
			return filepath.Join(h.known(t).Home, ".ssh", "known_hosts")
		}
		return set[n]
	}
	refused(t, "named list", fetch(named), "")
	refused(t, "wrong password", fetch(h.access(t, h.key.PublicKey(), map[string]string{"BCIMPORT_SFTP_PASSWORD": "hunter2"})), "does not let crm sign in")
}

// Wherever a connection is cut, the file is there whole or not at all.
func TestFetch_LeavesNothingOfAConnectionThatIsCut(t *testing.T) {
	t.Parallel()
	h := serve(t)
	text := strings.Repeat("0123456789", 20_000)
	h.write(t, "a.csv", text)
	failed := 0
	for _, n := range []int64{1, 500, 2_000, 5_000, 50_000, 100_000, 199_000, 203_000, 210_000} {
		h.cutAfter.Store(n)
		into := t.TempDir()
		path, err := remote.Fetch(t.Context(), h.url("a.csv"), into, h.known(t))
		left, _ := os.ReadDir(into)
		data, _ := os.ReadFile(path)
		switch {
		case err == nil && string(data) != text, err != nil && len(left) > 0:
			t.Errorf("cut after %d: %v, %d bytes, left %v", n, err, len(data), left)
		case err != nil:
			failed++
		}
	}
	if failed < 5 {
		t.Errorf("%d failed", failed)
	}
}

func TestFetch_EndsWithItsCaller(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	must(t, err)
	defer silent.Close()
	h := serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err = remote.Fetch(ctx, "sftp://crm@"+silent.Addr().String()+"/a.csv", t.TempDir(), h.known(t))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestFetch_RefusesWhatIsNoFile(t *testing.T) {
	t.Parallel()
	h := serve(t)
	h.write(t, "out/a.csv", "x")
	for _, name := range []string{"out", "none.csv", "out/", "a:b.csv"} {
		if _, err := remote.Fetch(t.Context(), h.url("")+"/"+name, t.TempDir(), h.known(t)); importer.KindOf(err) != importer.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := remote.Fetch(t.Context(), h.url("none.csv"), t.TempDir(), h.known(t))
	if !errors.Is(err, fs.ErrNotExist) || len(importer.Hints(err)) == 0 {
		t.Errorf("%v", err)
	}
}

func TestCheck_RefusesAddressesThatHoldSecretsAndShowsNone(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"sftp://crm:hunter2@files/a.csv", "sftp://crm:hun/ter2@files/a.csv", "sftp://crm:22/hunter2@files/a.csv", "sftp://crm:@files/a.csv",
		"azblob://key:hunter2@box/a.csv", "s3://hunter2@box/a.csv", "sftp://files/a.csv", "sftp:///a.csv", "sftp://crm@files/a.csv?password=hunter2",
		"file://server/share/a.csv", "file:///a.csv?x=hunter2", "sftp://crm@files/a.csv#hunter2", "sftp://crm@files/%zz?hunter2", "https://files/a.csv",
	} {
		err := remote.Check(address)
		if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "ter2") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"sftp://crm@files:2222/out/a.csv", "azblob://box/a.csv?domain=x", "s3://box/a.csv", "file:///data/a.csv"} {
		must(t, remote.Check(address))
	}
}
