package connections

import (
	"context"

	"bcimport/importer"
	"bcimport/importer/targets"
	"bcimport/importer/web"
)

// SignedIn returns how a target signs in and, where a person does, who that is.
func (c *Connections) SignedIn(name string) (web.SignedIn, error) {
	if name == Practice {
		return web.SignedIn{}, nil
	}
	target, err := c.resolve(name)
	if err != nil {
		return web.SignedIn{}, err
	}
	found, err := target.SignedIn(nil)
	return web.SignedIn(found), err
}

// SignIn signs a person in and keeps the sign-in.
func (c *Connections) SignIn(ctx context.Context, name string, show func(page, code string)) (web.SignedIn, error) {
	target, err := c.person(name)
	if err != nil {
		return web.SignedIn{}, err
	}
	found, err := target.SignIn(ctx, nil, show)
	return web.SignedIn(found), err
}

// SignOut forgets a person's sign-in.
func (c *Connections) SignOut(name string) error {
	target, err := c.person(name)
	if err != nil {
		return err
	}
	_, unsure, err := target.SignOut(nil)
	if err == nil {
		err = unsure
	}
	return err
}

// Examine looks at the way to a target step by step.
func (c *Connections) Examine(ctx context.Context, name string, tell func(web.Finding)) (bool, error) {
	target, err := c.resolve(name)
	if err != nil {
		return false, err
	}
	options := c.options()
	options.Patience = patience
	return target.Examine(ctx, options, func(f targets.Finding) {
		tell(web.Finding{What: f.What, Words: f.Words, Bad: f.Bad, Hints: f.Hints, About: f.About, Said: f.Said})
	})
}

// person is a target as a person signs in at it.
func (c *Connections) person(name string) (*targets.Target, error) {
	if name == Practice {
		return nil, importer.Invalidf("the practice company needs no sign-in")
	}
	choice, err := c.choice(name)
	if err != nil {
		return nil, err
	}
	choice.EndpointOptional, choice.Values = true, map[string]string{"auth": targets.SignInAuth}
	return targets.Resolve(choice)
}

func (c *Connections) resolve(name string) (*targets.Target, error) {
	choice, err := c.choice(name)
	if err != nil {
		return nil, err
	}
	return targets.Resolve(choice)
}
