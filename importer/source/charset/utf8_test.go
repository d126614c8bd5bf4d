package charset

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestValidUTF8_JudgesAllOfALongText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Müller €😀 ", 200_000) // characters lie across the pieces that are read
	broken := errors.New("broken")
	for name, tt := range map[string]struct {
		r    io.Reader
		want bool
		err  error
	}{
		"sound":                    {strings.NewReader(long), true, nil},
		"in small pieces":          {iotest.HalfReader(strings.NewReader(long[:50_000])), true, nil},
		"byte by byte":             {iotest.OneByteReader(strings.NewReader(long[:5_000])), true, nil},
		"end with the last bytes":  {iotest.DataErrReader(strings.NewReader(long)), true, nil},
		"empty":                    {strings.NewReader(""), true, nil},
		"cut at the end":           {strings.NewReader(long + "\xc3"), false, nil},
		"one wrong byte":           {strings.NewReader(long + "\xfc" + long), false, nil},
		"wrong at the beginning":   {strings.NewReader("\xfc" + long), false, nil},
		"unreadable":               {io.MultiReader(strings.NewReader(long+"\xc3"), iotest.ErrReader(broken)), false, broken},
		"wrong, later unreadable":  {io.MultiReader(strings.NewReader("\xfc"+long), iotest.ErrReader(broken)), false, nil},
		"unreadable from the head": {iotest.ErrReader(broken), false, broken},
	} {
		if got, err := validUTF8(tt.r); got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: got %t, %v", name, got, err)
		}
	}
}
