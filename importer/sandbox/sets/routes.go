package sets

import "bcimport/importer/sandbox/odata"

// Route is a record of apicategoryroutes: a root of an API.
type Route struct{ route, publisher, group, version string }

// Routes describes the set apicategoryroutes, which has neither ids nor eTags, with its
// records.
func Routes() odata.View[Route] {
	all := []Route{{"v2.0", "", "", "v2.0"}, {Warehouse, "contoso", "warehouse", "v1.0"}}
	return odata.View[Route]{
		Set: &odata.EntitySet[Route]{
			Name: "apicategoryroutes", Entity: "apicategoryroute", Key: "route",
			Columns: []odata.Column[Route]{
				{Name: "route", Kind: odata.EdmString, Filterable: true, Get: func(r *Route) string { return r.route }},
				{Name: "publisher", Kind: odata.EdmString, Filterable: true, Get: func(r *Route) string { return r.publisher }},
				{Name: "group", Kind: odata.EdmString, Filterable: true, Get: func(r *Route) string { return r.group }},
				{Name: "version", Kind: odata.EdmString, Filterable: true, Get: func(r *Route) string { return r.version }},
			},
		},
		Size: len(all), At: func(i int) *Route { return &all[i] },
		Find: func(string, []string) ([]int, bool) { return nil, false },
		Show: func(r *Route) *Route { return r },
	}
}
