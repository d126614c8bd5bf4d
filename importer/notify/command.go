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

// call runs the command with the message on its stdin. What it prints goes nowhere:
// nobody knows what is in it.
func (n *Notifier) call(ctx context.Context, m Message) error {
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
		return errors.New("command: it did not end in time and was ended")
	case errors.As(err, &exit):
		return fmt.Errorf("command: %s", exit)
	}
	return fmt.Errorf("command: %w", err)
}

// ofSignIn tells the variables that this program and Azure's identities sign in by.
func ofSignIn(name string) bool {
	return slices.ContainsFunc([]string{"BCIMPORT_", "AZURE_", "IDENTITY_", "MSI_"}, func(prefix string) bool {
		return strings.HasPrefix(strings.ToUpper(name), prefix)
	})
}

// withheld is an environment without what signs in and without the variables named,
// which hold secrets.
func withheld(environ, names []string) []string {
	kept := []string{}
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !ofSignIn(name) && !slices.ContainsFunc(names, func(secret string) bool { return strings.EqualFold(secret, name) }) {
			kept = append(kept, entry)
		}
	}
	return kept
}
