package sets

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// Warehouse is the route of the custom API.
const Warehouse = "contoso/warehouse/v1.0"

// Config says what the tables hold.
type Config struct {
	Seed  uint64
	Items int
	// Customers are the firms that are customers.
	Customers []Customer
	// Made is when the records were last changed before any write.
	Made time.Time
	// ETag gives the eTag of a version of a record of the n-th set.
	ETag func(set, index int, version uint32) string
}

// Catalog holds the tables by route and set.
type Catalog struct {
	tables []*records.Table // in the order of Names
	byName map[string]*records.Table
}

// New makes the tables.
func New(c Config) *Catalog {
	all := &Catalog{byName: map[string]*records.Table{}}
	for n, d := range descriptions() {
		schema := d.schema()
		eTag := func(index int, version uint32) string { return c.ETag(n, index, version) }
		name := full(d.route, schema.Set)
		t := records.NewTable(name, schema, all.table, eTag)
		d.fill(maker{Config: c, table: t, all: all})
		all.tables = append(all.tables, t)
		all.byName[name] = t
	}
	return all
}

// full is the name of a set with its route; that of api/v2.0 is "".
func full(route, set string) string {
	if route == "" {
		return set
	}
	return route + "/" + set
}

func (c *Catalog) table(set string) *records.Table { return c.byName[set] }

// Find returns a set of a route, nil where there is none.
func (c *Catalog) Find(route, set string) *records.Table { return c.byName[full(route, set)] }

// Named returns a table by the set's name with its route.
func (c *Catalog) Named(name string) *records.Table { return c.byName[name] }

// Has reports whether a route has a set.
func Has(route, set string) bool {
	return slices.ContainsFunc(descriptions(), func(d description) bool { return d.route == route && d.set == set })
}

// Of returns the tables of a route.
func (c *Catalog) Of(route string) []*records.Table {
	var of []*records.Table
	for n, d := range descriptions() {
		if d.route == route {
			of = append(of, c.tables[n])
		}
	}
	return of
}

// description is a set with its records; one that others refer to comes before them.
type description struct {
	route  string
	set    string
	schema func() *records.Schema
	fill   func(maker)
}

func descriptions() []description {
	return []description{
		{"", "itemCategories", itemCategories, fillItemCategories},
		{"", "unitsOfMeasure", unitsOfMeasure, fillUnits},
		{"", "taxGroups", taxGroups, fillTaxGroups},
		{"", "generalProductPostingGroups", productPostingGroups, fillProductGroups},
		{"", "inventoryPostingGroups", inventoryPostingGroups, fillInventoryGroups},
		{"", "items", items, fillItems},
		{"", "paymentTerms", paymentTerms, fillPaymentTerms},
		{"", "paymentMethods", paymentMethods, fillPaymentMethods},
		{"", "shipmentMethods", shipmentMethods, fillShipmentMethods},
		{"", "currencies", currencies, fillCurrencies},
		{"", "taxAreas", taxAreas, fillTaxAreas},
		{"", "salespeoplePurchasers", salespeople, fillSalespeople},
		{"", "countriesRegions", countriesRegions, fillCountries},
		{"", "customers", customers, fillCustomers},
		{"", "accounts", accounts, fillAccounts},
		{Warehouse, "binContents", binContents, fillBins},
	}
}

// maker makes the records of one table.
type maker struct {
	Config
	table *records.Table
	all   *Catalog
}

// random returns the generator for the i-th record.
func (m maker) random(i int) *rand.Rand {
	h := fnv.New32a()
	_, _ = h.Write([]byte(m.table.Schema.Set)) // never fails
	return rand.New(rand.NewPCG(m.Seed, uint64(h.Sum32())<<32|uint64(i)))
}

// add makes the next record. Its id is the same for every catalog with that seed.
func (m maker) add(values map[string]string) {
	r := m.random(m.table.Len())
	key := m.table.Schema.Key
	if key == "" {
		key = "id"
	}
	if values[key] == "" {
		values[key] = odata.MakeGUID(r.Uint64(), r.Uint64()).String()
	}
	m.table.Add(m.Made, values)
}

// id returns the id of a record by its number or code.
func (m maker) id(set, number string) string {
	t := m.all.byName[set]
	i, found := t.FindNumber(number)
	if !found {
		return records.NoGUID
	}
	return t.ID(t.At(i))
}

// Follow returns the drafts of the records that change with one: those that refer to it
// by a number or code that is another one now.
func (c *Catalog) Follow(d *records.Draft) []*records.Draft {
	if !d.Renamed {
		return nil
	}
	var drafts []*records.Draft
	for _, t := range c.tables {
		drafts = append(drafts, t.Referring(d)...)
	}
	return drafts
}
