package businesscentral

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

func TestFault_WhatTheServerRepeatsOfASecretIsMasked(t *testing.T) {
	t.Parallel()
	const password = "p4ssw0rd"
	encoded := base64.StdEncoding.EncodeToString([]byte("SVC:" + password))
	body := fmt.Sprintf(`{"error":{"code":"bad %s","message":"sent %s and %s"}}`, encoded, password, encoded)
	c := connected(t, answering(400, map[string]string{"request-id": "id " + encoded}, body), func(c *Config) {
		c.Credentials = Credentials{Auth: Basic, Username: "SVC", Password: password}
	})
	answers, err := c.Write(t.Context(), []importer.Intent{{ID: "c", ETag: "W/\"1\"", Changes: []importer.Change{{Field: "email"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if told := fmt.Sprintf("%+v", answers); strings.Contains(told, password) || strings.Contains(told, encoded) {
		t.Errorf("the fault tells a secret: %s", told)
	}
}

// TestFault_APartOfASecretIsMasked: servers and proxies cut what they repeat, fold it,
// or break it.
func TestFault_APartOfASecretIsMasked(t *testing.T) {
	t.Parallel()
	const token = "eyJhbGciOiJSUzI1NiJ9.c2FuZGJveC1zZWNyZXQtdG9rZW4.MTIzNDU2Nzg5MGFiY2RlZg"
	for said, want := range map[string]string{
		"the header Bearer " + token[:60] + "... is bad": "the header Bearer ***... is bad",
		"…" + token[20:]:                          "…***",
		strings.ToUpper(token[4:50]) + "?":        "***?",
		token[:30] + `\u0000` + token[30:]:        "*** ***",
		"the table Bearer token-secret is locked": "the table Bearer token-secret is locked",
		"Müller " + token[:11]:                    "Müller " + token[:11],
	} {
		f := faults.Parse(400, nil, fmt.Appendf(nil, `{"error":{"code":"bad","message":"%s"}}`, said), token)
		if f.Message != want {
			t.Errorf("%q becomes %q, want %q", said, f.Message, want)
		}
	}
	body := []byte(`{"error":{"code":"bad","message":"` + strings.Repeat(token[:20]+" ", 1<<16) + `"}}`)
	if f := faults.Parse(400, nil, body, token); strings.Contains(f.Message, token[:12]) || len(f.Message) > 2*faults.MaxMessage {
		t.Errorf("a long one becomes %q", f.Message)
	}
}
