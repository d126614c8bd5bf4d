package phones

import "github.com/nyaruka/phonenumbers"

// KnownRegion reports whether there are rules for numbers of a region, which is
// written in two capitals (ISO 3166).
func KnownRegion(region string) bool {
	_, known := phonenumbers.GetSupportedRegions()[region]
	return known
}
