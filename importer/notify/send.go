package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

const (
	maxAttempts    = 5
	attemptTimeout = 10 * time.Second
	firstDelay     = time.Second
	maxRead        = 64 << 10
)

// newClient returns a client that follows no redirect: the address is a secret, and only
// its owner decides where it leads.
func newClient(transport http.RoundTripper) *http.Client {
	if transport == nil {
		transport = &http.Transport{
			Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, ForceAttemptHTTP2: true,
			DialContext:         (&net.Dialer{Timeout: attemptTimeout}).DialContext,
			TLSHandshakeTimeout: attemptTimeout, MaxResponseHeaderBytes: maxRead,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
		}
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// send repeats a request until it is accepted or refused, or attempts or time run out.
func (n *Notifier) send(ctx context.Context, what string, request func(context.Context) (*http.Request, error)) error {
	wait := firstDelay
	for attempt := 1; ; attempt++ {
		asked, again, err := n.attempt(ctx, request)
		if err == nil {
			return nil
		}
		err = fmt.Errorf("%s: %w", what, err)
		if !again {
			return err
		}
		if attempt == maxAttempts || !pause(ctx, max(wait, asked)) {
			return fmt.Errorf("%w, given up after %d of %d tries", err, attempt, maxAttempts)
		}
		wait *= 2
	}
}

// pause waits, and returns false at once where the deadline comes first.
func pause(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// attempt makes the request once. asked is how long the server wants to be left alone;
// again reports whether another attempt may help.
func (n *Notifier) attempt(ctx context.Context, request func(context.Context) (*http.Request, error)) (asked time.Duration, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	req, err := request(ctx)
	if err != nil {
		return 0, false, err
	}
	req.Header.Set("User-Agent", "bcimport/"+n.options.Version)
	resp, err := n.client.Do(req)
	if err != nil {
		return 0, true, errors.New(reason(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols { // no timeout ends reading what follows
		return 0, false, errors.New("it changes the protocol unasked")
	}
	io.CopyN(io.Discard, resp.Body, maxRead)
	switch status := resp.StatusCode; {
	case status < 300:
		return 0, false, nil
	case status < 400:
		return 0, false, fmt.Errorf("it answered %d, and redirects are not followed", status)
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
			asked = time.Duration(min(seconds, 3600)) * time.Second
		}
		return asked, true, fmt.Errorf("it answered %d", status)
	default:
		return 0, false, fmt.Errorf("it answered %d", status)
	}
}

// reason returns why a request failed, in words without its address: the errors of
// net/http and net contain it, or its host.
func reason(err error) string {
	var (
		dns       *net.DNSError
		unknown   x509.UnknownAuthorityError
		otherHost x509.HostnameError
		invalid   x509.CertificateInvalidError
		bad       *tls.CertificateVerificationError
		errno     syscall.Errno
		timeout   net.Error
	)
	switch {
	case errors.Is(err, context.Canceled):
		return "there was no time left"
	case errors.As(err, &dns):
		return "its host can't be found"
	case errors.As(err, &unknown), errors.As(err, &otherHost), errors.As(err, &invalid), errors.As(err, &bad):
		return "its certificate is not trusted"
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.As(err, &errno):
		return errno.Error()
	}
	return "the connection broke"
}
