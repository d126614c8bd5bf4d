package remote

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"bcimport/importer"
)

// Access is what signs in to servers that speak SFTP. Stores of objects take theirs where
// the tools of their providers do.
type Access struct {
	// Getenv looks up a variable of the environment.
	Getenv func(name string) string
	// Home is the user's own folder, empty for none: .ssh/known_hosts is there.
	Home string
}

// The variables of the environment.
const (
	keyVariable        = "BCIMPORT_SFTP_KEY"            // a file
	passphraseVariable = "BCIMPORT_SFTP_KEY_PASSPHRASE" // of that file
	passwordVariable   = "BCIMPORT_SFTP_PASSWORD"
	hostsVariable      = "BCIMPORT_SFTP_KNOWN_HOSTS" // a file
	agentVariable      = "SSH_AUTH_SOCK"
)

// FromEnvironment is the access of this process.
func FromEnvironment() Access {
	home, _ := os.UserHomeDir() // a service may have none
	return Access{os.Getenv, home}
}

// client is how to sign in to a server; done lets go of what that needs.
func (a Access) client(user, address string) (config *ssh.ClientConfig, done func(), err error) {
	check, file, err := a.hosts()
	if err != nil {
		return nil, nil, err
	}
	methods, done, err := a.methods()
	if err != nil {
		return nil, nil, err
	}
	return &ssh.ClientConfig{
		User: user, Auth: methods, Timeout: patience, HostKeyAlgorithms: algorithms(check, address),
		HostKeyCallback: func(host string, remote net.Addr, key ssh.PublicKey) error {
			return hostError(check(host, remote, key), host, file, key)
		},
	}, done, nil
}

// hosts are the keys of servers that the user knows.
func (a Access) hosts() (check ssh.HostKeyCallback, file string, err error) {
	if file = a.Getenv(hostsVariable); file == "" && a.Home != "" {
		file = filepath.Join(a.Home, ".ssh", "known_hosts")
	}
	if file == "" {
		return nil, "", importer.Invalidf("there is no list of known servers").Hintf("set %s to a file of the form of known_hosts", hostsVariable)
	}
	if check, err = knownhosts.New(file); err != nil {
		return nil, "", importer.Invalidf("read the known servers: %w", err).
			Hintf("put the server's key, as its operator tells it, into this file, or set %s to another file", hostsVariable)
	}
	return check, file, nil
}

// hostError says what is wrong with a server's key.
func hostError(err error, host, file string, key ssh.PublicKey) error {
	var wrong *knownhosts.KeyError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong) && len(wrong.Want) > 0:
		return importer.Invalidf("the server %s has another key than %s says: %s", host, file, ssh.FingerprintSHA256(key)).
			Hintf("nothing was sent; ask the server's operator whether its key has changed before you correct the file")
	case errors.As(err, &wrong):
		return importer.Invalidf("the server %s is not in %s; its key is %s", host, file, ssh.FingerprintSHA256(key)).
			Hintf("compare the key with what the server's operator tells, and add it to the file, such as with ssh-keyscan")
	}
	return importer.Invalidf("the key of the server %s: %w", host, err)
}

// algorithms are those of the keys by which a server is known: it may have others, which it
// would rather show. None are known of a server that is not.
func algorithms(check ssh.HostKeyCallback, address string) []string {
	var known *knownhosts.KeyError
	if err := check(address, &net.TCPAddr{IP: net.IPv4zero}, noKey{}); !errors.As(err, &known) {
		return nil
	}
	var all []string
	for _, k := range known.Want {
		if k.Key.Type() == ssh.KeyAlgoRSA {
			all = append(all, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
			continue
		}
		all = append(all, k.Key.Type())
	}
	return all
}

// noKey is the key of no server.
type noKey struct{}

func (noKey) Type() string                        { return "none" }
func (noKey) Marshal() []byte                     { return nil }
func (noKey) Verify([]byte, *ssh.Signature) error { return errors.New("no key") }

// methods are the ways to sign in: the key of a file, or else those of an agent, and then
// the password.
func (a Access) methods() (methods []ssh.AuthMethod, done func(), err error) {
	done = func() {}
	if file := a.Getenv(keyVariable); file != "" {
		key, err := readKey(file, a.Getenv(passphraseVariable))
		if err != nil {
			return nil, nil, err
		}
		methods = append(methods, ssh.PublicKeys(key))
	} else if socket := a.Getenv(agentVariable); socket != "" {
		if conn, err := net.Dial("unix", socket); err == nil { // else it is one that has ended
			done = func() { conn.Close() }
			methods = append(methods, ssh.PublicKeysCallback(agent.NewClient(conn).Signers))
		}
	}
	if password := a.Getenv(passwordVariable); password != "" {
		methods = append(methods, ssh.Password(password), ssh.KeyboardInteractive(func(_, _ string, questions []string, echos []bool) ([]string, error) {
			if len(questions) == 0 {
				return nil, nil
			}
			if len(questions) > 1 || echos[0] {
				return nil, errors.New("the server asks for more than a password")
			}
			return []string{password}, nil
		}))
	}
	if len(methods) == 0 {
		return nil, nil, importer.Invalidf("nothing is set to sign in to an SFTP server with").
			Hintf("set %s to the file of a private key, or %s, or start an agent (%s)", keyVariable, passwordVariable, agentVariable)
	}
	return methods, done, nil
}

func readKey(file, passphrase string) (ssh.Signer, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, importer.Invalidf("read %s: %w", keyVariable, err)
	}
	key, err := ssh.ParsePrivateKey(text)
	if locked := (*ssh.PassphraseMissingError)(nil); errors.As(err, &locked) {
		if passphrase == "" {
			return nil, importer.Invalidf("the private key %s has a passphrase", file).Hintf("set %s", passphraseVariable)
		}
		key, err = ssh.ParsePrivateKeyWithPassphrase(text, []byte(passphrase))
	}
	if err != nil {
		return nil, importer.Invalidf("the private key %s: %w", file, err)
	}
	return key, nil
}

// refused says why a server was not opened.
func refused(err error, u *url.URL) error {
	var ours *importer.Problem
	switch {
	case errors.As(err, &ours):
		return ours
	case strings.Contains(err.Error(), "unable to authenticate"): // the library has no value for it
		return importer.Invalidf("the server %s does not let %s sign in", u.Host, u.User.Username()).
			Hintf("check the user, and the key, agent or password (%s, %s, %s)", keyVariable, agentVariable, passwordVariable)
	}
	return fmt.Errorf("connect to %s: %w", u.Host, err)
}
