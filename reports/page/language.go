package page

import (
	"fmt"
	"time"

	"bcimport/mapping/entity"
)

// Language says a page in another language than English.
type Language interface {
	// Lang is its code, as de.
	Lang() string
	// T returns the words of an English text, which takes arguments as fmt.Sprintf does.
	T(text string, args ...any) string
	// Say is T of a text about the records of a set, with placeholders as entity.Nouns.In has.
	Say(text string, nouns entity.Nouns, args ...any) string
	// Fields is what people call the fields of a set, which may be nil.
	Fields(set *entity.Entity) func(field string) string
	// Number, Decimal and Duration write what they are given as readers do.
	Number(n int) string
	Decimal(x float64, decimals int) string
	Duration(d time.Duration) string
	// Time writes a day and a time of day, Seconds with the seconds.
	Time(t time.Time) string
	Seconds(t time.Time) string
}

// wording is a text in English that is translated where it is shown.
type wording string

// english is the language of report.html.
type english struct{}

// coded reports whether what other reports have a code for is called by it.
func coded(say Language) bool {
	_, plain := say.(english)
	return plain
}

func (english) Lang() string { return "en" }

func (english) T(text string, args ...any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func (e english) Say(text string, nouns entity.Nouns, args ...any) string {
	return e.T(nouns.In(text), args...)
}

// Fields are called by their own names, by which the other reports know them.
func (english) Fields(*entity.Entity) func(string) string {
	return func(field string) string { return field }
}

func (english) Number(n int) string { return number(n) }

func (english) Decimal(x float64, decimals int) string { return decimal(x, decimals) }

func (english) Duration(d time.Duration) string { return durationWords(d) }

func (english) Time(t time.Time) string { return t.Format("2 Jan 2006, 15:04") }

func (english) Seconds(t time.Time) string { return t.Format("2 January 2006, 15:04:05") }

// plural returns the words for one or for another number of what is counted.
func plural(l Language, n int, one, many string, args ...any) string {
	if n == 1 {
		return l.T(one, args...)
	}
	return l.T(many, args...)
}

// T returns the words of a text in the language of the page.
func (p *Page) T(text string, args ...any) string { return p.say.T(text, args...) }

// ofSet is T of a text with placeholders for the records of the run's set.
func (p *Page) ofSet(text string, args ...any) string {
	return p.say.Say(text, p.about.Nouns(), args...)
}
