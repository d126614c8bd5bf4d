package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"
)

// Ask asks for a line. It can't be interrupted: when ctx ends first, which is the error,
// the read ends with the process.
func (c *Console) Ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(c.Err, question)
	answers := make(chan string, 1)
	go func() {
		answer, _ := bufio.NewReader(c.In).ReadString('\n')
		answers <- answer
	}()
	select {
	case answer := <-answers:
		return strings.TrimSpace(answer), nil
	case <-ctx.Done():
		fmt.Fprintln(c.Err)
		return "", ctx.Err()
	}
}

// AskSecret asks for a line that is not shown; it is empty where nobody can be asked.
func (c *Console) AskSecret(ctx context.Context, question string) (string, error) {
	in, ok := c.In.(*os.File)
	if !ok || !c.Interactive() {
		return "", nil
	}
	shown, err := term.GetState(int(in.Fd()))
	if err != nil {
		return "", err
	}
	fmt.Fprint(c.Err, question)
	typed := make(chan string, 1)
	go func() {
		text, _ := term.ReadPassword(int(in.Fd()))
		typed <- string(text)
	}()
	select {
	case text := <-typed:
		fmt.Fprintln(c.Err)
		return text, nil
	case <-ctx.Done():
		fmt.Fprintln(c.Err)
		return "", errors.Join(ctx.Err(), term.Restore(int(in.Fd()), shown))
	}
}
