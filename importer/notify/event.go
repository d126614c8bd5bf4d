package notify

import (
	"path/filepath"
	"time"
)

// The kinds of events.
const (
	Failure = "failure" // a run did not begin, did not finish, or left rows undone
	Success = "success"
	Missing = "missing" // a file that was expected did not come
	Stuck   = "stuck"   // a run that can't go on was given up
)

// Event is what people may be notified of. It never holds a contact's key or value, nor
// what a server said of a row.
type Event struct {
	Kind      string
	File      string // as the user named it
	RunFolder string // empty where no run began
	State     string // finished, stopped, or empty where no run began
	Code      int
	Rows      map[string]int // by status, with their total
	Message   string         // one line
	At        time.Time
}

// Message is what is sent: the default body as JSON, and what a template sees.
type Message struct {
	Event     string         `json:"event"`
	Program   string         `json:"program"`
	Version   string         `json:"version"`
	File      string         `json:"file"`
	Run       string         `json:"run"`
	RunFolder string         `json:"run_folder"`
	ExitCode  int            `json:"exit_code"`
	State     string         `json:"state"`
	Rows      map[string]int `json:"rows"`
	Message   string         `json:"message"`
	At        time.Time      `json:"at"`
	Host      string         `json:"host"`
}

func (n *Notifier) message(e Event) Message {
	m := Message{
		Event: e.Kind, Program: "bcimport", Version: n.options.Version, File: e.File, RunFolder: e.RunFolder,
		ExitCode: e.Code, State: e.State, Rows: e.Rows, Message: e.Message, At: e.At.UTC().Truncate(time.Second), Host: n.options.Host,
	}
	if e.RunFolder != "" {
		m.Run = filepath.Base(e.RunFolder)
	}
	if m.Rows == nil {
		m.Rows = map[string]int{}
	}
	return m
}
