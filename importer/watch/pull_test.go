package watch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadFile_RefusesFoldersElsewhereThatCanNotBeRead(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{
		"{url: 'sftp://crm@files/out'}":          "",
		"{url: 'azblob://box/out', after: move}": "",
		"{url: 's3://box', after: stay}":         "",
		"{url: 's3://box', after: delete}":       `watch.yaml:2:5: from: after: "delete" is not valid: expected stay or move`,
		"{url: 'sftp://crm:hunter2@files/out'}":  "from: sftp://crm@files/out: the address holds a password",
		"{url: /data/out}":                       "from: /data/out: it is not an address",
		"{url: 's3://box', password: hunter2}":   "password",
	} {
		file := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(file, []byte("from:\n  - "+from+"\nfiles: [{pattern: '*.csv'}]\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadFile(file, nil, "see the help")
		text := strings.ReplaceAll(err.Error(), filepath.Dir(file)+string(filepath.Separator), "")
		if !strings.Contains(text, want) || strings.Contains(text, "from:") != (want != "" && want != "password") || want != "password" && strings.Contains(text, "hunter2") {
			t.Errorf("%s: %s", from, text)
		}
	}
}
