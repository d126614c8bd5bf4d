package runs

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"bcimport/importer"
)

func TestShow_GivesWhatIsRecordedUntilSomebodyHasEnough(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	m := newTestManager()
	if err := m.Store.Create(folder, importer.About{Command: "run"}, nil); err != nil {
		t.Fatal(err)
	}
	shown := 0
	err := m.Show(folder, func(object []byte) error {
		if shown++; !json.Valid(object) {
			t.Errorf("%q is no object", object)
		}
		return nil
	})
	if err != nil || shown == 0 {
		t.Errorf("%d lines, %v", shown, err)
	}
	enough := errors.New("enough")
	if err := m.Show(folder, func([]byte) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("who has enough gets %v", err)
	}
	if err := m.Show(filepath.Join(folder, "none"), nil); importer.KindOf(err) != importer.KindInvalid {
		t.Errorf("no run is %v", err)
	}
}
