package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// runCommand runs the command with the message on its stdin. Its output is dropped, since
// it may hold anything.
func (n *Notifier) runCommand(ctx context.Context, m Message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("command: %w", err)
	}
	cmd := exec.CommandContext(ctx, n.command[0], n.command[1:]...)
	cmd.Env = n.environ
	cmd.Stdin = bytes.NewReader(append(body, '\n'))
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return errors.New("command: it did not end in time and was stopped")
	case errors.As(err, &exit):
		return fmt.Errorf("command: %s", exit)
	}
	return fmt.Errorf("command: %w", err)
}

// isSignIn reports whether a variable is one by which this program or one of Azure's
// identities signs in.
func isSignIn(name string) bool {
	return slices.ContainsFunc([]string{"BCIMPORT_", "AZURE_", "IDENTITY_", "MSI_"}, func(prefix string) bool {
		return strings.HasPrefix(strings.ToUpper(name), prefix)
	})
}

// withoutSecrets returns an environment without the variables that sign in and without
// those named, which hold secrets.
func withoutSecrets(environ, names []string) []string {
	kept := []string{}
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !isSignIn(name) && !slices.ContainsFunc(names, func(secret string) bool { return strings.EqualFold(secret, name) }) {
			kept = append(kept, entry)
		}
	}
	return kept
}
