package web

import (
	"context"

	"bcimport/importer"
	"bcimport/mapping"
)

// Accounts are who signs in at the targets, and the way to them. A secret is never part of
// what they return.
type Accounts interface {
	// SignedIn returns how a target signs in and, where a person does, who that is.
	SignedIn(target string) (SignedIn, error)
	// SignIn signs a person in and keeps the sign-in. show is called with the page to open and
	// the code to enter there.
	SignIn(ctx context.Context, target string, show func(page, code string)) (SignedIn, error)
	// SignOut forgets a person's sign-in.
	SignOut(target string) error
	// Examine looks at the way to a target step by step, changes nothing, and reports whether
	// all is well.
	Examine(ctx context.Context, target string, tell func(Finding)) (well bool, err error)
}

// SignedIn is a sign-in that is kept on this machine.
type SignedIn struct {
	// By is how the target signs in.
	By string
	// Person reports whether a person is signed in, and not a program.
	Person bool
	// User is who that is, as far as that was told, and Place where the sign-in is kept.
	User, Place string
}

// Finding is what looking at one step of the way to Business Central has shown.
type Finding struct {
	What, Words string
	Bad         bool
	Hints       []importer.Hint
	// About and Said are What and Words as data; without a format there are only the words.
	About, Said mapping.Phrase
}
