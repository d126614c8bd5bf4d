package cli

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"bcimport/reports/lines"
)

// TestShown_CutAnywhereIsTheSame: a letter that two writes bring is one letter.
func TestShown_CutAnywhereIsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aü€\u202e\u2028𝄞\x1b\u009b\n\t")))).Draw(t, "text")
		var got bytes.Buffer
		streams, done := shown(Streams{Out: &got, Err: &got})
		for rest := []byte(text); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "cut")
			if written, err := streams.Out.Write(rest[:n]); written != n || err != nil {
				t.Fatalf("wrote %d of %d, %v", written, n, err)
			}
			rest = rest[n:]
		}
		done()
		if want := lines.Visible(text); got.String() != want {
			t.Fatalf("%q came as %q", text, got.String())
		}
	})
}

func TestShown_BytesThatAreNoLetterAreNotHeldBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"\x9b2J", "\xe2", "\xe2\x80", "a\xff", "\xf0\x9d\x84", "\x80\x80\x80\x80\x80"} {
		var got bytes.Buffer
		streams, done := shown(Streams{Out: &got, Err: &got})
		fmt.Fprint(streams.Err, text)
		done()
		if want := lines.Visible(text); got.String() != want {
			t.Errorf("%q came as %q", text, got.String())
		}
	}
}

// TestShown_LinesOfSeveralStayWhole: logs and messages come from several goroutines.
func TestShown_LinesOfSeveralStayWhole(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	streams, done := shown(Streams{Out: &got, Err: &got})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				fmt.Fprintf(streams.Err, "größe %s\n", strings.Repeat("ü", 20))
			}
		})
	}
	group.Wait()
	done()
	for line := range strings.Lines(got.String()) {
		if line != "größe "+strings.Repeat("ü", 20)+"\n" {
			t.Fatalf("line %q", line)
		}
	}
}
