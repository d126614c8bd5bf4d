package reports

import "golang.org/x/sys/windows/registry"

// listSeparator is what separates the cells of a CSV file by the settings of the machine:
// the user's list separator, where it is one that a file can have.
func listSeparator(environment func(string) string) string {
	key, err := registry.OpenKey(registry.CURRENT_USER, `Control Panel\International`, registry.QUERY_VALUE)
	if err != nil {
		return separatorOf(numericLocale(environment))
	}
	defer key.Close()
	text, _, err := key.GetStringValue("sList")
	if err == nil && text != "" {
		if d, err := ParseDelimiter(text); err == nil {
			return d
		}
	}
	return separatorOf(numericLocale(environment))
}
