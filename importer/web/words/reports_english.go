package words

// englishReports has the forms of one of what reports count.
func englishReports() table {
	return table{
		"%d records would get back the values from before the run.":    {"%d record would get back the values from before the run.", "%d records would get back the values from before the run."},
		"%d were changed since by somebody else and stay as they are.": {"%d was changed since by somebody else and stays as it is.", "%d were changed since by somebody else and stay as they are."},
		"Put back %d records":               {"Put back %d record", "Put back %d records"},
		"finished, %d rows did not succeed": {"finished, %d row did not succeed", "finished, %d rows did not succeed"},
	}
}
