//go:build !windows

package reports

// listSeparator is what separates the cells of a CSV file by the settings of the machine.
func listSeparator(environment func(string) string) string {
	return separatorOf(numericLocale(environment))
}
