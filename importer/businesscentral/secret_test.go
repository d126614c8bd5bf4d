package businesscentral

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"bcimport/importer"
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
