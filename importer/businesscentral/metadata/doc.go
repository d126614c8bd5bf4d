// Package metadata reads what a root of the Business Central API says about its record
// sets: $metadata (sets, fields, types, lengths, keys, references) and entityDefinitions
// (captions). It sends no request: it decodes answers, describes a set as an
// entity.Entity, and keeps a description between runs. Start at Parse and Document.Entity.
//
// $metadata of api/v2.0 names no read-only property, so the description of a set is to be
// completed from what is known of the set.
package metadata
