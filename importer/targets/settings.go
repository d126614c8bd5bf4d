package targets

import "bcimport/importer"

// Setting is one value of a connection.
type Setting struct {
	// Key is that of the target file, Env the environment variable.
	Key, Env string
	// Fallback is the value where nothing else says one.
	Fallback string
	// Help says what the value is.
	Help importer.Hint
	// Work tells a setting of how to work from those of where to connect to.
	Work bool
}

// Settings lists the settings of a connection.
func Settings() []Setting {
	text := importer.PlainHint
	return []Setting{
		{"base_url", "BCIMPORT_BASE_URL", "", text("API root, up to and including /api/v2.0 (default: built from tenant and environment)"), false},
		{"tenant", "BCIMPORT_TENANT", "", text("Entra tenant, name or id"), false},
		{"environment", "BCIMPORT_ENVIRONMENT", "", text("Business Central environment"), false},
		{"company", "BCIMPORT_COMPANY", "", text("company, by name or id (default: the only one)"), false},
		{"auth", "BCIMPORT_AUTH", "client-credentials", text("sign-in method: client-credentials, device-code, azure, basic, token or none"), false},
		{"token_url", "BCIMPORT_TOKEN_URL", "", text("token URL (default: the tenant's Entra v2.0 endpoint)"), false},
		{"client_id", "BCIMPORT_CLIENT_ID", "", text("client id of the app registration; its secret comes from BCIMPORT_CLIENT_SECRET"), false},
		{"client_certificate_file", "BCIMPORT_CLIENT_CERTIFICATE_FILE", "", text("PEM or PFX file with certificate and private key, instead of a client secret; its password comes from BCIMPORT_CLIENT_CERTIFICATE_PASSWORD"), false},
		{"azure_identity", "BCIMPORT_AZURE_IDENTITY", "auto", importer.NewHint("with %s: auto, workload, managed or cli", importer.Option{Name: "auth", Value: "azure"}), false},
		{"scope", "BCIMPORT_SCOPE", "https://api.businesscentral.dynamics.com/.default", text("scope of the token"), false},
		{"username", "BCIMPORT_USERNAME", "", text("user name (on-premises); the web service access key comes from BCIMPORT_PASSWORD"), false},
		{"ca_file", "BCIMPORT_CA_FILE", "", text("PEM file of certificate authorities to trust in addition to the system's"), false},
		{"rate", "BCIMPORT_RATE", "5700/5m", text("requests in any such period, such as 5700/5m; 0: no limit"), true},
		{"concurrency", "BCIMPORT_CONCURRENCY", "5", text("concurrent requests"), true},
		{"batch", "BCIMPORT_BATCH", "100", text("most records that one request reads or writes, 1 to 100; 1: plain GET and PATCH"), true},
		{"batch_counts", "BCIMPORT_BATCH_COUNTS", "one", text("how a $batch counts against the rate: one or operations"), true},
		{"request_timeout", "BCIMPORT_REQUEST_TIMEOUT", "5m", text("longest wait for one response"), true},
	}
}
