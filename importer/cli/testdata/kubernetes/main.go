// Command kubernetes reads a CronJob from stdin as a cluster reads it: with
// Kubernetes' own types, and no key that they do not know. A module of its own,
// so that bcimport does not depend on Kubernetes.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	batch "k8s.io/api/batch/v1"
	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		text, err = yaml.YAMLToJSONStrict(text)
	}
	var job batch.CronJob
	if err == nil {
		var unknown []error
		unknown, err = json.UnmarshalStrict(text, &job)
		err = errors.Join(append(unknown, err)...)
	}
	if err == nil && (job.APIVersion != "batch/v1" || job.Kind != "CronJob") {
		err = fmt.Errorf("%s %s is no CronJob of batch/v1", job.APIVersion, job.Kind)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
