package targets

// Setting is one value of a connection.
type Setting struct {
	// Key is that of the target file, Env the environment variable.
	Key, Env string
	// Fallback is the value where nothing else says one.
	Fallback string
	// Help says what the value is.
	Help string
	// Work tells a setting of how to work from those of where to connect to.
	Work bool
}

// Settings lists the settings of a connection.
func Settings() []Setting {
	return []Setting{
		{"base_url", "BCIMPORT_BASE_URL", "", "API root, up to and including /api/v2.0 (default: built from tenant and environment)", false},
		{"tenant", "BCIMPORT_TENANT", "", "Entra tenant, name or id", false},
		{"environment", "BCIMPORT_ENVIRONMENT", "", "Business Central environment", false},
		{"company", "BCIMPORT_COMPANY", "", "company, by name or id (default: the only one)", false},
		{"auth", "BCIMPORT_AUTH", "client-credentials", "how to sign in: client-credentials, device-code, azure, basic, token or none", false},
		{"token_url", "BCIMPORT_TOKEN_URL", "", "token URL (default: the tenant's Entra v2.0 endpoint)", false},
		{"client_id", "BCIMPORT_CLIENT_ID", "", "client id of the app registration; its secret comes from BCIMPORT_CLIENT_SECRET", false},
		{"client_certificate_file", "BCIMPORT_CLIENT_CERTIFICATE_FILE", "", "PEM or PFX file with certificate and private key, instead of a client secret; its password comes from BCIMPORT_CLIENT_CERTIFICATE_PASSWORD", false},
		{"azure_identity", "BCIMPORT_AZURE_IDENTITY", "auto", "with auth azure: auto, workload, managed or cli", false},
		{"scope", "BCIMPORT_SCOPE", "https://api.businesscentral.dynamics.com/.default", "scope of the token", false},
		{"username", "BCIMPORT_USERNAME", "", "user name (on-premises); the web service access key comes from BCIMPORT_PASSWORD", false},
		{"ca_file", "BCIMPORT_CA_FILE", "", "PEM file of certificate authorities to trust beside the system's", false},
		{"rate", "BCIMPORT_RATE", "5700/5m", "requests in any such span, as 5700/5m; 0: no limit of our own", true},
		{"concurrency", "BCIMPORT_CONCURRENCY", "5", "requests at once", true},
		{"batch", "BCIMPORT_BATCH", "100", "contacts that one request reads or writes at most, 1 to 100; 1: plain GET and PATCH", true},
		{"batch_counts", "BCIMPORT_BATCH_COUNTS", "one", "what a $batch takes of the rate: one or operations", true},
		{"request_timeout", "BCIMPORT_REQUEST_TIMEOUT", "5m", "longest wait for one answer", true},
	}
}
