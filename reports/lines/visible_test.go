package lines_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bcimport/reports/lines"
)

func TestVisible_WhatSteersIsEscaped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\x1b[2Jgone":            `\u001b[2Jgone`,
		"a\rb":                   `a\u000db`,
		"bell\a":                 `bell\u0007`,
		"back\b\b":               `back\u0008\u0008`,
		"\x00":                   `\u0000`,
		"\x7f":                   `\u007f`,
		"C1 \u009b2J":            `C1 \u009b2J`,
		"next line\u0085":        `next line\u0085`,
		"\u202egnp.exe":          `\u202egnp.exe`,
		"\u2066a\u2069":          `\u2066a\u2069`,
		"two\u2028lines":         `two\u2028lines`,
		"paragraph\u2029":        `paragraph\u2029`,
		"byte \x9b2J":            `byte \x9b2J`,
		"half a letter \xe2\x80": `half a letter \xe2\x80`,
		"\x1b]0;title\a":         `\u001b]0;title\u0007`,
	} {
		if got := lines.Visible(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestVisible_HonestTextStays(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "Anna Berg", "Größe ≥ 5 m²", "線\t5\n", "שלום\u200f!", "👩‍👩‍👧", "نام", "naïve", "a\u00a0b", `back\slash`,
		"O'Neil \"x\"", "e\u0301", "\ufeffmark", "\ufffd",
	} {
		if got := lines.Visible(text); got != text {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}

func TestLine_HasNoLineBreak(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"CONT1\nbcimport: done": `CONT1\nbcimport: done`,
		"a\r\nb":                `a\nb`,
		"a\rb":                  `a\rb`,
		"a\tb":                  `a\tb`,
		"a\x1bb":                `a\u001bb`,
		"plain":                 "plain",
	} {
		if got := lines.Line(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// TestVisible_JSONStaysTheSame: what is printed for machines may pass through it.
func TestVisible_JSONStaysTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		made, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal([]byte(lines.Visible(string(made))), &back); err != nil || back != strings.ToValidUTF8(text, "\ufffd") {
			t.Fatalf("%q came back as %q, %v", text, back, err)
		}
	})
}

func TestVisible_NothingSteersAndTwiceIsOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		shown := lines.Visible(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		if !utf8.ValidString(shown) || strings.ContainsFunc(shown, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }) {
			t.Fatalf("%q", shown)
		}
		if again := lines.Visible(shown); again != shown {
			t.Fatalf("%q becomes %q", shown, again)
		}
	})
}
