package dispatch

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// TestTarget_GoesOnWithWhatEarlierVersionsBegan replays histories of workflows as servers
// have kept them. A change that breaks them breaks what is at work: branch on the workflow's
// version instead, and add a history of the new one, by
//
//	go test -tags fleet -run TestServer_Story ./importer/fleet/dispatch -args -save-history testdata/NAME.json
func TestTarget_GoesOnWithWhatEarlierVersionsBegan(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no histories", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			if err := replayed(Target, file); err != nil {
				t.Error(err)
			}
		})
	}
}

// A workflow that does otherwise is found out, so that the test above shows something.
func TestTarget_ReplayFindsOutOtherWorkflows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no histories", err)
	}
	other := func(ctx workflow.Context, c Carry) error {
		t := &target{Carry: c, runs: workflow.GetSignalChannel(ctx, runSignal), cancels: workflow.GetSignalChannel(ctx, cancelSignal)}
		for {
			t.drain()
			t.wait(ctx, nil)
			if len(t.Waiting) > 1 { // it waits for a second one
				t.do(ctx, t.next())
			}
		}
	}
	if err := replayed(other, files[0]); err == nil {
		t.Error("another workflow was taken for the one that wrote the history")
	}
}

func replayed(w func(workflow.Context, Carry) error, file string) error {
	replayer := worker.NewWorkflowReplayer()
	replayer.RegisterWorkflowWithOptions(w, workflow.RegisterOptions{Name: targetWorkflow})
	if _, err := os.Stat(file); err != nil {
		return err
	}
	return replayer.ReplayWorkflowHistoryFromJSONFile(sdklog.NewStructuredLogger(slog.New(slog.NewTextHandler(io.Discard, nil))), file)
}
