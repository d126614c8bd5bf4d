package web

// step is a screen of an import, in the order in which they are gone through.
type step struct {
	Name, Address string
	// Here is the screen that is shown; Open can be gone to.
	Here, Open bool
}

// steps lists the screens of an import.
func (r *request) steps(here string) []step {
	mapped, _ := r.server.Imports.Mapping(r.im)
	all := []step{
		{Name: r.T("File"), Address: r.path("file"), Here: here == "file", Open: true},
		{Name: r.T("Columns"), Address: r.path("columns"), Here: here == "columns", Open: true},
		{Name: r.T("Check"), Address: r.path("check"), Here: here == "check", Open: len(mapped) > 0},
		{Name: r.T("Plan"), Address: r.path("plan"), Here: here == "plan", Open: len(mapped) > 0},
		{Name: r.T("Run"), Address: r.path("run"), Here: here == "run", Open: r.im.Run != ""},
		{Name: r.T("Report"), Address: r.path("report"), Here: here == "report", Open: r.im.Run != ""},
	}
	return all
}
