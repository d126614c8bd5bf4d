package schema

import (
	"context"
	"log/slog"
	"time"

	"bcimport/importer/businesscentral/metadata"
)

// Root is the $metadata of one API root, as it is used on one connection. It is not safe for
// concurrent use.
type Root struct {
	// URL is the root; Cache is where its $metadata is kept, nowhere without a folder.
	URL   string
	Cache metadata.Cache
	// Fetch asks the service.
	Fetch Fetch
	Log   *slog.Logger
	Now   func() time.Time

	document  *metadata.Document
	asked     bool  // a document was looked for
	current   bool  // the service was asked on this connection
	status    int   // of the service's answer
	malformed error // why its answer was no $metadata
}

// Fetch requests $metadata under conditions, headers that may be none. An error is one of
// the connection; a service without $metadata is an answer.
type Fetch func(ctx context.Context, conditions map[string]string) (Answer, error)

// Answer is the service's answer to a request for $metadata.
type Answer struct {
	Status             int
	Document           *metadata.Document // of a 200
	Malformed          error              // why a 200 holds none
	ETag, LastModified string
}

// notModified is the status of an answer under conditions that says that nothing changed.
const notModified = 304

// Document returns $metadata, from the cache where that is to be trusted; nil where the
// service has none.
func (r *Root) Document(ctx context.Context) (*metadata.Document, error) {
	if r.asked {
		return r.document, nil
	}
	entry, found := r.load()
	if found && entry.Fresh(r.Now()) {
		r.document, r.asked = entry.Document, true
		return r.document, nil
	}
	return r.ask(ctx, entry)
}

// Latest returns what the service says now. It asks at most once on a connection.
func (r *Root) Latest(ctx context.Context) (*metadata.Document, error) {
	if r.current {
		return r.document, nil
	}
	entry, _ := r.load()
	return r.ask(ctx, entry)
}

// Current reports whether the service was asked on this connection.
func (r *Root) Current() bool { return r.current }

// ask requests $metadata, under the conditions of what is kept of it.
func (r *Root) ask(ctx context.Context, kept metadata.Entry) (*metadata.Document, error) {
	answer, err := r.Fetch(ctx, kept.Conditions())
	if err != nil {
		return nil, err
	}
	r.asked, r.current, r.status, r.malformed = true, true, answer.Status, answer.Malformed
	switch {
	case answer.Document != nil:
		kept = metadata.Entry{ETag: answer.ETag, LastModified: answer.LastModified, Document: answer.Document}
	case answer.Status != notModified:
		kept.Document = nil
	}
	r.document = kept.Document
	if answer.Document != nil {
		kept.Checked = r.Now()
		r.save(kept)
	}
	return r.document, nil
}

func (r *Root) load() (metadata.Entry, bool) {
	if r.Cache.Dir == "" {
		return metadata.Entry{}, false
	}
	return r.Cache.Load(r.URL)
}

func (r *Root) save(e metadata.Entry) {
	if r.Cache.Dir == "" {
		return
	}
	if err := r.Cache.Save(r.URL, e); err != nil {
		r.Log.Debug("$metadata is not kept for the next run", "reason", err)
	}
}
