package guard

import (
	"testing"

	"bcimport/importer/web/words"
)

func TestTold_IsTranslated(t *testing.T) {
	t.Parallel()
	for _, code := range words.Languages()[1:] {
		for _, status := range []int{401, 403, 404, 405, 413, 421} {
			if len(words.Texts(code, told(status))) == 0 {
				t.Errorf("%s has no words for %q", code, told(status))
			}
		}
	}
}
