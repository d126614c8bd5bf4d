package importer_test

import (
	"encoding/json"
	"testing"

	"bcimport/importer"
)

func TestEnding_OfEveryVersionIsRead(t *testing.T) {
	t.Parallel()
	for recorded, want := range map[string]importer.Ending{
		`{"state":"finished","exit_code":0}`:                                {State: "finished", Kind: importer.EndSucceeded},
		`{"state":"stopped","reason":"r","exit_code":1}`:                    {State: "stopped", Reason: "r", Kind: importer.EndRefused},
		`{"state":"stopped","exit_code":2}`:                                 {State: "stopped", Kind: importer.EndBroken},
		`{"state":"finished","exit_code":3}`:                                {State: "finished", Kind: importer.EndIncomplete},
		`{"state":"stopped","exit_code":4,"braked":true}`:                   {State: "stopped", Kind: importer.EndStopped, StoppedByFailureLimit: true},
		`{"state":"finished","kind":"incomplete"}`:                          {State: "finished", Kind: importer.EndIncomplete},
		`{"state":"finished","kind":"a kind of a later one","exit_code":0}`: {State: "finished", Kind: "a kind of a later one"},
		`{}`: {},
	} {
		var got importer.Ending
		if err := json.Unmarshal([]byte(recorded), &got); err != nil || got != want {
			t.Errorf("%s is read as %+v, %v", recorded, got, err)
		}
		again, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &got); err != nil || got != want {
			t.Errorf("%+v is recorded as %s, %v", want, again, err)
		}
	}
}
