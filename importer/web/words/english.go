package words

// english has the forms of one of what is counted; all other texts are their own keys.
func english() table {
	return table{
		"%d days":          {"%d day", "%d days"},
		"%d rows a second": {"%d row a second", "%d rows a second"},
		"%d changes are accepted now, which is another number than you have seen.": {"%d change is accepted now, which is another number than you have seen.", "%d changes are accepted now, which is another number than you have seen."},
		"%d keys stand in several rows that set different values (%s).":            {"%d key stands in several rows that set different values (%s).", "%d keys stand in several rows that set different values (%s)."},
		"Write %d changes":                        {"Write %d change", "Write %d changes"},
		"%d columns to decide":                    {"%d column to decide", "%d columns to decide"},
		"%d of %d rows have problems":             {"%d of %d rows has problems", "%d of %d rows have problems"},
		"Show the %d rows that cannot be written": {"Show the %d row that cannot be written", "Show the %d rows that cannot be written"},
	}
}
