//go:build fleet

package stores_test

import (
	"testing"

	"bcimport/importer/objects"
	"bcimport/importer/objects/objectstest"
	"bcimport/importer/objects/stores"
)

// TestAzblob_IsAStore holds Azure's client to the promises against azurite, in memory.
func TestAzblob_IsAStore(t *testing.T) {
	address := objectstest.Azurite(t, "../..")
	open := func(t *testing.T) objects.Store {
		s, err := stores.Open(t.Context(), address(t))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	isStore(t, open)
}

// isStore holds what a provider's client opens to the promises, and to the probe.
func isStore(t *testing.T, open func(*testing.T) objects.Store) {
	t.Run("promises", func(t *testing.T) { objectstest.Store(t, open) })
	t.Run("probe", func(t *testing.T) {
		s := open(t)
		if err := stores.Probe(t.Context(), s); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
