package odata

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestJSON_StringsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.SampledFrom([]byte("a \"\\/\x01\n\x80\xc3\xb6\xef\xbf\xbd")), 0, 12).Draw(t, "text"))
		written := AppendString(nil, text)
		var want string
		plain, _ := json.Marshal(text)
		if err := json.Unmarshal(plain, &want); err != nil {
			t.Fatal(err)
		}
		c := &cursor{text: written}
		got, ok := c.str()
		if !ok || !c.end() || string(got) != want {
			t.Fatalf("%q was written as %s and read as %q", text, written, got)
		}
	})
}

func TestJSON_BlanksAndNestingAreRead(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth)
	for text, want := range map[string]bool{
		" { \"a\" : [ 1 , { } ] }\n": true, deep: true, "[" + deep + "]": false, `{"a":1,}`: false, `{"a":tru}`: false, `"\ud83d\ude00"`: true, "\"\t\"": false,
	} {
		c := &cursor{text: []byte(text)}
		if _, ok := c.value(); (ok && c.end()) != want {
			t.Errorf("%q is read: %v", text, ok)
		}
	}
}
