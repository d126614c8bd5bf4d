package reports

import "testing"

func TestListSeparator_IsASemicolonWhereTheDecimalMarkIsAComma(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{
		"de_DE.UTF-8": ";", "de_AT@euro": ";", "da_DK": ";", "fr_FR.UTF-8": ";", "fr_CA": ";", "it_IT": ";", "es_ES": ";", "pt_BR": ";",
		"nl_NL.utf8": ";", "pl_PL": ";", "cs_CZ": ";", "nb_NO": ";", "fi_FI": ";", "sv_SE": ";",
		"en_US.UTF-8": ",", "en_GB": ",", "de_CH": ",", "de_LI": ",", "es_MX": ",", "ja_JP": ",", "zh_CN": ",", "he_IL": ",",
		"C": ",", "C.UTF-8": ",", "POSIX": ",", "": ",", "no such locale": ",",
	} {
		if got := separatorOf(locale); got != want {
			t.Errorf("%q: %q, want %q", locale, got, want)
		}
	}
}

func TestNumericLocale_OneForAllGoesBeforeOneForNumbersBeforeTheLanguage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environment map[string]string
		want        string
	}{
		{map[string]string{"LC_ALL": "a", "LC_NUMERIC": "b", "LANG": "c"}, "a"},
		{map[string]string{"LC_NUMERIC": "b", "LANG": "c"}, "b"},
		{map[string]string{"LANG": "c"}, "c"},
		{nil, ""},
	} {
		if got := numericLocale(func(name string) string { return test.environment[name] }); got != test.want {
			t.Errorf("%v: %q, want %q", test.environment, got, test.want)
		}
	}
}
