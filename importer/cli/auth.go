package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
	"bcimport/reports/lines"
)

func newAuth(c *terminal.Console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "auth",
		Short: "Sign in as a person, see who is signed in, sign out",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return importer.Invalidf("auth needs a subcommand").Hintf("run %s --help", cmd.CommandPath())
		},
	}
	cmd.AddCommand(
		newAuthVerb("login", "Sign in by entering a code in a browser, for --auth device-code",
			`login shows the address of a page and a code to enter there; the browser may be on another
machine. The sign-in is kept in the keychain of the operating system or, without a keychain
or with BCIMPORT_KEYCHAIN=file, in a file encrypted with BCIMPORT_PASSPHRASE. Commands with
the same target and auth: device-code then need no sign-in until it expires. The app
registration must allow public client flows.`, c, login),
		newAuthVerb("status", "Show how a target signs in, and who is signed in",
			`status reads only the keychain; doctor tests the sign-in. It ends with 1 when the sign-in
lacks something.`, c, status),
		newAuthVerb("logout", "Remove a person's sign-in",
			`logout removes the sign-in that login has kept on this machine.`, c, logout),
	)
	return cmd
}

func newAuthVerb(verb, short, long string, c *terminal.Console, do func(context.Context, *settings, *terminal.Console) error) *cobra.Command {
	s := &settings{choice: targets.Choice{EndpointOptional: true}}
	cmd := &cobra.Command{
		Use: verb, Short: short, Long: long, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s.passphrase = askPassphrase(cmd.Context(), c)
			if s.choice.Sandbox {
				return importer.Invalidf("the sandbox of --sandbox signs in by itself").Hintf("to try auth %s, run `bcimport sandbox` and set its address", verb)
			}
			if verb != "status" { // a person's, whatever else the target signs in with; hosts are judged by it
				if err := cmd.Flags().Set("auth", targets.SignInAuth); err != nil {
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

func login(ctx context.Context, s *settings, c *terminal.Console) error {
	signedIn, err := s.target.SignIn(ctx, s.passphrase, func(page, code string) {
		c.Say("open %s in a browser and enter the code %s", lines.Line(page), lines.Line(code))
	})
	switch {
	case ctx.Err() != nil:
		return runs.Interrupted()
	case err != nil:
		return flagError(err)
	}
	_, err = fmt.Fprintf(c.Out, "signed in as %s, kept in %s\n", unnamed(signedIn.User), signedIn.Place)
	return err
}

func status(_ context.Context, s *settings, c *terminal.Console) error {
	signedIn, err := s.target.SignedIn(s.passphrase)
	if err != nil {
		return flagError(err)
	}
	words := signedIn.By
	if signedIn.Person {
		words += ", signed in as " + unnamed(signedIn.User) + ", kept in " + signedIn.Place
	}
	_, err = fmt.Fprintln(c.Out, words)
	return err
}

func logout(_ context.Context, s *settings, c *terminal.Console) error {
	was, unsure, err := s.target.SignOut(s.passphrase)
	if err != nil {
		return flagError(err)
	}
	words := "no one was signed in"
	switch {
	case was:
		words = "signed out"
	case unsure != nil:
		words += "; the keychain could not be read: " + unsure.Error()
	}
	_, err = fmt.Fprintln(c.Out, words)
	return err
}

func unnamed(user string) string {
	if user == "" {
		return "an unnamed user"
	}
	return user
}
