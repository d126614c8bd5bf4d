package businesscentral

import (
	"slices"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
)

// errTagless means that a list has no eTags, so that no update can be based on it.
var errTagless = importer.Errorf("the list holds no eTags")

// listResult collects the contacts that a list returns for some indexes of a chunk. It takes
// the requested ones and counts the others: Business Central ignores query options that it
// does not know, and an ignored filter would return every record.
type listResult struct {
	codec     *records.Codec
	ids       []string // of the chunk
	indexes   []int
	terms     []string
	spellings map[string]string        // spelling of a requested id, by its folded form; empty: several
	listed    map[string]listedContact // by folded id
	others    int
	pages     int
}

// listedContact is a contact in a list.
type listedContact struct {
	records.Record
	ambiguous bool // it was listed twice, with differences
}

func (c *Client) newListResult(ids []string, indexes []int) *listResult {
	l := &listResult{
		codec: c.records, ids: ids, indexes: indexes,
		spellings: make(map[string]string, len(indexes)), listed: make(map[string]listedContact, len(indexes)),
	}
	for _, index := range indexes {
		id := ids[index]
		key := odata.Fold(id)
		known, twice := l.spellings[key]
		switch {
		case !twice:
			l.spellings[key] = id
		case known == id:
			continue
		default:
			l.spellings[key] = ""
		}
		l.terms = append(l.terms, c.idTerm(id))
	}
	return l
}

// page takes a page. A list of n contacts with more than n pages or n others is not the one
// that was requested; its further pages are not read.
func (l *listResult) page(body []byte) (next string, err error) {
	page, next, err := l.codec.Page(body)
	if err != nil {
		return "", err
	}
	for _, r := range page {
		key := odata.Fold(r.ID)
		if _, asked := l.spellings[key]; !asked {
			l.others++
			continue
		}
		known, twice := l.listed[key]
		l.listed[key] = listedContact{r, twice && (known.ambiguous || !agree(known.Record, r))}
	}
	if l.pages++; l.pages > len(l.indexes) || l.unfiltered() {
		return "", nil
	}
	return next, nil
}

// contact returns the contact listed for an index if it is unambiguous: listed once or always
// alike, with an eTag, and with no other requested id that differs only in case.
func (l *listResult) contact(index int) (importer.Contact, bool) {
	id := l.ids[index]
	key := odata.Fold(id)
	e, ok := l.listed[key]
	if !ok || e.ambiguous || l.spellings[key] == "" {
		return importer.Contact{}, false
	}
	contact := e.Contact(id, nil)
	return contact, contact.ETag != ""
}

// lacksETags reports whether there are contacts but none has an eTag.
func (l *listResult) lacksETags() bool {
	for _, e := range l.listed {
		if records.Protects(e.ETag) {
			return false
		}
	}
	return len(l.listed) > 0
}

// unfiltered reports whether the filter was ignored.
func (l *listResult) unfiltered() bool { return l.others > len(l.indexes) }

// agree reports whether two records agree in eTag and values.
func agree(a, b records.Record) bool { return a.ETag == b.ETag && slices.Equal(a.Values, b.Values) }
