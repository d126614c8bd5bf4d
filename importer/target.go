package importer

// Target is where a run writes: the journal records it and nothing else will do
// for the same run.
type Target struct {
	Name        string `json:"name,omitempty"`
	Config      string `json:"config,omitempty"`  // the target's file, where the user named it
	Sandbox     bool   `json:"sandbox,omitempty"` // the built-in stand-in
	APIRoot     string `json:"api_root"`
	Tenant      string `json:"tenant,omitempty"`
	Environment string `json:"environment,omitempty"`
	Company     string `json:"company"`
	CompanyID   string `json:"company_id"`
	// User is who Business Central takes the program for: the client ids of the
	// application users, or the user name.
	User string `json:"user,omitempty"`
	// ApprovalRequired reports whether nothing may be written but what was approved.
	ApprovalRequired bool `json:"approval_required,omitempty"`
}
