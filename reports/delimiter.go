package reports

import "fmt"

// ParseDelimiter is the delimiter of a CSV file by its sign or its name; empty for none.
func ParseDelimiter(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	d := map[string]string{",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t"}[text]
	if d == "" {
		return "", fmt.Errorf("%q is not one of , ; | tab", text)
	}
	return d, nil
}
