package web

import (
	"errors"
	"net/http"
	"path/filepath"

	"bcimport/importer"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/runfiles"
)

// mendBody is what the screen of mending shows.
type mendBody struct{ Address, Failed string }

// showMend says how to mend failed rows, and takes the mended file.
func (s *Server) showMend(r *request) error {
	name := r.files().Failed()
	if name == "" || r.mappingText() == nil {
		return r.seeOther(r.at.Address + "/report")
	}
	return r.show("mend", page{H1: r.T("Mend and run again"), Body: mendBody{r.at.Address, r.at.Address + "/files/" + name}, Steps: r.stepsOrNone("report")})
}

// mappingText is the mapping of a run, or of the plan that it wrote; nil where it is not
// known.
func (r *request) mappingText() []byte {
	if r.im.ID != "" {
		if text, err := r.server.Imports.Mapping(r.im); err == nil && text != nil {
			return text
		}
	}
	return r.files().Mapping()
}

// mend begins an import of mended rows, with the mapping of the run: of a file that is sent
// or, without one, of the failed rows as they are.
func (s *Server) mend(r *request) error {
	mapping := r.mappingText()
	if mapping == nil {
		return importer.Invalidf("the mapping of this run is not known").Hintf("begin a new import with the mended file")
	}
	im, err := s.mendedImport(r)
	if err != nil {
		return err
	}
	to := s.targetOf(r)
	if im, err = s.Imports.Change(im.ID, func(im *imports.Import) { im.Of, im.Target = r.im.ID, to }); err != nil {
		return err
	}
	if err := s.Imports.SetMapping(im, mapping); err != nil {
		return err
	}
	r.im = im
	return r.seeOther(r.path("check"))
}

// mendedName is what the file of the rows is called that are to be mended: like the import's,
// if the run is that of one.
func (r *request) mendedName(ext string) string {
	return runfiles.MendedName(r.im.File, r.T("to mend"), ext)
}

// targetOf is the name of the target of the run that a request is about.
func (s *Server) targetOf(r *request) string {
	if r.im.Target != "" {
		return r.im.Target
	}
	if about, err := s.Manager.About(r.at.Folder); err == nil {
		return r.recordedTarget(about.Target).Name
	}
	return s.Target
}

// mendedImport takes up the file that is sent, or else the failed rows.
func (s *Server) mendedImport(r *request) (imports.Import, error) {
	_ = http.NewResponseController(r.w).SetReadDeadline(s.Now().Add(uploadTime)) // where the connection can
	chosen, err := r.chosenFile("choose the file with the mended rows")
	if err == nil {
		return s.takeUp(r, chosen.FileName(), chosen)
	}
	if !errors.Is(err, http.ErrNotMultipart) {
		return imports.Import{}, err
	}
	file, done, err := r.files().OpenFailed(r.Context(), r.reportWords())
	if err != nil {
		return imports.Import{}, err
	}
	defer done()
	return s.Imports.Create(r.Context(), r.mendedName(filepath.Ext(file.Name())), file, mostBytes, s.Now())
}
