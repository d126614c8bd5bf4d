//go:build odata

package cli_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"bcimport/importer/cli"
)

const itemsMapping = `version: 1
entity: items
formats: {decimal: ",", date: dd.MM.yyyy, true: [ja], false: [nein]}
key: {column: Nr.}
fields:
  displayName: Bezeichnung
  unitPrice: Preis
  unitCost: Kosten
  priceIncludesTax: Brutto
  blocked: Gesperrt
  leadTimeDays: Lieferzeit
  launchDate: Einführung
  lastCountedDateTime: Gezählt
  promotedDateTime: Beworben
  type: Art
  itemCategoryId: {column: Kategorie, lookup: code}
`

// itemRow is a row of a price list and how it has to end. Blank cells leave the item as it
// is.
type itemRow struct {
	key, name, price, cost, tax, blocked, days, launch, counted, promoted, kind, category string

	status, code string
}

func (r itemRow) cells() []string {
	return []string{r.key, r.name, r.price, r.cost, r.tax, r.blocked, r.days, r.launch, r.counted, r.promoted, r.kind, r.category}
}

// eachItemsRun runs a test against servers of its own, with batches and without, one of
// which writes decimals as texts.
func eachItemsRun(t *testing.T, test func(*testing.T, *odataRun)) {
	t.Parallel()
	for batch, settings := range map[string][]string{"1": {decimalsAsTexts}, "100": nil} {
		t.Run("batch "+batch, func(t *testing.T) {
			t.Parallel()
			r := newODataRun(t, batch, settings...)
			r.write(t, "m.yaml", itemsMapping)
			test(t, r)
		})
	}
}

// writeItems writes in.csv and returns how its rows have to end.
func (r *odataRun) writeItems(t *testing.T, rows []itemRow) []odataRow {
	t.Helper()
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Write([]string{"Nr.", "Bezeichnung", "Preis", "Kosten", "Brutto", "Gesperrt", "Lieferzeit", "Einführung", "Gezählt", "Beworben", "Art", "Kategorie"})
	ends := make([]odataRow, len(rows))
	for i, row := range rows {
		w.Write(row.cells())
		ends[i] = odataRow{key: row.key, status: row.status, code: row.code}
	}
	w.Flush()
	r.write(t, "in.csv", text.String())
	return ends
}

func (r *odataRun) runItems(t *testing.T, want cli.Code, rows []itemRow, folder string) {
	t.Helper()
	ends := r.writeItems(t, rows)
	r.command(t, t.Context(), want, "run", r.path("in.csv"), "-m", r.path("m.yaml"), "--out", r.path(folder))
	r.checkReport(t, ends, folder)
}

// items are all items of the company by id, plain.
func (o *odata) items(t *testing.T) map[string]odataItem {
	t.Helper()
	all := map[string]odataItem{}
	for link := odataCompany + "/items"; link != ""; {
		var page struct {
			Value []odataItem `json:"value"`
			Next  string      `json:"@odata.nextLink"` // from the API root
		}
		if _, err := o.ask(http.MethodGet, link, "", "", &page); err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Value {
			all[i.ID] = i.plain()
		}
		link = page.Next
	}
	return all
}

func (r *odataRun) checkItems(t *testing.T, want map[string]odataItem) {
	t.Helper()
	got := r.items(t)
	for id, i := range want {
		if got[id] != i {
			t.Errorf("item %s holds %+v, want %+v", id, got[id], i)
		}
	}
	if len(got) != len(want) {
		t.Errorf("there are %d items, want %d", len(got), len(want))
	}
}

var categoryCodes = []string{"CHAIR", "DESK", "LAMP", "SHELF", "TABLE"}

// german writes a decimal of the wire with two places at least, and groups.
func german(decimal scalar) string {
	whole, fraction, _ := strings.Cut(string(decimal), ".")
	if len(whole) > 3 {
		whole = whole[:len(whole)-3] + "." + whole[len(whole)-3:]
	}
	return whole + "," + fraction + strings.Repeat("0", max(0, 2-len(fraction)))
}

func yesOrNo(truth scalar) string { return map[scalar]string{"true": "ja", "false": "nein"}[truth] }

// rewritten is a row with what the nth item holds, in other forms.
func rewritten(n int, i odataItem) itemRow {
	row := itemRow{key: i.Number, name: i.Name, status: "unchanged"}
	if i.Price == "null" {
		return row
	}
	row.price, row.cost, row.tax, row.blocked = german(i.Price), german(i.Cost), yesOrNo(i.Tax), yesOrNo(i.Blocked)
	row.days, row.launch = string(i.Days)+",0", "29.02.2024"
	row.counted, row.promoted = "2026-02-01T00:59:59+01:00", "2026-01-31 23:59:59.1250Z"
	row.kind, row.category = string(i.Type), strings.ToLower(categoryCodes[n%5])
	return row
}

// repriced is a row with other values of every type but texts, and the item after it.
func repriced(n int, i odataItem) (itemRow, odataItem) {
	i.Price, i.Cost, i.Tax, i.Blocked, i.Days = scalar(fmt.Sprintf("%d.05", 1000+n)), "0.1", "true", "true", "-3"
	i.Launch, i.Counted, i.Promoted = "2026-11-27", "2026-11-27T10:00:00Z", "2026-11-27T10:00:00.250Z"
	i.Category = scalar(categoryID(n%5 + 1))
	return itemRow{key: i.Number, price: german(i.Price), cost: "0,1", tax: "ja", blocked: "ja", days: "-3", launch: "27.11.2026",
		counted: "2026-11-27T11:00:00+01:00", promoted: "2026-11-27T10:00:00.25Z", category: categoryCodes[n%5], status: "updated"}, i
}

// reworded is a row with another name and, for items that have one, type.
func reworded(n int, i odataItem) (itemRow, odataItem) {
	i.Name = fmt.Sprintf(`Stuhl "Süd" & 'Öst' %d, 100%% 👍`, n)
	row := itemRow{key: i.Number, name: i.Name, status: "updated"}
	if i.Type != "null" {
		i.Type, row.kind = "Non-Inventory", "Non-Inventory"
	}
	return row, i
}

// priceList is a row for each of the first items, and what they hold after it.
func priceList(items map[string]odataItem, first int) (rows []itemRow, after map[string]odataItem, updates int) {
	after = maps.Clone(items)
	for n := 1; n <= first; n++ {
		i := items[itemID(n)]
		row := rewritten(n, i)
		switch n % 3 {
		case 1:
			row, i = repriced(n, i)
		case 2:
			row, i = reworded(n, i)
		}
		if n%4 == 0 {
			row.key = "{" + strings.ToUpper(i.ID) + "}"
		}
		if row.status == "updated" {
			updates++
		}
		after[i.ID] = i
		rows = append(rows, row)
	}
	return rows, after, updates
}

// TestOData_ItemsEndAsPromised runs a German price list twice: what the server holds
// afterwards is what the report says, and the second time nothing is sent.
func TestOData_ItemsEndAsPromised(t *testing.T) {
	eachItemsRun(t, func(t *testing.T, r *odataRun) {
		rows, after, updates := priceList(r.items(t), 140)
		good := len(rows)
		rows = append(rows,
			itemRow{key: "ITEM99999", price: "1", status: "not_found", code: "key_not_found"},
			itemRow{key: "ITEM00141", price: "0,123456", status: "rejected", code: "ASSERT_DATA_TYPE"},
			itemRow{key: "ITEM00142", kind: "Lager", status: "rejected", code: "ASSERT_ENUM"},
			itemRow{key: "ITEM00143", price: "viel", status: "invalid", code: "invalid_number"},
			itemRow{key: "ITEM00144", blocked: "vielleicht", status: "invalid", code: "invalid_boolean"},
			itemRow{key: "ITEM00145", launch: "31.02.2026", status: "invalid", code: "invalid_date"},
			itemRow{key: "ITEM00146", days: "1,5", status: "invalid", code: "invalid_number"},
			itemRow{key: "ITEM00147", counted: "2026-11-27T10:00:00", status: "invalid", code: "invalid_date_time"},
			itemRow{key: "ITEM00148", category: "SOFA", status: "invalid", code: "unknown_reference"},
			itemRow{key: "ITEM00149", name: strings.Repeat("x", 101), status: "invalid", code: "too_long"},
			itemRow{key: "ITEM00150", days: "7", status: "updated"}, // from null
		)
		i := after[itemID(150)]
		i.Days = "7"
		after[i.ID] = i
		r.runItems(t, cli.Incomplete, rows, "first")
		r.checkItems(t, after)
		r.checkSent(t, updates+3) // the rejected ones and the last

		for i := range rows {
			rows[i].status = "unchanged"
		}
		r.watch(nil)
		r.runItems(t, cli.OK, rows[:good], "second")
		r.checkItems(t, after)
		r.checkSent(t, 0)
	})
}

// TestOData_ItemsResumeAndUndo stops a run at its first write, finishes it and takes it
// back. A value that was null is then the empty one of its type.
func TestOData_ItemsResumeAndUndo(t *testing.T) {
	eachItemsRun(t, func(t *testing.T, r *odataRun) {
		before := r.items(t)
		rows, after, updates := priceList(before, 150)
		ends := r.writeItems(t, rows)
		ctx, stop := context.WithCancel(t.Context())
		r.watch(func(string) { stop() })
		r.command(t, ctx, cli.Halted, "run", r.path("in.csv"), "-m", r.path("m.yaml"), "--out", r.path("run"), "--concurrency", "1")
		r.command(t, t.Context(), cli.OK, "resume", r.path("run"))
		r.checkReport(t, ends, "run")
		r.checkItems(t, after)
		r.checkSent(t, updates) // none of them twice

		r.command(t, t.Context(), cli.OK, "undo", r.path("run"), "--out", r.path("undo"))
		if got := r.statuses(t, "undo"); got["updated"] != updates || len(got) != 1 {
			t.Errorf("the undo ends with %v", got)
		}
		for n := 10; n <= 150; n += 10 {
			if n%3 == 1 { // repriced
				i := before[itemID(n)]
				i.Category, i.Price, i.Cost, i.Tax, i.Blocked, i.Days = "00000000-0000-0000-0000-000000000000", "0", "0", "false", "false", "0"
				i.Launch, i.Counted, i.Promoted = "0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"
				before[i.ID] = i
			}
		}
		r.checkItems(t, before)
	})
}

// TestOData_ItemsWithOtherUsersEdits lets other users in between a read and its write:
// what they set is compared by its type.
func TestOData_ItemsWithOtherUsersEdits(t *testing.T) {
	eachItemsRun(t, func(t *testing.T, r *odataRun) {
		after := r.items(t)
		edits := map[string]string{
			itemID(11): `{"blocked":true}`,      // another field
			itemID(12): `{"unitPrice":42}`,      // another value
			itemID(13): `{"unitPrice":"77.50"}`, // what the row wants
		}
		var once sync.Map
		r.watch(func(id string) {
			if body, ok := edits[id]; ok {
				if _, done := once.LoadOrStore(id, true); !done {
					r.editItem(t, id, body)
				}
			}
		})
		var rows []itemRow
		for n := 1; n <= 40; n++ {
			i := after[itemID(n)]
			i.Price = "77.5"
			row := itemRow{key: i.Number, price: "77,50", status: "updated"}
			switch n {
			case 11:
				i.Blocked = "true"
			case 12:
				i.Price, row.status, row.code = "42", "conflict", "changed_by_another"
			case 13:
				row.status = "unchanged"
			}
			after[i.ID] = i
			rows = append(rows, row)
		}
		r.runItems(t, cli.Incomplete, rows, "run")
		r.checkItems(t, after)
		r.checkSent(t, len(rows)+1) // the first row of theirs is sent again
	})
}

// editItem lets another user update an item.
func (o *odata) editItem(t *testing.T, id, body string) {
	path := odataCompany + "/items(" + id + ")"
	var i odataItem
	_, err := o.ask(http.MethodGet, path, "", "", &i)
	if err == nil {
		_, err = o.ask(http.MethodPatch, path, i.ETag, body, nil)
	}
	if err != nil {
		t.Error(err)
	}
}

// TestOData_ItemsStoredOtherwise writes a time that the server cuts: the report says what
// is stored, and the undo knows it for the run's own.
func TestOData_ItemsStoredOtherwise(t *testing.T) {
	eachItemsRun(t, func(t *testing.T, r *odataRun) {
		before := r.items(t)
		r.runItems(t, cli.OK, []itemRow{{key: "ITEM00001", counted: "2026-11-27T11:00:00.9+01:00", status: "updated"}}, "run")
		row := readReport(t, filepath.Join(r.path("run"), "report.csv"))[0]
		if row["error_code"] != "stored_differently" || !strings.Contains(row["message"], "2026-11-27T10:00:00Z") {
			t.Errorf("the report says %s: %s", row["error_code"], row["message"])
		}
		r.command(t, t.Context(), cli.OK, "undo", r.path("run"), "--out", r.path("undo"))
		r.checkItems(t, before)
	})
}
