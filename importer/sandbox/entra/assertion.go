package entra

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"bcimport/importer/sandbox/odata"

	"github.com/golang-jwt/jwt/v5"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// checkAssertion accepts a federated token that is on record for the client, else it
// holds the client assertion against the certificate on record: signed by its key, for this endpoint, and still good
// (entra: v2-oauth2-client-creds-grant-flow, certificate credentials).
func (s *Service) checkAssertion(r Request, client string, form url.Values) *Answer {
	refuse := func(number int, text string) *Answer {
		a := errorAnswer(http.StatusUnauthorized, "invalid_client", number, text)
		return &a
	}
	if foreign := s.config.Federated[client]; foreign != "" && foreign == form.Get("client_assertion") {
		return nil
	}
	certificate := s.config.Certificates[client]
	if certificate == nil || form.Get("client_assertion_type") != assertionType {
		return refuse(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
	}
	thumbprint := sha256.Sum256(certificate.Raw)
	_, err := jwt.NewParser(
		jwt.WithValidMethods([]string{"PS256", "RS256"}), jwt.WithIssuer(client), jwt.WithSubject(client),
		jwt.WithAudience(r.Base+r.Path), jwt.WithExpirationRequired(), jwt.WithTimeFunc(s.config.Now),
	).Parse(form.Get("client_assertion"), func(token *jwt.Token) (any, error) {
		named, _ := token.Header["x5t#S256"].(string)
		// Microsoft's library writes it in the alphabet that is not the URL's, and Entra takes both.
		if strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(named) != base64.RawURLEncoding.EncodeToString(thumbprint[:]) {
			return nil, jwt.ErrTokenUnverifiable
		}
		return certificate.PublicKey, nil
	})
	if err != nil {
		return refuse(700027, "The certificate with identifier used to sign the client assertion is not registered on application.")
	}
	return nil
}

// discovery returns the OpenID configuration of the tenant in the path.
func discovery(r Request) Answer {
	tenant := r.Base + "/" + strings.Split(strings.Trim(r.Path, "/"), "/")[0]
	b := odata.AppendString([]byte(`{"issuer":`), tenant+"/v2.0")
	b = odata.AppendString(append(b, `,"token_endpoint":`...), tenant+"/oauth2/v2.0/token")
	b = odata.AppendString(append(b, `,"authorization_endpoint":`...), tenant+"/oauth2/v2.0/authorize")
	b = odata.AppendString(append(b, `,"device_authorization_endpoint":`...), tenant+"/oauth2/v2.0/devicecode")
	return Answer{Status: http.StatusOK, ContentType: "application/json; charset=utf-8", Body: append(b, '}')}
}
