package importer

// Reasons why a row is no record, as they stand in error_code.
const (
	TotalRow        = "total_row"
	GroupRow        = "group_row"
	RepeatedHeading = "repeated_heading"
	RuledLine       = "ruled_line"
	FooterRow       = "footer_row"
)

// NoRecord says why a row is no record. The zero value is a record.
type NoRecord struct {
	Code    string // one of the reasons above
	Message Message
}

// IsRecord reports whether the row is a record after all.
func (n NoRecord) IsRecord() bool { return n.Code == "" }
