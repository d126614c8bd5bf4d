package businesscentral

import (
	"sync"

	"bcimport/importer/businesscentral/batching"
	"bcimport/mapping"
)

// lookupBatches is what was learned about looking several keys up in one request, for each
// field apart: a service may filter by one and not by another. It is safe for concurrent use.
type lookupBatches struct {
	most int

	mu sync.Mutex
	by map[mapping.Match]*batching.Adaptive
}

func newLookupBatches(most int) *lookupBatches {
	return &lookupBatches{most: most, by: map[mapping.Match]*batching.Adaptive{}}
}

func (l *lookupBatches) of(by mapping.Match) *batching.Adaptive {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by[by] == nil {
		l.by[by] = batching.NewAdaptive("lookups of several keys ("+string(by)+") in one request", l.most)
	}
	return l.by[by]
}

// LookupsAtOnce is how many keys one request looks up at most: twice as many as it reads, as
// their conditions take half the room of those with ids in a URL, and what comes back is
// short. 1 stays 1.
func LookupsAtOnce(batch int) int {
	if batch == 1 {
		return 1
	}
	return 2 * batch
}
