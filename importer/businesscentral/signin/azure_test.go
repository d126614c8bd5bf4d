package signin

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

type endlessBody struct{}

func (endlessBody) Read(p []byte) (int, error) { return len(p), nil }
func (endlessBody) Close() error               { return nil }
func (endlessBody) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: endlessBody{}}, nil
}

func TestAzure_AnIdentityThatAnswersEndlesslyIsCut(t *testing.T) {
	t.Parallel()
	a := &azure{client: &http.Client{Transport: endlessBody{}}}
	r, err := http.NewRequest(http.MethodPost, "https://login.example.com/t", strings.NewReader("client_assertion=s3cret"))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := a.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, answer.Body); n > maxAnswer || err != nil || !slices.Contains(a.secrets, "s3cret") {
		t.Errorf("read %d bytes, %v; secrets %q", n, err, a.secrets)
	}
}
