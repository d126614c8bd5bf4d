package entra

import (
	"net/http"
	"strings"
)

// Endpoint is what a path leads to.
type Endpoint int

// The endpoints that there are.
const (
	None Endpoint = iota
	Token
	DeviceCode
	DeviceLogin
	Discovery
)

// Request is a request to an endpoint.
type Request struct {
	Endpoint    Endpoint
	Method      string
	Base        string // scheme and host as the client wrote them
	Path, Query string // of the URL, escaped as the client did
	Header      http.Header
	Body        []byte
}

// Answer is the response to a Request.
type Answer struct {
	Status      int
	ContentType string
	Header      map[string]string
	Body        []byte
}

// EndpointOf reads the parts of a path, which all but one stand below a tenant.
func EndpointOf(parts []string) Endpoint {
	if len(parts) == 1 && parts[0] == "devicelogin" {
		return DeviceLogin
	}
	if len(parts) != 4 {
		return None
	}
	switch strings.Join(parts[1:], "/") {
	case "oauth2/v2.0/token":
		return Token
	case "oauth2/v2.0/devicecode":
		return DeviceCode
	case "v2.0/.well-known/openid-configuration":
		return Discovery
	}
	return None
}
