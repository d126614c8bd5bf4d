package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/fill"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
)

type onePlace struct{}

func (onePlace) Targets(context.Context) ([]Target, error) {
	return []Target{{Name: "practice", Sandbox: true}}, nil
}

// BenchmarkPlan_OfAMillionChanges shows the whole screen as a browser gets it.
func BenchmarkPlan_OfAMillionChanges(b *testing.B) {
	store, err := imports.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	work := jobs.New(b.Context())
	s, err := New(Config{
		Manager: &runs.Manager{}, Imports: store, Connections: onePlace{}, Jobs: work, Now: time.Now,
		Base: func(context.Context) string { return "" }, Token: func(context.Context) string { return "" },
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { work.Close(); s.Close() })
	im, err := store.Create(b.Context(), "a.csv", http.NoBody, 10, time.Now())
	if err == nil {
		im, err = store.Change(im.ID, func(im *imports.Import) { im.Plan, im.Target = "plan", "practice" })
	}
	if err != nil {
		b.Fatal(err)
	}
	r := &request{server: s, im: im}
	began := time.Now()
	filled, err := s.tables.Of(work, im.ID+"/plan", r.planFolder()+"\nen", b.TempDir(), func() tables.Filling {
		p := &plan{ready: make(chan struct{})}
		p.About = importer.About{Command: "plan", Target: importer.Target{Name: "practice", Sandbox: true}}
		close(p.ready)
		return tables.Filling{Shape: fill.PlanShape(), Kind: jobs.Survey, Live: p, Fill: func(_ context.Context, t *table.Table, _ jobs.Tell) (any, error) {
			return nil, fill.Changes(t, nil, millionChanges, func(field string) string { return field })
		}}
	})
	if err != nil {
		b.Fatal(err)
	}
	<-filled.Job.Done()
	b.Logf("%d changes were taken up in %v", filled.Len(), time.Since(began))
	for name, state := range map[string]string{
		"first": "", "last": "?page=20000", "sorted": "?sort=after&desc=1&page=9000", "field": "?only_field=email&page=4000", "search": "?q=M%C3%9CLLER+4711",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				answer := httptest.NewRecorder()
				s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/imports/"+im.ID+"/plan"+state, nil))
				if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), "<ins>") {
					b.Fatal(answer.Body)
				}
			}
		})
	}
}

func millionChanges(yield func(runs.PlannedChange, error) bool) {
	fields := []string{"email", "phoneNumber", "city", "lastName"}
	for i := range 1_000_000 {
		c := runs.PlannedChange{N: i, Row: importer.Outcome{Line: 2 + i/4, Key: fmt.Sprintf("CT%06d", i/4*7919%250_000), Name: fmt.Sprintf("Jörg Müller %d", i%9973)}}
		c.Change = importer.Change{Field: fields[i%4], Before: fmt.Sprintf("alt.%d@example.com", i*31%1_000_003), After: fmt.Sprintf("neu.%d@example.com", i)}
		if !yield(c, nil) {
			return
		}
	}
}
