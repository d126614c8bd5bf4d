// Package tracing records what workers of a fleet do as OpenTelemetry traces: a run's
// attempts, the chunks of records that are looked up, read and written, and the requests of
// each. Names and counts are in them, and never a key or a value. Where traces go, the
// environment's variables for OTLP say. Start with New.
package tracing

import (
	"context"
	"errors"
	"net/http/httptrace"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/runs"
)

// Tracer records traces. It is safe for concurrent use.
type Tracer struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
}

// New makes a tracer that sends its traces, now and then, by OTLP over HTTP.
func New(ctx context.Context, version string) (*Tracer, error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, importer.Invalidf("traces: %w", err).Hintf("check the environment variables that begin with OTEL_")
	}
	return with(sdktrace.WithBatcher(exporter), version), nil
}

func with(exporter sdktrace.TracerProviderOption, version string) *Tracer {
	// What the machine is called, OTEL_RESOURCE_ATTRIBUTES says.
	about := resource.NewSchemaless(attribute.String("service.name", "bcimport"), attribute.String("service.version", version))
	if given, err := resource.New(context.Background(), resource.WithFromEnv()); err == nil {
		if merged, err := resource.Merge(about, given); err == nil {
			about = merged
		}
	}
	provider := sdktrace.NewTracerProvider(exporter, sdktrace.WithResource(about))
	return &Tracer{provider: provider, tracer: provider.Tracer("bcimport/importer/fleet")}
}

// Close sends what is left, within a time.
func (t *Tracer) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	return t.provider.Shutdown(ctx)
}

// Doer makes attempts at runs.
type Doer interface {
	Do(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error)
}

// Doer has the attempts of another one traced.
func (t *Tracer) Doer(of Doer) Doer { return doer{t, of} }

type doer struct {
	*Tracer
	of Doer
}

func (d doer) Do(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error) {
	ctx, span := d.tracer.Start(ctx, "run", trace.WithAttributes(
		attribute.String("run", run), attribute.Int("attempt", by.Epoch.Number)))
	defer span.End()
	r, err := d.of.Do(ctx, by, run, beat)
	span.SetAttributes(attribute.String("target", r.Target), attribute.String("end", string(r.End)))
	for status, n := range r.Rows {
		span.SetAttributes(attribute.Int("rows."+status, n))
	}
	var coded *fleet.Error
	switch {
	case errors.As(err, &coded):
		span.SetStatus(codes.Error, string(coded.Reason))
	case err != nil:
		span.SetStatus(codes.Error, string(fleet.Failure))
	case r.Reason != "":
		span.SetStatus(codes.Error, string(r.Reason))
	}
	return r, err
}

// Connect is how a fleet.Worker connects.
type Connect = func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error)

// Connect has what goes through a connection traced.
func (t *Tracer) Connect(connect Connect) Connect {
	return func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error) {
		own, end := t.chunk(ctx, "connect", 0)
		s, err := connect(own, to, guard)
		end(err)
		if err != nil {
			return nil, err
		}
		return service{s, t}, nil
	}
}

// service is a traced connection.
type service struct {
	runs.Service
	t *Tracer
}

func (s service) Find(ctx context.Context, lookups []importer.Lookup) ([]importer.Found, error) {
	ctx, end := s.t.chunk(ctx, "find", len(lookups))
	found, err := s.Service.Find(ctx, lookups)
	end(err)
	return found, err
}

func (s service) Read(ctx context.Context, ids []string) ([]importer.Response, error) {
	ctx, end := s.t.chunk(ctx, "read", len(ids))
	read, err := s.Service.Read(ctx, ids)
	end(err)
	return read, err
}

func (s service) Write(ctx context.Context, intents []importer.Intent) ([]importer.Response, error) {
	ctx, end := s.t.chunk(ctx, "write", len(intents))
	written, err := s.Service.Write(ctx, intents)
	end(err)
	return written, err
}

// chunk begins to trace what is done about some records, with its requests.
func (t *Tracer) chunk(ctx context.Context, name string, records int) (context.Context, func(error)) {
	ctx, span := t.tracer.Start(ctx, name)
	if records > 0 {
		span.SetAttributes(attribute.Int("records", records))
	}
	r := &requests{t: t, ctx: ctx}
	own := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest:         func(info httptrace.WroteRequestInfo) { r.sent(info.Err) },
		GotFirstResponseByte: func() { r.answered() },
	})
	return own, func(err error) {
		r.end()
		if err != nil {
			span.SetStatus(codes.Error, "stopped") // its words may quote an address
		}
		span.End()
	}
}

// requests are the requests of a chunk. Answers are taken to come in the order in which the
// requests were sent: which one it is, a connection does not say.
type requests struct {
	t   *Tracer
	ctx context.Context

	mu    sync.Mutex
	open  []trace.Span
	ended bool
}

func (r *requests) sent(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	_, span := r.t.tracer.Start(r.ctx, "request", trace.WithSpanKind(trace.SpanKindClient))
	if err != nil {
		span.SetStatus(codes.Error, "not sent")
		span.End()
		return
	}
	r.open = append(r.open, span)
}

func (r *requests) answered() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.open) > 0 {
		r.open[0].End()
		r.open = r.open[1:]
	}
}

// end ends what has had no answer.
func (r *requests) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	for _, span := range r.open {
		span.SetStatus(codes.Error, "no answer")
		span.End()
	}
	r.open = nil
}
