package web_test

import (
	"net/http"
	"strings"
	"testing"

	"bcimport/importer/web/connections"
	"bcimport/importer/web/imports"
)

// TestColumns_TakeTheFieldsOfTheTarget: a set that this program does not know is mapped once
// the target of the import can be asked for it.
func TestColumns_TakeTheFieldsOfTheTarget(t *testing.T) {
	w := newWhole(t)
	const bins = "version: 1\nentity: contoso/warehouse/v1.0/binContents\nkey: {column: Nr, match: id}\nfields:\n  quantity: Min\n"
	s := &mappedFile{t: t, address: upload(t, w.site, "bins.csv", "Nr;Min;Max\n5d115c9c-44e3-ea11-bb43-000d3a2feca1;1;2\n")}
	open(t, s.address+"/mapping/open", bins, http.StatusUnprocessableEntity)
	id := s.address[strings.LastIndex(s.address, "/")+1:]
	if _, err := w.store.Change(id, func(im *imports.Import) { im.Target = connections.Practice }); err != nil {
		t.Fatal(err)
	}
	if shown := get(t, s.address+"/columns", http.StatusOK); !strings.Contains(shown, `<option value="paymentMethods"`) {
		t.Errorf("a set of the environment that this program does not know is not listed:\n%s", shown)
	}
	s.text = open(t, s.address+"/mapping/open", bins, http.StatusOK)
	for _, want := range []string{">Quantity</option>", "Last Counted (lastCounted)", "As it will be sent", `<button class="main" >Continue</button>`} {
		if !strings.Contains(s.text, want) {
			t.Errorf("%q is missing in\n%s", want, s.text)
		}
	}
	if strings.Contains(s.text, "unknown field") {
		t.Errorf("its fields are not known:\n%s", s.text)
	}
}
