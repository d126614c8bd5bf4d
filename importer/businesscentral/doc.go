// Package businesscentral speaks Business Central's API v2.0 over HTTP: it signs
// in, finds the company, describes a record set, reads its records with their eTags and
// updates them, a chunk in one request where the service allows it, within the service's
// limits.
//
// It turns statuses and bodies into the ends that the core knows (importer.End) and
// decides nothing about rows. It repeats an operation only after the service has refused a
// whole request: with a renewed token, as another user, or alone instead of in a batch.
//
// Start with Connect and Client. Package schema describes the set, records its JSON. Package
// batching splits chunks into requests, limits admits them, signin signs them, odata encodes
// and decodes them, and faults reads what went wrong.
package businesscentral
