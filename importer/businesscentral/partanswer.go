package businesscentral

import (
	"bytes"
	"errors"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/odata"
)

// partAnswer returns the answer to one update of a batch.
func (c *Client) partAnswer(p odata.PartResponse, id string, outer reply) importer.Response {
	switch {
	case p.Answers == 0:
		return lostPart(outer, "the batch's answer holds none for this update")
	case p.Answers > 1:
		return lostPart(outer, "the batch's answer holds several for this update")
	}
	r := reply{status: p.Status, body: p.Content(), wrote: true, sends: outer.sends, secrets: outer.secrets}
	if p.Status/100 != 2 || !bytes.Contains(r.body, []byte(`"@odata.etag"`)) {
		r.header = p.Header()
	}
	a := c.writeAnswer(id, r)
	if a.Fault.Code != "" && a.Fault.RequestID == "" {
		a.Fault.RequestID = faults.Mask(faults.RequestID(outer.header), outer.secrets)
	}
	return a
}

func lostPart(outer reply, why string) importer.Response {
	f := outer.unusable(errors.New(why))
	f.HTTPStatus = 0 // there is none of its own
	return importer.Response{Disposition: importer.Lost, Fault: f, Attempts: outer.sends}
}
