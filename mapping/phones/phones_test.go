package phones

import "testing"

func TestLostBeginning_TellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, held string
		want       Loss
	}{
		{"3023125867", "+49 30 23125867", LostStart},
		{"493023125867", "0049 30 23125867", LostStart},
		{"3023125999", "030 23125867", LostZero},
		{"3023125999", "+49 30 23125867", LostZero},
		{"493023125999", "+49 30 23125867", LostCountry},
		{"030 23125867", "+49 30 23125867", LostNothing},
		{"2065550123", "+1 206-555-0100", LostNothing},
		{"3901234567", "+39 06 5550 9999", LostNothing},
	} {
		if got := LostBeginning(test.text, test.held); got != test.want {
			t.Errorf("%q where the record has %q: %v, want %v", test.text, test.held, got, test.want)
		}
	}
}

func TestSame_ComparesNumbersHoweverWritten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"+49 30 23125867", "030/23125867", true},
		{"0049 (0)30 23125867", "+49 30 23125867", true},
		{"3023125867", "+49 30 23125867", false}, // damaged, not the same
		{"+49 30 23125867", "+43 30 23125867", false},
		{"+49 30 23125867 ext", "+49 30 23125867", false},
	} {
		if Same(test.a, test.b) != test.want || Same(test.b, test.a) != test.want {
			t.Errorf("%q and %q: not %v", test.a, test.b, test.want)
		}
	}
}
