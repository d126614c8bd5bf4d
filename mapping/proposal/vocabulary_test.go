package proposal

import "testing"

// TestVocabulary_NamesMeanOneThing: a name that languages understand differently is
// never certain, so that there should be none but those that are meant.
func TestVocabulary_NamesMeanOneThing(t *testing.T) {
	t.Parallel()
	for name, meanings := range newNames() {
		if name == "" {
			t.Errorf("a name without letters means %+v", meanings)
		}
		if len(meanings) > 1 {
			t.Errorf("%q means %+v", name, meanings)
		}
	}
}
