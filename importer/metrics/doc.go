// Package metrics writes a text file for the textfile collector of Prometheus's
// node_exporter: how the last runs ended and, for a drop folder, how that stands.
//
// A process has no server that could be scraped when a nightly run has ended, so the file
// is the interface. Start with Runs and File.
package metrics
