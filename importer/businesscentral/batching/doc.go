// Package batching serves many records with few requests. It learns how many records one
// request may hold, splits what is refused until the cause is alone, and falls back to single
// requests if a service accepts no others. It sends nothing itself. Start with Splitter.
package batching
