//go:build !slim

package stores

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// A request that fails has its URL in its error, and that a signature.
func TestWrap_HidesTheURLOfARequest(t *testing.T) {
	t.Parallel()
	sent := &url.Error{Op: "Get", URL: "https://nights.blob.core.windows.net/box/a?sig=hunter2", Err: context.DeadlineExceeded}
	err := wrap("read", "a", fmt.Errorf("blob (key %q): %w", "a", sent))
	if strings.Contains(err.Error(), "hunter2") || !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// What Azure's client says of credentials fills a page.
func TestWrap_SaysInOneLineThatThereAreNoCredentials(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"blob (code=Unknown): DefaultAzureCredential: failed to acquire a token.\nAttempted credentials:\n\tEnvironmentCredential: missing",
		"operation error S3: ListObjectsV2, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found",
	} {
		err := wrap("list", "runs/", errors.New(text))
		if said := err.Error(); strings.Contains(said, "\n") || !strings.Contains(said, "AZURE_STORAGE_KEY") || !strings.Contains(said, "AWS_ACCESS_KEY_ID") {
			t.Error(said)
		}
	}
}
