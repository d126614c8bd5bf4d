package words

// english has the forms of one of what is counted; all other texts are their own keys.
func english() table {
	return table{
		"%d days":          {"%d day", "%d days"},
		"%d rows a second": {"%d row a second", "%d rows a second"},
	}
}
