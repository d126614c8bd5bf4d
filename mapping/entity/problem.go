package entity

// Problem says why a cell is no value of a field, as data: its words are made elsewhere.
type Problem struct {
	// Code is what reports and machines group by: invalid_number, ambiguous_date.
	Code string
	// Reason is the ID of the sentence that says what to do; there are several to a Code.
	Reason string
	// Args are the cell, and then what the sentence of Reason names besides.
	Args []string
}

// The codes of problems.
const (
	InvalidNumber   = "invalid_number"
	AmbiguousNumber = "ambiguous_number"
	InvalidBoolean  = "invalid_boolean"
	InvalidDate     = "invalid_date"
	AmbiguousDate   = "ambiguous_date"
	InvalidDateTime = "invalid_date_time"
	InvalidGUID     = "invalid_guid"
	UnknownMember   = "unknown_member"
	MixedFormats    = "mixed_formats"
	OutOfRange      = "out_of_range"
)

// The reasons, with what Args holds.
const (
	ReasonNumberInvalid     = "number_invalid"      // cell
	ReasonNumberPercent     = "number_percent"      // cell
	ReasonNumberUnit        = "number_unit"         // cell: a currency or another word stands with it
	ReasonNumberGrouping    = "number_grouping"     // cell, decimal mark of the formats
	ReasonNumberMarks       = "number_marks"        // cell
	ReasonNumberAmbiguous   = "number_ambiguous"    // cell, both readings
	ReasonNumberTooLong     = "number_too_long"     // cell
	ReasonIntegerFraction   = "integer_fraction"    // cell
	ReasonIntegerRange      = "integer_range"       // cell, least, most
	ReasonBooleanUnknown    = "boolean_unknown"     // cell
	ReasonBooleanNotListed  = "boolean_not_listed"  // cell, and the words of Formats
	ReasonDateInvalid       = "date_invalid"        // cell
	ReasonDatePattern       = "date_pattern"        // cell, pattern
	ReasonDateImpossible    = "date_impossible"     // cell
	ReasonDateAmbiguous     = "date_ambiguous"      // cell, both readings
	ReasonDateShortYear     = "date_short_year"     // cell
	ReasonDateTime          = "date_with_time"      // cell
	ReasonDateSerial        = "date_serial"         // cell, the date that it is as a serial number
	ReasonDateSerialInvalid = "date_serial_invalid" // cell
	ReasonDateTimeInvalid   = "date_time_invalid"   // cell
	ReasonDateTimeZone      = "date_time_no_zone"   // cell
	ReasonGUIDInvalid       = "guid_invalid"        // cell
	ReasonMemberUnknown     = "member_unknown"      // cell, and the names of the members
	ReasonMemberAmbiguous   = "member_ambiguous"    // cell, and the members that it may mean
)

// The reasons of a whole column, whose Args begin with a cell that shows it and its line.
const (
	ReasonColumnNumbers  = "column_numbers_ambiguous"  // and both readings
	ReasonColumnDates    = "column_dates_ambiguous"    // and two readings, and the patterns
	ReasonColumnSerials  = "column_serials"            // and the date that the cell is in Excel's 1900 system
	ReasonColumnBooleans = "column_booleans_ambiguous" // and nothing
	ReasonNumbersMixed   = "column_numbers_mixed"      // and a cell of another form and its line
	ReasonDatesMixed     = "column_dates_mixed"        // and a cell of another form and its line
)

func problem(code, reason string, args ...string) *Problem {
	return &Problem{Code: code, Reason: reason, Args: args}
}
