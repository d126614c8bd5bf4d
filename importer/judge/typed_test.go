package judge

import (
	"fmt"
	"testing"

	"bcimport/importer"
	"bcimport/mapping/profile"
)

// A category that moves on by one in every row is a list sorted otherwise; prices that do
// are prices beside the wrong items.
func TestShuffles_JudgeValuesThatTellRecordsApart(t *testing.T) {
	t.Parallel()
	items, _ := profile.Find("items")
	for field, apart := range map[string]bool{"unitPrice": true, "itemCategoryId": false, "type": false, "blocked": false} {
		s := newShuffles(&items)
		for i := range 40 {
			s.add(field, i+2, fmt.Sprint(i), fmt.Sprint("v", i), fmt.Sprint("v", (i+1)%40))
		}
		if found := s.suspicion(importer.AgainstRecords, 40, 40); (found != nil) != apart {
			t.Errorf("%s: %+v", field, found)
		}
	}
}
