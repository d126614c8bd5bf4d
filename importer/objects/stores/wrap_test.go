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
