package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/keychain"
	"bcimport/reports/lines"
)

func newAuth(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "auth",
		Short: "Sign in as a person, see who is signed in, sign out",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return importer.Invalidf("auth needs a verb").Hintf("see %s --help", cmd.CommandPath())
		},
	}
	cmd.AddCommand(
		newAuthVerb("login", "Sign in by entering a code in a browser, for --auth device-code",
			`login shows a page and a code to enter there; the browser may be on another machine. The
sign-in is kept in the keychain of the operating system, and where there is none (or with
BCIMPORT_KEYCHAIN=file) in a file that BCIMPORT_PASSPHRASE encrypts. Commands with the same
target and auth: device-code then go on without asking, until the sign-in ends. The app
registration must allow public client flows.`, c, login),
		newAuthVerb("status", "Show how a target signs in, and who is signed in",
			`status asks nobody but the keychain; doctor tries the sign-in. It ends with 1 where
something that the sign-in needs is missing.`, c, status),
		newAuthVerb("logout", "Forget a person's sign-in",
			`logout forgets what login has kept on this machine.`, c, logout),
	)
	return cmd
}

func newAuthVerb(verb, short, long string, c *console, do func(context.Context, *settings, *console) error) *cobra.Command {
	s := &settings{placeless: true}
	cmd := &cobra.Command{
		Use: verb, Short: short, Long: long, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s.passphrase = askPassphrase(cmd.Context(), c)
			if s.sandbox {
				return importer.Invalidf("the sandbox of --sandbox signs in by itself").Hintf("to try auth %s, serve it with `bcimport sandbox` and name its address", verb)
			}
			if verb != "status" { // a person's, whatever else the target signs in with; hosts are judged by it
				if err := cmd.Flags().Set("auth", string(businesscentral.DeviceCode)); err != nil {
					return err
				}
			}
			if err := s.resolve(); err != nil {
				return err
			}
			return do(cmd.Context(), s, c)
		},
	}
	cmd.Flags().SortFlags = false
	s.addFlags(cmd.Flags())
	return cmd
}

// forPerson is the configuration of a person's sign-in.
func (s *settings) forPerson() (businesscentral.Config, *signIn, error) {
	config, err := s.config()
	if err != nil {
		return config, nil, err
	}
	kept, err := s.signIn(config.Credentials)
	config.Credentials.Store = kept
	return config, kept, err
}

func login(ctx context.Context, s *settings, c *console) error {
	config, kept, err := s.forPerson()
	if err != nil {
		return err
	}
	if config.Credentials.ClientID != "" {
		if err := kept.ready(); err != nil { // before a person has gone to the browser
			return err
		}
	}
	user, token, err := businesscentral.SignIn(ctx, config, func(page, code string) {
		c.say("open %s in a browser and enter the code %s", lines.Line(page), lines.Line(code))
	})
	switch {
	case ctx.Err() != nil:
		return errInterruptedEarly()
	case err != nil:
		return err
	}
	if err := kept.Keep(token, user); err != nil {
		return importer.Invalidf("keep the sign-in: %w", err)
	}
	_, place, err := kept.Owner()
	if err != nil {
		return importer.Invalidf("keep the sign-in: %w", err)
	}
	_, err = fmt.Fprintf(c.Out, "signed in as %s, kept in %s\n", unnamed(user), place)
	return err
}

func status(_ context.Context, s *settings, c *console) error {
	config, err := s.config()
	if err != nil {
		return err
	}
	if err := config.Credentials.Validate(len(config.Apps) > 0); err != nil {
		return err
	}
	words := config.SignsInBy()
	if config.Credentials.Auth == businesscentral.DeviceCode {
		kept, err := s.signIn(config.Credentials)
		if err != nil {
			return err
		}
		owner, place, err := kept.Owner()
		if errors.Is(err, keychain.ErrNotFound) {
			return importer.Invalidf("nobody is signed in for %s", words).Hintf("sign in: bcimport auth login, with the same target")
		}
		if err != nil {
			return err
		}
		words += ", signed in as " + unnamed(owner) + ", kept in " + place
	}
	_, err = fmt.Fprintln(c.Out, words)
	return err
}

func logout(_ context.Context, s *settings, c *console) error {
	config, kept, err := s.forPerson()
	if err != nil {
		return err
	}
	if err := config.Credentials.Validate(false); err != nil {
		return err
	}
	words := "signed out"
	if err := kept.Delete(); errors.Is(err, keychain.ErrSilent) {
		words = "nobody was signed in, as far as can be told: " + err.Error()
	} else if errors.Is(err, keychain.ErrNotFound) {
		words = "nobody was signed in"
	} else if err != nil {
		return importer.Invalidf("forget the sign-in: %w", err)
	}
	_, err = fmt.Fprintln(c.Out, words)
	return err
}

func unnamed(user string) string {
	if user == "" {
		return "somebody whose name was not told"
	}
	return user
}

// notSignedIn says in the adapter's words that there is no sign-in.
func notSignedIn(err error) error {
	if errors.Is(err, keychain.ErrNotFound) {
		return fmt.Errorf("%w: %w", businesscentral.ErrNotSignedIn, err)
	}
	return err
}
