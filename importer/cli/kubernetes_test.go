//go:build kubernetes

package cli

import (
	"os/exec"
	"strings"
	"testing"
)

// Kubernetes' own types take the CronJob, and know all that it says.
func TestKubernetes_CronJobIsOne(t *testing.T) {
	t.Parallel()
	decode := func(text string) (string, error) {
		cmd := exec.Command("go", "run", ".")
		cmd.Dir, cmd.Stdin = "testdata/kubernetes", strings.NewReader(text)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	text := deployFile(t, "cronjob.yaml")
	if out, err := decode(text); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	for right, wrong := range map[string]string{"readOnlyRootFilesystem": "readOnlyRootFileSystem", "[watch, --once, /data]": "watch"} {
		if out, err := decode(strings.Replace(text, right, wrong, 1)); err == nil {
			t.Errorf("%s is taken: %s", wrong, out)
		}
	}
}
