package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// spec is what a run of the import is to do, as far as it is chosen.
func (r *request) spec() (runs.Spec, error) {
	_, document, err := runs.ReadMapping(r.server.Imports.MappingPath(r.im), os.ReadFile)
	if err != nil {
		return runs.Spec{}, err
	}
	s := runs.Spec{Input: r.input(), Mapping: document, Target: r.im.Target, By: r.server.User}
	for _, code := range r.im.Accept {
		s.Options.Accept = append(s.Options.Accept, importer.Code(code))
	}
	return s, s.Validate()
}

// digest tells what was made of other things apart.
func digest(of ...any) string {
	data, err := json.Marshal(of)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
