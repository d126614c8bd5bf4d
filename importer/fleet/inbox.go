package fleet

import (
	"context"
	"time"

	"bcimport/importer/notify"
)

// Inboxes submits the files that are dropped into the inboxes of a store. Looks by several
// processes at once submit each file once. It is used by one goroutine.
type Inboxes struct {
	File      File
	Submitter *Submitter
	// Dispatch has a run begin; it may be called again for one that was dispatched.
	Dispatch func(ctx context.Context, s Spec) error
	// News tells people of files that are missing or left; nil tells nobody.
	News func(ctx context.Context, target string, e notify.Event) error
	By   string
	Now  func() time.Time
}

// Standing is the state of an inbox after a look.
type Standing struct {
	Waiting   int             `json:"waiting"`   // files that may not be complete yet
	Submitted int             `json:"submitted"` // by this look
	Left      int             `json:"left"`      // what no pattern takes
	Missing   map[string]bool `json:"missing"`   // by pattern of expected files
}

// Look looks at the inboxes once, and submits what is complete. What of one inbox fails
// does not keep the others from being looked at; the error joins all of it.
func (i *Inboxes) Look(ctx context.Context) (map[string]Standing, error) { return nil, nil }

// The stages of a dropped file that has left its inbox.
const (
	doneIn   = "done"
	failedIn = "failed"
)
