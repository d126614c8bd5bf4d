package cli_test

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"

	"bcimport/importer/cli"
)

// visit ADDRESS is a browser that opens an address and forgets it.
func visit() {
	answer, err := http.Get(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answer.Body.Close()
}

// Who double-clicks the program is shown the page, and no message about terminals.
func TestClicked_OpensThePage(t *testing.T) {
	t.Parallel()
	if got := cli.Clicked(nil); !slices.Equal(got, []string{"ui"}) {
		t.Errorf("%v", got)
	}
	if got := cli.Clicked([]string{"version"}); !slices.Equal(got, []string{"version"}) {
		t.Errorf("a shortcut to a command leads to %v", got)
	}
}
