package fleet

import (
	"cmp"
	"strings"
	"time"

	"bcimport/importer"
)

// Result is how a run ended, in codes, counts and names alone: anyone may read it.
type Result struct {
	Run    string `json:"run"`
	Target string `json:"target"`
	Key    string `json:"key"`
	// End is how it ended; Reason why not otherwise, empty where every row has ended.
	End    importer.EndKind `json:"end"`
	Reason Reason           `json:"reason,omitempty"`
	// Rows counts the rows by status; nil for a run that did not begin.
	Rows    map[string]int `json:"rows,omitempty"`
	Seconds float64        `json:"seconds,omitempty"` // of work, in all attempts
	// Message says it in words that quote no row and no file. It stays in the store: what
	// Do returns has none.
	Message string    `json:"message,omitempty"`
	Ended   time.Time `json:"ended"`
	// Reports are the names of its reports in the store.
	Reports []string `json:"reports,omitempty"`
}

// Reason is a code for why a run ended before its last row, or an attempt before its run.
type Reason string

// The reasons.
const (
	Cancelled       Reason = "cancelled"         // somebody ended it
	HandedOver      Reason = "handed_over"       // the worker was told to end; another one goes on
	GivenUp         Reason = "given_up"          // it did not end in the time that it had
	SetAside        Reason = "set_aside"         // the same content was done before
	TooManyFailures Reason = "too_many_failures" // its limit of rows that fail
	TooManyUpdates  Reason = "too_many_updates"  // its limit of rows that change
	LooksWrong      Reason = "looks_wrong"       // the file as a whole
	BadFile         Reason = "bad_file"          // input or mapping can't be read, or used
	InputChanged    Reason = "input_changed"     // the object is not what was submitted
	NotAllowed      Reason = "not_allowed"       // the target takes approved plans only, or is protected
	OtherTarget     Reason = "other_target"      // this machine's configuration leads elsewhere
	NoTarget        Reason = "no_target"         // this machine's configuration lacks it, or can't be used
	NoRun           Reason = "no_run"            // there is no such run, or none to go on with
	Unreachable     Reason = "unreachable"
	SignIn          Reason = "sign_in"
	CompanyGone     Reason = "company_gone"
	ServerDown      Reason = "server_down"
	RowsOpen        Reason = "rows_open" // writes whose outcome is not known yet
	NoStore         Reason = "no_store"  // the object store can't be read or written
	Damaged         Reason = "damaged"   // the log
	Invalid         Reason = "invalid"   // what was submitted can't be used
	Fenced          Reason = "fenced"    // a later attempt has the run
	Failure         Reason = "failure"   // of the program, or of its machine
)

// Words say a reason to people.
func (r Reason) Words() string {
	words := map[Reason]string{
		SetAside: "the same content was done before", LooksWrong: "the file looks wrong as a whole", BadFile: "the file or the mapping is invalid",
		InputChanged: "the file has changed", NotAllowed: "the target does not allow it", OtherTarget: "the worker's target file leads elsewhere",
		NoTarget: "the worker's target file can't be used", NoRun: "there is nothing to go on with", SignIn: "the sign-in is refused",
		CompanyGone: "the company is gone", RowsOpen: "the outcome of writes is not known", NoStore: "the store can't be used", Damaged: "the log is damaged",
		Invalid: "what was submitted can't be used", Failure: "the program failed",
	}[r]
	return cmp.Or(words, strings.ReplaceAll(string(r), "_", " "))
}
