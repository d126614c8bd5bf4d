package targets

import (
	"path/filepath"
	"testing"
)

func TestMetadataFolder_IsTheUsersAndNotForThisMachine(t *testing.T) {
	t.Parallel()
	for root, kept := range map[string]bool{
		"https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0": true,
		"https://bc.example.com:7048/BC/api/v2.0":                           true,
		"http://127.0.0.1:8080/v2.0/sandbox/api/v2.0":                       false,
		"http://localhost:8080/v2.0/sandbox/api/v2.0":                       false,
		"": false,
	} {
		if dir := metadataFolder(root); (dir != "") != kept || kept && filepath.Base(dir) != "metadata" {
			t.Errorf("%s: %q", root, dir)
		}
	}
}
