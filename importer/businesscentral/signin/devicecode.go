package signin

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// ErrNotSignedIn means that a store holds no sign-in.
var ErrNotSignedIn = importer.Errorf("no one is signed in")

// Store keeps a person's sign-in between runs. Load returns ErrNotSignedIn if there is none.
type Store interface {
	Load() (refreshToken string, err error)
	Save(refreshToken string) error
}

// deviceConfig returns the configuration of a public client, which has no secret.
func deviceConfig(k Credentials) oauth2.Config {
	return oauth2.Config{
		ClientID: k.ClientID,
		Endpoint: oauth2.Endpoint{
			TokenURL: k.TokenURL,
			// Entra's is beside its token endpoint (entra: v2-oauth2-device-code).
			DeviceAuthURL: strings.TrimSuffix(k.TokenURL, "/token") + "/devicecode",
			AuthStyle:     oauth2.AuthStyleInParams,
		},
		Scopes: append(strings.Fields(k.Scope), "offline_access", "openid", "profile"),
	}
}

// ByDeviceCode signs a person in by device code. It shows the code and where to enter it, and
// waits until the person has done so, the code expires or ctx ends. It returns the person's
// user name, empty if the service does not send it, and the refresh token for the
// credentials' store.
func ByDeviceCode(ctx context.Context, k Credentials, client *http.Client, show func(address, code string)) (user, refreshToken string, err error) {
	device := deviceConfig(k)
	deviceClient := *client
	deviceClient.Transport, deviceClient.Timeout = deviceTransport{ctx, client.Transport, client.Timeout}, 0
	ctx = context.WithValue(ctx, oauth2.HTTPClient, &deviceClient)
	asked, err := device.DeviceAuth(ctx)
	if err != nil {
		return "", "", explain(ctx, err)
	}
	if asked.DeviceCode == "" || asked.UserCode == "" || asked.Interval < 0 || asked.Interval > 60 {
		return "", "", importer.Errorf("the sign-in service gave no code that can be entered")
	}
	if most := time.Now().Add(time.Hour); asked.Expiry.IsZero() || asked.Expiry.After(most) {
		asked.Expiry = most
	}
	show(faults.Line(asked.VerificationURI, faults.MaxMessage), faults.Line(asked.UserCode, faults.MaxID))
	token, err := awaitPerson(ctx, device, asked)
	if err != nil {
		return "", "", err
	}
	if token.RefreshToken == "" {
		return "", "", &importer.Problem{Cause: importer.Errorf("the service gave no refresh token"), Hint: importer.PlainHint("the app registration must allow offline_access")}
	}
	idToken, _ := token.Extra("id_token").(string)
	return userOf(idToken), token.RefreshToken, nil
}

// deviceTransport gives requests a context, which the library omits, and refuses an answer
// null, which the library can't handle.
type deviceTransport struct {
	ctx   context.Context
	inner http.RoundTripper
	most  time.Duration
}

func (d deviceTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(d.ctx, d.most)
	defer cancel()
	answer, err := d.inner.RoundTrip(r.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	err = errors.Join(err, answer.Body.Close())
	if err == nil && string(bytes.TrimSpace(body)) == "null" {
		err = importer.Errorf("the answer is null")
	}
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// awaitPerson waits until the person has entered the code. It retries transient faults.
func awaitPerson(ctx context.Context, device oauth2.Config, asked *oauth2.DeviceAuthResponse) (*oauth2.Token, error) {
	for {
		token, err := device.DeviceAccessToken(ctx, asked)
		if err == nil {
			return token, nil
		}
		err = explain(ctx, err, asked.DeviceCode)
		if !asked.Expiry.IsZero() && !time.Now().Before(asked.Expiry) {
			return nil, &importer.Problem{Cause: importer.Errorf("the code was not entered in time"), Hint: importer.NewHint("start again: %s", importer.Step{Kind: importer.StepSignIn})}
		}
		if !errors.Is(err, ErrLater) {
			return nil, err
		}
		if err := importer.Sleep(ctx, 5*time.Second); err != nil {
			return nil, err
		}
	}
}

// userOf returns the user name of an id token, which needs no check: it came from its issuer
// over TLS.
func userOf(idToken string) string {
	parts := strings.Split(idToken, ".")
	if len(parts) < 2 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		User string `json:"preferred_username"`
	}
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return faults.Line(claims.User, faults.MaxID)
}

// deviceUser gets tokens for a person who has signed in before.
type deviceUser struct {
	config oauth2.Config
	client *http.Client
	store  Store

	fresh string // a refresh token that could not be saved
}

func (p *deviceUser) token(ctx context.Context) (*oauth2.Token, error) {
	refresh := p.fresh
	if refresh == "" {
		var err error
		if refresh, err = p.store.Load(); err != nil {
			return nil, signInLost(err)
		}
	}
	// The source renews an expired token by its refresh token.
	old := &oauth2.Token{RefreshToken: refresh, Expiry: time.Unix(1, 0)}
	token, err := p.config.TokenSource(context.WithValue(ctx, oauth2.HTTPClient, p.client), old).Token()
	if err != nil {
		return nil, explain(ctx, err, refresh)
	}
	if token.RefreshToken != "" && token.RefreshToken != refresh {
		p.fresh = ""
		if p.store.Save(token.RefreshToken) != nil {
			p.fresh = token.RefreshToken // the saved one stays valid for a while
		}
	}
	return token, nil
}

func signInLost(err error) error {
	if errors.Is(err, ErrNotSignedIn) {
		return &importer.Problem{Cause: importer.Errorf("%w: %w", importer.ErrSignIn, err), Hint: importer.NewHint("sign in first: %s, with the same target", importer.Step{Kind: importer.StepSignIn})}
	}
	return importer.Errorf("%w: %w", importer.ErrSignIn, err)
}
