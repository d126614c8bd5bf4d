package message

import (
	"encoding/json"
	"reflect"
	"testing"

	"bcimport/mapping/entity"

	"pgregory.net/rapid"
)

// anyMessage draws a message with arguments that are messages.
func anyMessage(depth int) *rapid.Generator[Message] {
	plain := rapid.Map(rapid.String(), Plain)
	if depth == 0 {
		return plain
	}
	named := rapid.Custom(func(t *rapid.T) Message {
		m := Message{ID: rapid.StringN(1, -1, -1).Draw(t, "id")}
		if args := rapid.SliceOfN(anyMessage(depth-1), 0, 3).Draw(t, "args"); len(args) > 0 {
			m.Args = args
		}
		return m
	})
	return rapid.OneOf(plain, named)
}

func TestMessage_ComesBackFromItsRecord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := anyMessage(3).Draw(rt, "message")
		text, err := json.Marshal(m)
		if err != nil {
			rt.Fatal(err)
		}
		if got := Parse(string(text)); !reflect.DeepEqual(got, m) {
			rt.Fatalf("%s\n got %+v\nwant %+v", text, got, m)
		}
	})
}

// TestMessage_RecordIsReadable holds the form that journals keep.
func TestMessage_RecordIsReadable(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]Message{
		`["a"]`:                     New("a"),
		`["a","7",["b","x y"],"c"]`: New("a", 7, New("b", "x y"), []Message{Plain("c")}),
		`"Somebody's words"`:        Plain("Somebody's words"),
		`""`:                        {},
		`["commas","a","b"]`:        Enumeration(Commas, Plain("a"), Plain("b")),
		`"a"`:                       Enumeration(Commas, Plain("a")),
	} {
		if got, err := json.Marshal(m); err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}

// TestParse_TakesWhatIsNoRecordAsItStands: older programs wrote sentences.
func TestParse_TakesWhatIsNoRecordAsItStands(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "The run stopped before this row.", `"x" is wrong.`, "[x] is wrong.", "[]", "[1]", `[""]`, `["a",7]`, `["a",{}]`, `["a",null]`, `["a"`, `[["a"]]`, "null", "{}",
	} {
		if got := Parse(text); got.ID != "" || got.Text != text {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestMessage_UnknownIDIsShownWithItsArguments(t *testing.T) {
	t.Parallel()
	if got := New("of_a_later_program", "a", 7).In(func(id string, args []string) string { return Catalogue{}.Words(id, args, entity.Nouns{}) }); got != "of_a_later_program: a, 7" {
		t.Error(got)
	}
}
