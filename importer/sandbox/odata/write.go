package odata

import (
	"mime"
	"net/http"
)

// JSONMedia is the media type of the bodies that are read.
const JSONMedia = "application/json"

// MediaType returns the media type of a body, without its parameters; "" where it is garbled.
func MediaType(header http.Header) string {
	value := header.Get("Content-Type")
	if value == JSONMedia {
		return value // as nearly always, a hundred times a batch
	}
	media, _, err := mime.ParseMediaType(value)
	if err != nil {
		return ""
	}
	return media
}

// Chosen reads what the answer to a write is to show, once its body's type is one that is
// read.
func Chosen[T any](set *EntitySet[T], query string, header http.Header) ([]int, error) {
	if MediaType(header) != JSONMedia {
		return nil, Refuse(http.StatusUnsupportedMediaType, "BadRequest", "The content type of a write must be application/json.")
	}
	q, err := ParseQuery(query, header)
	if err != nil {
		return nil, err
	}
	return set.Selection(q)
}
