package cli

import "bcimport/importer"

func parseDelimiter(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	d := map[string]string{",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t"}[text]
	if d == "" {
		return "", importer.Invalidf("--delimiter %q is not one of , ; | tab", text)
	}
	return d, nil
}
