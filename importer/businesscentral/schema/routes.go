package schema

import (
	"errors"

	"bcimport/importer/businesscentral/odata"
)

// Routes decodes a page of apicategoryroutes: the custom APIs (publisher/group/version), and
// the link to the next page. It leaves out what is no route of a custom API, such as Microsoft's own v2.0.
func Routes(body []byte) (routes []string, next string, err error) {
	var page struct {
		Value []struct {
			Publisher string `json:"publisher"`
			Group     string `json:"group"`
			Version   string `json:"version"`
		} `json:"value"`
		Context string `json:"@odata.context"`
		Next    string `json:"@odata.nextLink"`
	}
	if !odata.Unmarshal(body, &page) {
		return nil, "", errors.New("the answer is not a list of routes")
	}
	for _, r := range page.Value {
		if r.Publisher != "" && r.Group != "" && r.Version != "" {
			routes = append(routes, r.Publisher+"/"+r.Group+"/"+r.Version)
		}
	}
	return routes, odata.InContext(page.Context, page.Next), nil
}
