// Package companies chooses the company that a connection is about. It sends nothing. Start at
// Pick.
package companies

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
)

// Company is one of an environment.
type Company struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Decode decodes a page of the list of companies and returns the link to the next one.
func Decode(body []byte) (companies []Company, next string, err error) {
	var page struct {
		Value   []Company `json:"value"`
		Context string    `json:"@odata.context"`
		Next    string    `json:"@odata.nextLink"`
	}
	if json.Unmarshal(body, &page) != nil || page.Value == nil ||
		slices.ContainsFunc(page.Value, func(co Company) bool { return co.ID == "" }) {
		return nil, "", importer.Errorf("the answer is not a list of companies")
	}
	return page.Value, odata.InContext(page.Context, page.Next), nil
}

// Pick chooses a company by id or name. A name must match exactly, or without case if
// that is unique.
func Pick(companies []Company, wanted string) (Company, error) {
	var loose []Company
	for _, co := range companies {
		if wanted != "" && (co.Name == wanted || strings.EqualFold(co.ID, strings.Trim(wanted, "{}"))) {
			return co, nil
		}
		if strings.EqualFold(co.Name, strings.TrimSpace(wanted)) {
			loose = append(loose, co)
		}
	}
	switch {
	case len(loose) == 1:
		return loose[0], nil
	case wanted == "" && len(companies) == 1:
		return companies[0], nil
	}
	names := make([]string, len(companies))
	for i, co := range companies {
		names[i] = fmt.Sprintf("%q (%s)", co.Name, co.ID)
	}
	listed := importer.NewHint("the environment has: %s", strings.Join(names, ", "))
	switch {
	case len(companies) == 0:
		return Company{}, &importer.Problem{Cause: importer.Errorf("the environment has no company that this user can see"), Hint: importer.PlainHint("give the user a permission set for the company")}
	case wanted == "":
		return Company{}, &importer.Problem{
			Cause: importer.Errorf("there are several companies"),
			Hint:  importer.NewHint("%s; choose one with %s", listed, importer.Option{Name: "company"}),
		}
	}
	return Company{}, &importer.Problem{Cause: importer.Errorf("there is no company %q", wanted), Hint: listed}
}
