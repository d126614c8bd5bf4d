package schema

import "testing"

func TestCheckName_IsPartOfAPath(t *testing.T) {
	t.Parallel()
	for name, good := range map[string]bool{
		"": true, "items": true, "binContents": true, "contoso/warehouse/v1.0/binContents": true, "contoso/warehouse/v1.0/": true, "größen": true,
		"items(1)": false, "items?$top=1": false, "../items": false, "a/b/items": false, "a/../v1.0/items": false, "a/b/c/d/items": false, "a//v1.0/x": false,
		"items#x": false, "a b": false, "items/": false, "/": false, "items\n": false, "%2e%2e": false,
	} {
		if err := CheckName(name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}
