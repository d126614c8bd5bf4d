package entity

import (
	"strings"
	"testing"
)

// reading is a cell and what it is read as: a canonical text, or the code and the reason
// of a problem.
type reading struct{ cell, want string }

func holds(t *testing.T, f Field, formats Formats, readings []reading) {
	t.Helper()
	for _, r := range readings {
		got, wrong := f.Parse(r.cell, formats)
		if wrong != nil {
			got = wrong.Code + " " + wrong.Reason + " " + strings.Join(wrong.Args[1:], "|")
			got = strings.TrimSpace(got)
			if wrong.Args[0] != r.cell {
				t.Errorf("%q: the problem names %q", r.cell, wrong.Args[0])
			}
		}
		if got != r.want {
			t.Errorf("%q with %+v: got %q, want %q", r.cell, formats, got, r.want)
		}
	}
}

func TestNumber_CommaMark(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Number}, Formats{Decimal: ','}, []reading{
		{"1.234,50", "1234.5"}, {"1234,50", "1234.5"}, {"1.234", "1234"}, {"1.234.567,891", "1234567.891"},
		{"1 234,5", "1234.5"}, {"1\u00a0234,5", "1234.5"}, {"1\u202f234\u202f567,5", "1234567.5"}, {"1'234,50", "1234.5"},
		{"0,5", "0.5"}, {",5", "0.5"}, {"-0,00", "0"}, {"00012,10", "12.1"}, {"12", "12"}, {"0", "0"},
		{"-12,5", "-12.5"}, {"12,5-", "-12.5"}, {"\u221212,5", "-12.5"}, {"(1.234,50)", "-1234.5"}, {"+3", "3"}, {"- 3", "-3"},
		{"1,5E+03", "1500"}, {"1,5e-3", "0.0015"}, {"1E2", "100"}, {"1,234E1", "12.34"},
		{"0,30000000000000004", "0.3"}, {"434,99999999999994", "435"}, {"0,7999999999999999", "0.8"}, {"9,9999999999999995", "10"},
		{"0,1234567890123456", "0.1234567890123456"}, {"12345678901234567", "12345678901234567"},
		{"12,-", "invalid_number number_grouping ,"}, {"12,", "invalid_number number_grouping ,"},
		{"1.5", "invalid_number number_grouping ,"}, {"1.2345", "invalid_number number_grouping ,"}, {"12.34.567", "invalid_number number_grouping ,"},
		{"1.234 567", "invalid_number number_grouping ,"}, {"0.234", "invalid_number number_grouping ,"}, {"1,2,3", "invalid_number number_grouping ,"},
		{"1,234.5", "invalid_number number_grouping ,"}, {"1.000E3", "invalid_number number_grouping ,"}, {"1..000", "invalid_number number_grouping ,"},
		{"12%", "invalid_number number_percent"}, {"12,5 %", "invalid_number number_percent"},
		{"€ 12,50", "invalid_number number_unit"}, {"12,50 EUR", "invalid_number number_unit"}, {"kr. 12,50", "invalid_number number_unit"}, {"1,5E", "invalid_number number_unit"},
		{"abc", "invalid_number number_invalid"}, {"-", "invalid_number number_invalid"}, {"--3", "invalid_number number_invalid"}, {"(-3)", "invalid_number number_invalid"},
		{"-3-", "invalid_number number_invalid"}, {"(3", "invalid_number number_invalid"}, {".", "invalid_number number_grouping ,"}, {"٣", "invalid_number number_invalid"},
		{"1E99", "invalid_number number_too_long"}, {"1E-99", "invalid_number number_too_long"}, {"1_000", "invalid_number number_invalid"},
	})
}

func TestNumber_DotMark(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Number}, Formats{Decimal: '.'}, []reading{
		{"1,234.50", "1234.5"}, {"1'234.50", "1234.5"}, {"1’234’567.05", "1234567.05"}, {"1 234.5", "1234.5"},
		{"1.234", "1.234"}, {"1,234", "1234"}, {"-1.50", "-1.5"}, {"1000.00", "1000"}, {"500", "500"}, {"1,50", "invalid_number number_grouping ."},
		{"12,34,567", "invalid_number number_grouping ."}, {"0.30000000000000004", "0.3"}, {"3.3000000000000003", "3.3"},
		{"123456789012345.67", "123456789012345.67"},
	})
}

func TestNumber_WithoutAMarkTakesWhatHasOneReading(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Number}, Formats{}, []reading{
		{"1.234,50", "1234.5"}, {"1,234.50", "1234.5"}, {"1.234.567", "1234567"}, {"1,234,567", "1234567"}, {"12,5", "12.5"}, {"12.5", "12.5"},
		{"1234.567", "1234.567"}, {"0,234", "0.234"}, {"1 234.567", "1234.567"}, {"1'234,567", "1234.567"}, {"1.234E+03", "1234"}, {"1234", "1234"},
		{"1.234", "ambiguous_number number_ambiguous 1.234|1234"}, {"-12,345", "ambiguous_number number_ambiguous -12.345|-12345"},
		{"1.234,567.8", "invalid_number number_marks"},
	})
}

func TestInteger_TakesWholeNumbersWithinItsBits(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Integer, Bits: 32}, Formats{Decimal: ','}, []reading{
		{"12", "12"}, {"12,0", "12"}, {"12,00", "12"}, {"1.234", "1234"}, {"-2147483648", "-2147483648"}, {"2147483647", "2147483647"}, {"1E3", "1000"},
		{"12,5", "invalid_number integer_fraction"}, {"2147483648", "out_of_range integer_range -2147483648|2147483647"},
		{"1E99", "out_of_range integer_range -2147483648|2147483647"},
	})
	holds(t, Field{Type: Integer, Bits: 64}, Formats{}, []reading{
		{"12.00", "12"}, {"9223372036854775807", "9223372036854775807"}, {"1,000", "ambiguous_number number_ambiguous 1|1000"},
		{"9223372036854775808", "out_of_range integer_range -9223372036854775808|9223372036854775807"},
	})
}

func TestBoolean_TakesTheFormatsWordsOrTheUsualOnes(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Boolean}, Formats{}, []reading{
		{"true", "true"}, {"FALSCH", "false"}, {"Ja", "true"}, {"nein", "false"}, {"x", "true"}, {"1", "true"}, {"0", "false"}, {"SAND", "true"}, {"vrai", "true"},
		{"si\u0301", "true"}, {"onwaar", "false"}, {"nej", "false"}, {"2", "invalid_boolean boolean_unknown"}, {"maybe", "invalid_boolean boolean_unknown"},
	})
	holds(t, Field{Type: Boolean}, Formats{True: []string{"gesperrt"}, False: []string{"", "x"}}, []reading{
		{"Gesperrt", "true"}, {"X", "false"}, {"true", "true"}, {"ja", "invalid_boolean boolean_not_listed gesperrt||x"},
	})
	for _, c := range []struct {
		formats Formats
		want    string
	}{{Formats{False: []string{"nein", ""}}, "false"}, {Formats{True: []string{""}}, "true"}, {Formats{}, ""}} {
		if got, listed := c.formats.Blank(); got != c.want || listed != (c.want != "") {
			t.Errorf("a blank cell with %+v is %q", c.formats, got)
		}
	}
}

func TestDate_ByPattern(t *testing.T) {
	t.Parallel()
	for pattern, readings := range map[string][]reading{
		"dd.MM.yyyy": {
			{"31.12.2026", "2026-12-31"}, {"1.2.2026", "2026-02-01"}, {"2026-02-01", "2026-02-01"}, {"01.02.2026 00:00:00", "2026-02-01"}, {"01.01.0001", ""},
			{"31.12.26", "invalid_date date_pattern dd.MM.yyyy"}, {"30.02.2026", "invalid_date date_impossible"}, {"29.02.2024", "2024-02-29"}, {"29.02.1900", "invalid_date date_impossible"},
			{"12/31/2026", "invalid_date date_pattern dd.MM.yyyy"}, {"31.12.2026 18:00", "invalid_date date_with_time"}, {"31.12.20267", "invalid_date date_pattern dd.MM.yyyy"},
			{"00.01.2026", "invalid_date date_impossible"}, {"31.12.0000", "invalid_date date_impossible"},
		},
		"dd.MM.yy":    {{"31.12.26", "2026-12-31"}, {"31.12.30", "1930-12-31"}, {"31.12.2026", "invalid_date date_pattern dd.MM.yy"}},
		"MM/dd/yyyy":  {{"12/31/2026", "2026-12-31"}, {"1/2/2026", "2026-01-02"}, {"31/12/2026", "invalid_date date_impossible"}},
		"yyyyMMdd":    {{"20261231", "2026-12-31"}, {"2026123", "invalid_date date_pattern yyyyMMdd"}},
		"yyyy-dd-MM":  {{"2026-01-02", "2026-02-01"}},
		"d MMM yyyy":  {{"1 Dez. 2026", "2026-12-01"}, {"1\u00a0août 2026", "2026-08-01"}, {"31 maj 2026", "2026-05-31"}, {"3 gennaio 2026", "2026-01-03"}, {"1 foo 2026", "invalid_date date_pattern d MMM yyyy"}},
		"d. MMM yyyy": {{"1. März 2026", "2026-03-01"}, {"1. Ma\u0308rz 2026", "2026-03-01"}},
		"dd.MMM.yyyy": {{"01.Okt.2026", "2026-10-01"}},
		"MMM d, yyyy": {{"Nov 27, 2026", "2026-11-27"}},
	} {
		holds(t, Field{Type: Date}, Formats{Date: pattern}, readings)
	}
}

func TestDate_WithoutAPatternTakesWhatHasOneReading(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Date}, Formats{}, []reading{
		{"2026-11-27", "2026-11-27"}, {"2026-11-27T00:00:00Z", "2026-11-27"}, {"2026/1/2", "2026-01-02"}, {"31.12.2026", "2026-12-31"}, {"12/31/2026", "2026-12-31"},
		{"05.05.2026", "2026-05-05"}, {"01/02/2026", "ambiguous_date date_ambiguous 2026-02-01|2026-01-02"}, {"01.02.2026", "ambiguous_date date_ambiguous 2026-02-01|2026-01-02"},
		{"31.12.26", "ambiguous_date date_short_year"}, {"46353", "ambiguous_date date_serial 2026-11-27"}, {"0001-01-01", ""}, {"2026-02-30", "invalid_date date_impossible"},
		{"31/31/2026", "invalid_date date_impossible"}, {"tomorrow", "invalid_date date_invalid"}, {"2026-11-27x", "invalid_date date_invalid"}, {"2026-11-27 23:00", "invalid_date date_with_time"},
	})
}

func TestDate_ExcelSerials(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Date}, Formats{Date: ExcelSerial}, []reading{
		{"46353", "2026-11-27"}, {"46353.75", "2026-11-27"}, {"46353,75", "2026-11-27"}, {"46353.0", "2026-11-27"}, {"1", "1900-01-01"}, {"59", "1900-02-28"}, {"60", "invalid_date date_impossible"},
		{"61", "1900-03-01"}, {"2958465", "9999-12-31"}, {"2958466", "invalid_date date_serial_invalid"}, {"0", "invalid_date date_serial_invalid"}, {"-1", "invalid_date date_serial_invalid"},
		{"31.12.2026", "invalid_date date_serial_invalid"}, {"2026-12-31", "2026-12-31"},
	})
}

func TestCheckDatePattern(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"", "excel", "dd.MM.yyyy", "d/M/yy", "yyyyMMdd", "MMM d, yyyy", "ddMMMyyyy", "d. MMM yyyy"} {
		if err := CheckDatePattern(pattern); err != nil {
			t.Errorf("%q: %v", pattern, err)
		}
	}
	for pattern, want := range map[string]string{
		"dd.mm.yyyy": `write MM for the month`, "DD.MM.YYYY": `write dd`, "dd.MM": `has no year`, "MM.yyyy": `has no day`, "dd.yyyy": `has no month`,
		"dMyyyy": `write dd`, "dd.MM.yyyy dd": `the day more than once`, "dd.MMMM.yyyy": `has "MMMM"`, "dd.MM.yyy": `has "yyy"`, "dd.MM.yyyy HH:mm": `holds "HH"`, "Tag": `holds "T"`,
	} {
		if err := CheckDatePattern(pattern); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", pattern, err)
		}
	}
}

func TestDateTime_NeedsAZone(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: DateTime}, Formats{}, []reading{
		{"2026-11-27T10:00:00+01:00", "2026-11-27T09:00:00Z"}, {"2026-11-27 10:00:00Z", "2026-11-27T10:00:00Z"}, {"2026-11-27t10:00:00.120z", "2026-11-27T10:00:00.12Z"},
		{"2026-11-27T10:00:00.0000001Z", "2026-11-27T10:00:00Z"}, {"2026-11-27 10:00 +02:00", "2026-11-27T08:00:00Z"}, {"0001-01-01T00:00:00Z", ""},
		{"2026-11-27 10:00", "invalid_date_time date_time_no_zone"}, {"2026-11-27T10:00:00", "invalid_date_time date_time_no_zone"},
		{"2026-02-30T10:00:00Z", "invalid_date_time date_time_invalid"}, {"2026-11-27T25:00:00Z", "invalid_date_time date_time_invalid"}, {"2026-11-27", "invalid_date_time date_time_invalid"},
		{"0001-01-01T00:00:00+05:00", "invalid_date_time date_time_invalid"}, {"27.11.2026 10:00", "invalid_date_time date_time_invalid"},
	})
}

func TestGUID_IsLowerCaseWithoutBraces(t *testing.T) {
	t.Parallel()
	const want = "5d115c9c-44e3-ea11-bb43-000d3a2feca1"
	holds(t, Field{Type: GUID}, Formats{}, []reading{
		{want, want}, {strings.ToUpper(want), want}, {"{" + strings.ToUpper(want) + "}", want}, {noGUID, ""}, {"{" + want, "invalid_guid guid_invalid"}, {want[1:], "invalid_guid guid_invalid"},
		{"5d115c9c+44e3-ea11-bb43-000d3a2feca1", "invalid_guid guid_invalid"},
	})
}

// kinds is an enumeration with all that one may have.
var kinds = Field{Name: "type", Type: Enumeration, Members: []Member{
	{Name: "", Encoded: "_x0020_", Captions: []string{"(leer)"}},
	{Name: "Inventory", Encoded: "Inventory", Captions: []string{"Lager", "Bestand"}},
	{Name: "Non-Inventory", Encoded: "Non_x002D_Inventory", Captions: []string{"Nicht Lager"}},
	{Name: "Service", Encoded: "Service", Captions: []string{"Dienst", "bestand"}},
}}

func TestEnumeration_IsFoundByAnyOfItsNames(t *testing.T) {
	t.Parallel()
	holds(t, kinds, Formats{}, []reading{
		{"Inventory", "Inventory"}, {"non-inventory", "Non-Inventory"}, {"Non_x002D_Inventory", "Non-Inventory"}, {"Non_x002d_Inventory", "Non-Inventory"}, {"non_x002D_inventory", "Non-Inventory"},
		{"Lager", "Inventory"}, {"nicht lager", "Non-Inventory"}, {"_x0020_", ""}, {"(Leer)", ""}, {"Bestand", "Inventory"}, {"bestand", "Service"},
		{"BESTAND", "unknown_member member_ambiguous Inventory|Service"}, {"1", "unknown_member member_unknown Inventory|Non-Inventory|Service"},
	})
}

func TestCodeAndText(t *testing.T) {
	t.Parallel()
	holds(t, Field{Type: Code}, Formats{}, []reading{{"abc-1", "ABC-1"}, {"ü", "Ü"}, {"A 1", "A 1"}})
	holds(t, Field{Type: Text}, Formats{Decimal: ','}, []reading{{"1.234,50", "1.234,50"}, {"Größe", "Größe"}})
}
