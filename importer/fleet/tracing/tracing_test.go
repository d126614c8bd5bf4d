package tracing

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/runs"
)

// connection sends a request for each chunk.
type connection struct {
	runs.Service
	at string
}

const value = "anna@example.com"

func (c connection) Read(ctx context.Context, ids []string) ([]importer.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.at+"/"+ids[0], nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	return nil, res.Body.Close()
}

type doing func(ctx context.Context) (fleet.Result, error)

func (d doing) Do(ctx context.Context, _ fleet.Attempt, _ string, _ func(fleet.Progress)) (fleet.Result, error) {
	return d(ctx)
}

func TestTracer_RunHoldsChunksAndTheseRequestsAndNoValue(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer site.Close()
	kept := tracetest.NewInMemoryExporter()
	tracer := with(sdktrace.WithSyncer(kept), "test")
	connect := tracer.Connect(func(context.Context, runs.Destination, func() error) (runs.Service, error) {
		return connection{at: site.URL}, nil
	})
	_, err := tracer.Doer(doing(func(ctx context.Context) (fleet.Result, error) {
		s, err := connect(ctx, runs.Destination{}, nil)
		if err == nil {
			_, err = s.Read(ctx, []string{value, "b"})
		}
		return fleet.Result{Target: "north", End: importer.EndSucceeded, Rows: map[string]int{"updated": 2}, Message: value}, err
	})).Do(t.Context(), fleet.Attempt{Epoch: fleet.Epoch{Number: 2}}, "a-run", nil)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{} // by id of the span
	var told []string
	spans := kept.GetSpans()
	for _, s := range spans {
		names[s.SpanContext.SpanID().String()] = s.Name
	}
	for _, s := range spans {
		told = append(told, names[s.Parent.SpanID().String()]+"/"+s.Name)
	}
	slices.Sort(told)
	if !slices.Equal(told, []string{"/run", "read/request", "run/connect", "run/read"}) {
		t.Errorf("traced %q", told)
	}
	all := fmt.Sprintf("%+v", spans)
	if strings.Contains(all, value) || !strings.Contains(all, "a-run") || !strings.Contains(all, "north") {
		t.Errorf("traces %s", all)
	}
	if err := tracer.Close(); err != nil {
		t.Error(err)
	}
}
