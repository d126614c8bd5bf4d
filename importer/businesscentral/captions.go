package businesscentral

import (
	"bytes"
	"context"
	"slices"

	"bcimport/importer"
	"bcimport/importer/businesscentral/metadata"
	"bcimport/importer/businesscentral/odata"
	"bcimport/mapping/entity"
)

// Captions returns the set with what the environment calls its fields and the members of its
// enumerations, in the languages that are installed there. A service that does not say so
// gives the set as Entity does. With a language, such as de or 1031, its captions come first,
// and a service that has none in it is an error.
func (c *Client) Captions(ctx context.Context, language string) (*entity.Entity, error) {
	lcid, err := metadata.Language(language)
	if err != nil {
		return nil, importer.Invalidf("%w", err)
	}
	of, languages, err := c.captions(ctx, lcid)
	if err == nil && language != "" && !metadata.Speaks(languages, lcid) {
		return nil, importer.Invalidf("the environment has no captions in the language %q", language).Hintf("%s", metadata.LanguagesHint(languages))
	}
	return of, err
}

func (c *Client) captions(ctx context.Context, preferred int) (of *entity.Entity, languages []int, err error) {
	d, err := c.metadata.Document(ctx)
	if err != nil || d == nil {
		return c.entity, nil, err
	}
	captioned := *c.entity
	var terms []string
	for _, name := range d.Definitions(c.config.Set) {
		terms = append(terms, "entityName eq "+odata.Literal(name))
	}
	for len(terms) > 0 {
		link, n := odata.FirstOf(c.root+"/entityDefinitions?$filter=", terms)
		r, unusable, err := c.pages(ctx, call{url: link}, func(body []byte) (string, error) {
			page, err := metadata.ParseDefinitions(bytes.NewReader(body))
			if err != nil {
				return "", err
			}
			captioned, languages = d.Caption(captioned, page, preferred), slices.Concat(languages, page.Languages())
			return page.Next, nil
		})
		if err != nil {
			return nil, nil, err
		}
		if unusable != nil || !r.succeeded() {
			c.config.Log.Debug("the service does not send captions", "status", r.status, "reason", unusable)
			return c.entity, nil, nil
		}
		terms = terms[n:]
	}
	return &captioned, languages, nil
}
