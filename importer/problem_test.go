package importer_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"bcimport/importer"
)

// shouting are the words of a face that writes options in capitals.
type shouting struct{}

func (shouting) Option(o importer.Option) string { return "<" + o.Name + "=" + o.Value + ">" }
func (shouting) Step(s importer.Step) string     { return "[" + string(s.Kind) + " " + s.Run + "]" }
func (shouting) Path(p importer.Path) string     { return "{" + string(p) + "}" }

func TestHint_IsSaidInTheWordsOfTheFace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		hint importer.Hint
		want string
	}{
		"text":          {importer.PlainHint("wait 100%"), "wait 100%"},
		"values":        {importer.NewHint("look at %s, line %d", "a%sb", 7), "look at a%sb, line 7"},
		"option":        {importer.NewHint("allow it with %s", importer.Option{Name: "allow_clear", Value: "email"}), "allow it with <allow_clear=email>"},
		"step":          {importer.NewHint("continue with: %s", importer.Step{Kind: importer.StepResume, Run: "a.run"}), "continue with: [resume a.run]"},
		"option's sign": {importer.NewHint("%s", importer.Option{Name: "%d"}), "<%d=>"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.hint.In(shouting{}); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if !(importer.Hint{}).Empty() || !importer.PlainHint("").Empty() || importer.PlainHint("x").Empty() {
		t.Error("an empty hint is one without words")
	}
}

func TestHints_AreThoseOfAllCausesInOrder(t *testing.T) {
	t.Parallel()
	first := importer.Invalidf("first").Hintf("do this")
	second := &importer.Problem{Cause: errors.New("second"), Hint: importer.PlainHint("do that")}
	err := fmt.Errorf("both: %w", errors.Join(first, errors.New("plain"), importer.Brokenf("outer: %w", second)))
	var got []string
	for _, h := range importer.Hints(err) {
		got = append(got, h.In(nil))
	}
	if want := []string{"do this", "do that"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKindOf_IsTheOutermostThatWasJudged(t *testing.T) {
	t.Parallel()
	plain := errors.New("plain")
	unjudged := &importer.Problem{Cause: importer.Brokenf("inner")}
	for name, tt := range map[string]struct {
		err  error
		want importer.Kind
	}{
		"none":     {nil, 0},
		"plain":    {plain, 0},
		"judged":   {fmt.Errorf("x: %w", importer.Invalidf("y")), importer.KindInvalid},
		"unjudged": {unjudged, importer.KindBroken},
		"joined":   {errors.Join(plain, importer.Invalidf("y"), importer.Brokenf("z")), importer.KindInvalid},
		"halted":   {&importer.Problem{Kind: importer.KindHalted, Cause: importer.Invalidf("y")}, importer.KindHalted},
	} {
		if got := importer.KindOf(tt.err); got != tt.want {
			t.Errorf("%s: got %d, want %d", name, got, tt.want)
		}
	}
}
