// Package batching serves many records in few requests. It learns how many records one
// request may hold, halves what is refused until the culprit stands alone, and falls back
// to single requests for good where a service takes no others. It sends nothing itself.
// Start with Splitter.
package batching
