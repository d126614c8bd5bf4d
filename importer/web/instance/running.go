package instance

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"bcimport/importer/web/guard"
)

// controlPath is where other instances ask. It is no page: it needs the secret of the note,
// and a browser's requests are refused.
const controlPath = "/instance"

// Running is the instance of another program that serves the folder.
type Running struct {
	note note
	key  string
}

// Start is the address that opens its page; it works once.
func (r *Running) Start() string { return guard.StartAt(r.note.Host, r.key) }

// Opened waits until that address was used or ctx ends.
func (r *Running) Opened(ctx context.Context) {
	r.ask(ctx, rand.Text(), r.key) // whatever it says, there is nothing to wait for any more
}

// find reaches the instance that serves the folder, and gets a start key.
func (c Config) find(ctx context.Context) (*Running, error) {
	n, err := readNote(c.notePath())
	if err != nil {
		return nil, err
	}
	r := &Running{note: n}
	once := rand.Text()
	said, err := r.ask(ctx, once, "")
	if err != nil {
		return nil, err
	}
	if !n.proves(said.Proof, "answer", once, said.Key) {
		return nil, errors.New("another program listens at its port")
	}
	r.key = said.Key
	return r, nil
}

// answer is what an instance tells another one.
type answer struct {
	Key   string `json:"key"`
	Proof string `json:"proof"`
}

// ask asks for a key, or whether one was opened. once is a text that is not used again.
func (r *Running) ask(ctx context.Context, once, opened string) (said answer, err error) {
	to := url.URL{Scheme: "http", Host: r.note.Host, Path: controlPath}
	if opened != "" {
		to.RawQuery = url.Values{"opened": {opened}}.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), nil)
	if err != nil {
		return said, err
	}
	request.Header.Set(onceHeader, once)
	request.Header.Set(proofHeader, r.note.prove("ask", once, opened))
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // without a proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		return said, failed.Err // the whole text holds the address, and with that a key
	}
	if err != nil {
		return said, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return said, fmt.Errorf("it answers %s", response.Status)
	}
	if opened == "" {
		err = json.NewDecoder(io.LimitReader(response.Body, 4<<10)).Decode(&said)
	}
	return said, err
}
