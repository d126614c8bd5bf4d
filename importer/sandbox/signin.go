package sandbox

import (
	"net/http"
	"strings"

	"bcimport/importer/sandbox/entra"
)

// Token issues a bearer token for a client id without a secret.
func (s *Server) Token(clientID string) string { return s.signIns.Issue(clientID) }

// RevokeTokens revokes every token issued so far.
func (s *Server) RevokeTokens() { s.signIns.RevokeTokens() }

// ApproveDevice enters a user code, as a person does in a browser, and reports whether
// a client waits for it.
func (s *Server) ApproveDevice(userCode string) bool { return s.signIns.Approve(userCode) }

// RevokeRefreshTokens ends every person's sign-in, as an administrator can.
func (s *Server) RevokeRefreshTokens() { s.signIns.RevokeRefreshTokens() }

// serveSignIn answers a request for a sign-in.
func (s *Server) serveSignIn(x *exchange) answer {
	a := s.signIns.Serve(entra.Request{
		Endpoint: x.at.endpoint, Method: x.method, Base: x.host(), Path: x.path, Query: x.query, Header: x.header, Body: x.body,
	})
	return answer{status: a.Status, contentType: a.ContentType, header: a.Header, body: a.Body}
}

// signIn returns the user behind a request, and the token where it came with one.
func (s *Server) signIn(r *http.Request) (user, token string, refused *answer) {
	if name, password, ok := r.BasicAuth(); ok && s.config.Username != "" {
		if name == s.config.Username && password == s.config.Password {
			return name, "", nil
		}
		return "", "", s.unauthorized()
	}
	header := r.Header.Get("Authorization")
	if header == "" && s.config.Anonymous {
		return "anonymous", "", nil
	}
	if token, ok := strings.CutPrefix(header, "Bearer "); ok {
		if client, good := s.signIns.Client(token); good {
			return client, token, nil
		}
	}
	return "", "", s.unauthorized()
}

// unauthorized returns the 401 of the service, in the on-premises form where basic
// authentication is set up.
func (s *Server) unauthorized() *answer {
	if s.config.Username != "" {
		return &answer{status: http.StatusUnauthorized, contentType: jsonType,
			header: map[string]string{"WWW-Authenticate": `Basic realm="Business Central", charset="UTF-8"`},
			body:   []byte(`{"error":{"code":"Unauthorized","message":"The credentials provided are incorrect."}}`)}
	}
	a := refuse(http.StatusUnauthorized, "Authentication_InvalidCredentials",
		"Web service call failed because user could not be authenticated or authorized.").answer()
	return &a
}
