package targets

import (
	"context"
	"errors"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/keychain"
)

// SignedIn is a person's sign-in that is kept on this machine.
type SignedIn struct {
	// By is how the target signs in.
	By string
	// Person reports whether a person is signed in, and not a program.
	Person bool
	// User is who that is; empty where that was not told.
	User string
	// Place is where the sign-in is kept.
	Place string
}

// SignInAuth is the value of the setting auth by which a person signs in.
const SignInAuth = string(businesscentral.DeviceCode)

// SignIn signs a person in and keeps the sign-in. show is called with the page to open and
// the code to enter there.
func (t *Target) SignIn(ctx context.Context, passphrase func() (string, error), show func(page, code string)) (SignedIn, error) {
	config, kept, err := t.forPerson(passphrase)
	if err != nil {
		return SignedIn{}, err
	}
	if config.Credentials.ClientID != "" {
		if err := kept.ready(); err != nil { // before a person has gone to the browser
			return SignedIn{}, err
		}
	}
	user, token, err := businesscentral.SignIn(ctx, config, show)
	if err != nil || ctx.Err() != nil {
		return SignedIn{}, errors.Join(err, ctx.Err())
	}
	if err := kept.Keep(token, user); err != nil {
		return SignedIn{}, importer.Invalidf("store the sign-in: %w", err)
	}
	_, place, err := kept.Owner()
	if err != nil {
		return SignedIn{}, importer.Invalidf("store the sign-in: %w", err)
	}
	return SignedIn{By: config.SignsInBy().String(), Person: true, User: user, Place: place}, nil
}

// SignedIn returns how the target signs in and, where a person does, who that is. It reads
// only the keychain.
func (t *Target) SignedIn(passphrase func() (string, error)) (SignedIn, error) {
	config, err := t.config(passphrase)
	if err != nil {
		return SignedIn{}, err
	}
	if err := config.Credentials.Validate(len(config.Apps) > 0); err != nil {
		return SignedIn{}, err
	}
	found := SignedIn{By: config.SignsInBy().String()}
	if config.Credentials.Auth != businesscentral.DeviceCode {
		return found, nil
	}
	kept, err := signInOf(config.Credentials, passphrase)
	if err != nil {
		return SignedIn{}, err
	}
	found.Person = true
	found.User, found.Place, err = kept.Owner()
	if errors.Is(err, keychain.ErrNotFound) {
		return SignedIn{}, importer.Invalidf("no user is signed in for %s", found.By).
			Hintf("sign in: %s, with the same target", importer.Step{Kind: importer.StepSignIn})
	}
	return found, err
}

// SignOut forgets a person's sign-in and reports whether there was one. unsure says why
// that can't be told.
func (t *Target) SignOut(passphrase func() (string, error)) (was bool, unsure, err error) {
	config, kept, err := t.forPerson(passphrase)
	if err != nil {
		return false, nil, err
	}
	if err := config.Credentials.Validate(false); err != nil {
		return false, nil, err
	}
	switch err := kept.Delete(); {
	case errors.Is(err, keychain.ErrUnavailable):
		return false, err, nil
	case errors.Is(err, keychain.ErrNotFound):
		return false, nil, nil
	case err != nil:
		return false, nil, importer.Invalidf("remove the sign-in: %w", err)
	}
	return true, nil, nil
}

// forPerson is the configuration of a person's sign-in.
func (t *Target) forPerson(passphrase func() (string, error)) (businesscentral.Config, *signIn, error) {
	config, err := t.config(passphrase)
	if err != nil {
		return config, nil, err
	}
	kept, err := signInOf(config.Credentials, passphrase)
	config.Credentials.Store = kept
	return config, kept, err
}
