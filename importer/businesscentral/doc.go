// Package businesscentral speaks Business Central's API v2.0 over HTTP: it signs
// in, finds the company, reads contacts with their eTags and updates them, within
// the service's limits.
//
// It turns statuses and bodies into the ends the core knows (importer.End) and
// decides nothing about rows: no retry of an operation happens here, save the one
// after a renewed token. Start with Connect and Client.
package businesscentral
