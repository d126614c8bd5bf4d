package signin

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// CheckAudience checks the claims of a token that is a JWT. A token for Business Central's API
// has its resource in aud, and that of an application has API.ReadWrite.All in roles
// (Microsoft Learn, automation-apis-using-s2s-authentication).
func CheckAudience(credential string) error {
	parts := strings.Split(credential, ".")
	if len(parts) != 3 {
		return nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Audience string   `json:"aud"`
		Roles    []string `json:"roles"`
		Scopes   string   `json:"scp"`
	}
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims.Audience == "" {
		return nil
	}
	microsoft := strings.HasPrefix(claims.Audience, "https://") && strings.Contains(claims.Audience, ".dynamics.") // .com, and the national clouds
	switch {
	case strings.HasPrefix(claims.Audience, "https://") && !microsoft:
		return &importer.Problem{Cause: importer.Errorf("the token is for %s", faults.Line(claims.Audience, faults.MaxID)), Hint: importer.NewHint("check %s: it begins with https://api.businesscentral.dynamics.com/", importer.Option{Name: "scope"})}
	case microsoft && claims.Scopes == "" && !slices.Contains(claims.Roles, "API.ReadWrite.All"):
		return &importer.Problem{
			Cause: importer.Errorf("the app registration lacks the permission API.ReadWrite.All"),
			Hint:  importer.PlainHint("add it as an application permission for Dynamics 365 Business Central and give admin consent"),
		}
	}
	return nil
}
