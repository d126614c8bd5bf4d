package words

import (
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Printer has the words of one language. It is safe for concurrent use.
type Printer struct {
	tag  language.Tag
	code string // without a region

	mu  sync.Mutex // of out, which is for one user at a time
	out *message.Printer
}

func newPrinter(tag language.Tag) *Printer {
	base, _ := tag.Base()
	return &Printer{tag: tag, code: base.String(), out: message.NewPrinter(tag, message.Catalog(catalogues()))}
}

// T returns the words of an English text, which takes arguments as fmt.Sprintf does, %% for
// a percent sign included. Numbers have the language's marks.
func (p *Printer) T(text string, args ...any) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Sprintf(text, args...)
}

// Lang returns the code of the language, as de.
func (p *Printer) Lang() string { return p.code }

// Number writes a whole number.
func (p *Printer) Number(n int) string { return p.T("%d", n) }

// Decimal writes a number with at most so many decimals.
func (p *Printer) Decimal(x float64, decimals int) string {
	return p.T("%v", number.Decimal(x, number.MaxFractionDigits(decimals)))
}

// Percent writes a share, of which 1 is the whole, without decimals.
func (p *Printer) Percent(share float64) string {
	return p.T("%v", number.Percent(share, number.MaxFractionDigits(0)))
}
