// Package businesscentral speaks Business Central's API v2.0 over HTTP: it signs
// in, finds the company, reads contacts with their eTags and updates them, a
// chunk in one request where the service allows it, within the service's limits.
//
// It turns statuses and bodies into the ends the core knows (importer.End) and
// decides nothing about rows. No operation is repeated here, save one that the
// service has refused as a whole: with a renewed token, through another user, or
// alone instead of in a batch. Start with Connect and Client; bulk.go tells how
// chunks become requests.
package businesscentral
