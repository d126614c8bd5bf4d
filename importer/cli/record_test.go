package cli_test

import (
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"bcimport/importer/sandbox"
)

// setRecords applies an option of startSandbox that is about records.
func setRecords(ts *testscript.TestScript, config *sandbox.Config, set *string, name, value string) {
	var err error
	switch name {
	case "items":
		config.Items, err = strconv.Atoi(value)
	case "setup":
		config.Setup, err = sandbox.ParseSetup(value)
	default:
		*set = value
	}
	ts.Check(err)
}

// assertRecord SET NUMBER PROPERTY VALUE wants the sandbox to hold a value: a number, a
// date, true or false as JSON has it, an encoded name, a text.
func assertRecord(ts *testscript.TestScript, neg bool, args []string) {
	r, ok := sandboxOf(ts).Record(args[0], args[1])
	if !ok {
		ts.Fatalf("the sandbox has no %s of %s", args[1], args[0])
	}
	if got, is := r.Values[args[2]]; !is || (got == args[3]) == neg {
		ts.Fatalf("%s of %s is %q", args[2], args[1], got)
	}
}

// editRecord SET NUMBER PROPERTY VALUE is another user's edit.
func editRecord(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(sandboxOf(ts).EditRecord(args[0], args[1], args[2], args[3]))
}

// recordID returns the id of SET/NUMBER, or "".
func recordID(server *sandbox.Server, key string) string {
	at := strings.LastIndexByte(key, '/')
	r, _ := server.Record(key[:at], key[at+1:])
	return r.ID
}

// editRecordOf makes another user's edit of SET/NUMBER.
func editRecordOf(server *sandbox.Server, key, property, value string) {
	at := strings.LastIndexByte(key, '/')
	server.EditRecord(key[:at], key[at+1:], property, value)
}

// assertRestoredRecord wants a record to hold what it held before its first write.
func assertRestoredRecord(ts *testscript.TestScript, w sandbox.Write, first map[string]string) {
	r, _ := sandboxOf(ts).Record(w.Set, w.ID)
	for property, want := range first {
		if got := r.Values[property]; got != want {
			ts.Fatalf("%s of %s %s is %q, before the run it was %q", property, w.Set, r.Number, got, want)
		}
	}
}
