package web

import (
	"fmt"
	"net/http"
)

// printer has the words of one language.
type printer interface {
	// T returns the words of an English text, which takes arguments as fmt.Sprintf does.
	T(text string, args ...any) string
	// Lang is the language, as de.
	Lang() string
}

func (s *Server) printer(*http.Request) printer { return english{} }

type english struct{}

func (english) T(text string, args ...any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func (english) Lang() string { return "en" }
