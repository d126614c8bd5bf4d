//go:build slim

package stores

import (
	"context"
	"net/url"

	"bcimport/importer/objects"
)

const cloudsBuiltIn = false

func openCloud(context.Context, *url.URL) (objects.Store, error) { return nil, ErrNotBuiltIn }
