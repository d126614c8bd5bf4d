package signin

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"golang.org/x/oauth2"
	"software.sslmate.com/src/go-pkcs12"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// Certificate is a client certificate with its private key, as PEM or PKCS #12.
type Certificate struct {
	Data     []byte
	Password string
	// Name is its name in messages: that of its file.
	Name string
}

func (c *Certificate) parse() ([]*x509.Certificate, crypto.PrivateKey, error) {
	certificates, key, err := c.read()
	if err != nil {
		return nil, nil, &importer.Problem{
			Cause: importer.Errorf("%s is not a certificate with its private key: %s", c.Name, faults.Line(faults.Mask(err.Error(), []string{c.Password}), faults.MaxMessage)),
			Hint:  importer.PlainHint("use a PEM file with both, or a PFX file; set its password in BCIMPORT_CLIENT_CERTIFICATE_PASSWORD"),
		}
	}
	if until := certificates[0].NotAfter; time.Now().After(until) {
		return nil, nil, &importer.Problem{
			Cause: importer.Errorf("%w: the certificate %s has expired on %s", importer.ErrSignIn, c.Name, until.Format(time.DateOnly)),
			Hint:  importer.PlainHint("create a new one and upload it to the app registration"),
		}
	}
	return certificates, key, nil
}

// read parses PEM, and anything else as PKCS #12, in the old and in the new encryption:
// Azure's own library reads only the old one.
func (c *Certificate) read() ([]*x509.Certificate, crypto.PrivateKey, error) {
	if bytes.Contains(c.Data, []byte("-----BEGIN ")) {
		return azidentity.ParseCertificates(c.Data, nil)
	}
	key, leaf, chain, err := pkcs12.DecodeChain(c.Data, c.Password)
	if err != nil {
		return nil, nil, err
	}
	return append([]*x509.Certificate{leaf}, chain...), key, nil
}

// Identity is one of the identities that Azure gives a machine or a person.
type Identity string

const (
	AnyIdentity      Identity = "auto"     // workload if its token file is set, else managed, else the CLI
	WorkloadIdentity Identity = "workload" // of a Kubernetes pod or another federated workload
	ManagedIdentity  Identity = "managed"  // of a virtual machine or a service in Azure
	CLIIdentity      Identity = "cli"      // of the person that az login has signed in
)

func (i Identity) validate() error {
	switch i {
	case "", AnyIdentity, WorkloadIdentity, ManagedIdentity, CLIIdentity:
		return nil
	}
	return &importer.Problem{Cause: importer.Errorf("unknown azure identity %q", i), Hint: importer.PlainHint("use auto, workload, managed or cli")}
}

// azure gets tokens through Microsoft's own library, which caches a token until it expires;
// so each call of token makes a new credential.
type azure struct {
	credentials Credentials
	client      *http.Client

	transportErr     error    // of the last request
	secrets          []string // its secrets
	onManagedMachine bool     // the machine's own identity has given a token before
}

// Do sends a request for the library, whose own errors do not distinguish a request without
// an answer from a refused one.
func (a *azure) Do(r *http.Request) (*http.Response, error) {
	a.secrets = []string{r.Header.Get("X-Identity-Header"), r.Header.Get("Secret")}
	if r.Body != nil {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(text))
		if form, err := url.ParseQuery(string(text)); err == nil {
			a.secrets = append(a.secrets, form.Get("client_assertion"), form.Get("client_secret"))
		}
	}
	answer, err := a.client.Do(r)
	if err == nil { // the library reads without a bound
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	}
	a.transportErr = err
	return answer, err
}

func (a *azure) token(ctx context.Context) (*oauth2.Token, error) {
	a.transportErr = nil
	credential, err := a.credential()
	if err != nil {
		return nil, a.explain(ctx, err)
	}
	got, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: strings.Fields(a.credentials.Scope)})
	if err != nil {
		return nil, a.explain(ctx, err)
	}
	return &oauth2.Token{AccessToken: got.Token, Expiry: got.ExpiresOn}, nil
}

func (a *azure) credential() (azcore.TokenCredential, error) {
	k := a.credentials
	options := azcore.ClientOptions{
		Transport: a,
		Retry:     policy.RetryOptions{MaxRetries: -1}, // the run retries by itself
		Telemetry: policy.TelemetryOptions{Disabled: true},
	}
	tenant := k.Tenant
	if host, named := authority(k.TokenURL); host != "" {
		options.Cloud = cloud.Configuration{ActiveDirectoryAuthorityHost: host}
		tenant = named
	}
	otherAuthority := !isMicrosoft(options.Cloud.ActiveDirectoryAuthorityHost)
	if k.Auth == ClientCredentials {
		certificates, key, err := k.Certificate.parse()
		if err != nil {
			return nil, err
		}
		return azidentity.NewClientCertificateCredential(tenant, k.ClientID, certificates, key,
			&azidentity.ClientCertificateCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: otherAuthority})
	}
	identity := k.Identity
	if (identity == "" || identity == AnyIdentity) && os.Getenv("AZURE_FEDERATED_TOKEN_FILE") != "" {
		identity = WorkloadIdentity
	}
	if a.onManagedMachine {
		identity = ManagedIdentity // it exists, so it gets more time
	}
	switch identity {
	case WorkloadIdentity:
		return azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
			ClientOptions: options, ClientID: k.ClientID, TenantID: tenant, DisableInstanceDiscovery: otherAuthority,
		})
	case ManagedIdentity:
		return managed(k, options)
	case CLIIdentity:
		return azureCLI{tenant, k.Environ}, nil
	}
	onManagedMachine, err := managed(k, options)
	if err != nil {
		return nil, err
	}
	return azidentity.NewChainedTokenCredential([]azcore.TokenCredential{timeoutCredential{onManagedMachine, a}, azureCLI{tenant, k.Environ}}, nil)
}

func managed(k Credentials, options azcore.ClientOptions) (azcore.TokenCredential, error) {
	options.Cloud = cloud.Configuration{}
	o := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: options}
	if k.ClientID != "" {
		o.ID = azidentity.ClientID(k.ClientID)
	}
	return azidentity.NewManagedIdentityCredential(o)
}

// timeoutCredential gives up soon where there may be no identity: outside Azure nothing
// answers at the address of a machine's identity.
type timeoutCredential struct {
	inner azcore.TokenCredential
	of    *azure
}

func (h timeoutCredential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	token, err := h.inner.GetToken(ctx, o)
	h.of.onManagedMachine = h.of.onManagedMachine || err == nil
	if err != nil && ctx.Err() != nil {
		h.of.transportErr = nil // no answer was to be expected
		return token, azidentity.NewCredentialUnavailableError("no managed identity answers on this machine")
	}
	return token, err
}

// authority returns the parts of a token URL, https://HOST/TENANT/oauth2/v2.0/token, empty for
// another form.
func authority(tokenURL string) (host, tenant string) {
	u, err := url.Parse(tokenURL)
	if err != nil {
		return "", ""
	}
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if rest != "oauth2/v2.0/token" {
		return "", ""
	}
	return u.Scheme + "://" + u.Host + "/", tenant
}

// checkIdentity is the hint for an unknown refusal of an identity.
func checkIdentity() importer.Hint {
	return importer.NewHint("auth azure uses a workload identity, a managed identity or az login; choose one with %s", importer.Option{Name: "azure_identity"})
}

// explain does for the library's errors what the function explain does for others.
func (a *azure) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var failed *azidentity.AuthenticationFailedError
	if errors.As(err, &failed) && failed.RawResponse != nil {
		var body []byte
		if failed.RawResponse.Body != nil {
			body, _ = io.ReadAll(io.LimitReader(failed.RawResponse.Body, maxAnswer))
		}
		otherwise := checkApp()
		if a.credentials.Auth == Azure {
			otherwise = checkIdentity()
		}
		return refusedSignIn(failed.RawResponse, body, a.secrets, otherwise)
	}
	var hinted *importer.Problem
	switch {
	case errors.As(err, &hinted):
		return &importer.Problem{Cause: importer.Errorf("%w: %w", importer.ErrSignIn, hinted.Cause), Hint: hinted.Hint}
	case a.transportErr != nil:
		return explain(ctx, a.transportErr)
	case a.credentials.Auth == ClientCredentials:
		return &importer.Problem{Cause: importer.Errorf("%w: %s", importer.ErrSignIn, faults.Line(err.Error(), faults.MaxMessage)), Hint: checkApp()}
	}
	return &importer.Problem{
		Cause: importer.Errorf("%w: %s", importer.ErrSignIn, faults.Line(err.Error(), faults.MaxMessage)),
		Hint:  checkIdentity(),
	}
}

// isMicrosoft reports whether an authority is one of Microsoft's; empty means the public one.
func isMicrosoft(authority string) bool {
	switch authority {
	case "", "https://login.microsoftonline.com/", "https://login.microsoftonline.us/", "https://login.partner.microsoftonline.cn/":
		return true
	}
	return false
}
