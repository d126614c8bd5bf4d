package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestPage_IsInTheLanguageOfTheBrowser asks for the list of imports in each language.
func TestPage_IsInTheLanguageOfTheBrowser(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	for accept, want := range map[string][]string{
		"":                 {`<html lang="en">`, ">New import</button>"},
		"de-DE,de;q=0.9":   {`<html lang="de">`, ">Neuer Import</button>"},
		"fr-FR,en;q=0.5":   {`<html lang="fr">`, ">Nouvelle importation</button>"},
		"da, en-gb;q=0.8":  {`<html lang="da">`, ">Ny import</button>"},
		"pl,zh;q=0.8":      {`<html lang="en">`, ">New import</button>"},
		"de<script>alert(": {`<html lang="en">`, ">New import</button>"},
	} {
		asked, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.URL+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		asked.Header.Set("Accept-Language", accept)
		answer, err := http.DefaultClient.Do(asked)
		if err != nil {
			t.Fatal(err)
		}
		for shown := read(t, answer, http.StatusOK); len(want) > 0; want = want[1:] {
			if !strings.Contains(shown, want[0]) {
				t.Errorf("%q: no %s in\n%s", accept, want[0], shown)
			}
		}
	}
}
