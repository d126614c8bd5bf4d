package cli_test

import (
	"fmt"
	"net/http"
	"os"
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
