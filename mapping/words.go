package mapping

import "bcimport/mapping/texts"

// IsBlank is texts.IsBlank.
func IsBlank(cell string) bool { return texts.IsBlank(cell) }

// TrimBlank is texts.TrimBlank.
func TrimBlank(text string) string { return texts.TrimBlank(text) }
