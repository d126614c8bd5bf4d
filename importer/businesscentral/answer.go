package businesscentral

import (
	"net/http"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// succeeded reports whether the reply is a success whose whole body was read.
func (r reply) succeeded() bool { return r.err == nil && r.status == http.StatusOK }

// failure returns the end of a read without a usable answer; err says what is wrong with an
// answer that looked like a success.
func (r reply) failure(err error) (importer.Disposition, importer.Fault) {
	switch {
	case r.err != nil:
		return importer.Lost, r.fault()
	case err != nil:
		return importer.Lost, r.unusable(err)
	}
	f := r.fault()
	return faults.ReadEnd(r.status, f.Code), f
}

func (c *Client) readAnswer(id string, r reply) importer.Response {
	a := importer.Response{Attempts: r.sends}
	var err error
	if r.err == nil && r.status == http.StatusOK {
		a.Contact, err = c.records.Decode(r.body, r.header, id)
		switch {
		case err == nil && a.Contact.ETag != "":
			a.Disposition = importer.Confirmed
			return a
		case err == nil:
			return importer.Response{Attempts: r.sends, Disposition: importer.Refused, Fault: c.noETag()}
		}
	}
	a.Disposition, a.Fault = r.failure(err)
	return a
}

// writeAnswer returns one of the four ends of a write. Only a 429 and a request that never
// left are certainly not done, whatever happened to the rest of the answer.
func (c *Client) writeAnswer(id string, r reply) importer.Response {
	a := importer.Response{Attempts: r.sends}
	switch {
	case r.err != nil && (!r.wrote || r.status == http.StatusTooManyRequests):
		a.Disposition, a.Fault = importer.NotDone, r.fault()
	case r.err != nil:
		a.Disposition, a.Fault = importer.Lost, r.fault()
	case r.status/100 == 2:
		contact, err := c.records.Decode(r.body, r.header, id)
		if err != nil {
			a.Disposition, a.Fault = importer.Lost, r.unusable(err)
			return a
		}
		a.Disposition, a.Contact = importer.Confirmed, contact
	default:
		a.Fault = r.fault()
		a.Disposition = faults.WriteEnd(r.status, a.Fault.Code)
	}
	return a
}

func (c *Client) noETag() importer.Fault {
	return importer.Fault{Code: "no_etag", Message: "The answer holds no eTag, so the " + c.entity.One + " can't be updated without risk."}
}

func companyGone(f importer.Fault) error {
	if f.Code == faults.CompanyNotFound {
		return &importer.Problem{Cause: importer.ErrCompanyGone, Hint: importer.NewHint("Business Central no longer knows the company: %s", f.Message)}
	}
	return nil
}
