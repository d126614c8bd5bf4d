package odata

import (
	"slices"
	"strings"
)

// clause asks that a property has one of some values, or passes one of some tests.
type clause struct {
	column int
	values []string
	set    map[string]bool // the values, where there are many
	tests  []func(value string) bool
}

func (c *clause) holds(value string) bool {
	if c.set[value] || c.set == nil && slices.Contains(c.values, value) {
		return true
	}
	return slices.ContainsFunc(c.tests, func(test func(string) bool) bool { return test(value) })
}

// filter is a list of clauses that must all hold. It covers what the API documents
// (use-filter-expressions-in-odata-uris.md): comparisons, startswith, endswith, contains,
// and, or on one field, and in.
type filter []clause

func (e *EntitySet[T]) matches(f filter, record *T) bool {
	for i := range f {
		if !f[i].holds(e.Columns[f[i].column].Get(record)) {
			return false
		}
	}
	return true
}

// manyValues is from how many values on a set is faster than a list.
const manyValues = 8

// withSets prepares a filter for a look at every record.
func (f filter) withSets() filter {
	for i := range f {
		if len(f[i].values) < manyValues {
			continue
		}
		f[i].set = make(map[string]bool, len(f[i].values))
		for _, value := range f[i].values {
			f[i].set[value] = true
		}
	}
	return f
}

// parseFilter reads $filter. in (...) needs schema version 2.1 as the real one
// does; without it it is a syntax error.
func (e *EntitySet[T]) parseFilter(text string, withIn bool) (filter, error) {
	if text == "" {
		return nil, nil
	}
	tokens, err := filterTokens(text)
	if err != nil {
		return nil, err
	}
	p := &filterParser[T]{set: e, tokens: tokens, withIn: withIn}
	f, err := p.conjunction()
	if err == nil && p.peek() != "" {
		err = p.unexpected()
	}
	return f, err
}

type filterParser[T any] struct {
	set    *EntitySet[T]
	tokens []string
	withIn bool
}

func (p *filterParser[T]) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *filterParser[T]) next() string {
	token := p.peek()
	if token != "" {
		p.tokens = p.tokens[1:]
	}
	return token
}

func (p *filterParser[T]) unexpected() error {
	if len(p.tokens) == 0 {
		return BadRequest("Syntax error: the $filter ends too early.")
	}
	return BadRequest("Syntax error in $filter at '%s'.", p.peek())
}

// conjunction reads groups joined by and.
func (p *filterParser[T]) conjunction() (filter, error) {
	var all filter
	for {
		group, ors, err := p.disjunction()
		if err != nil {
			return nil, err
		}
		all = append(all, group...)
		if p.peek() != "and" {
			return all, nil
		}
		if ors {
			return nil, NotImplemented("The sandbox wants parentheses where 'and' meets 'or'.")
		}
		p.next()
	}
}

// disjunction reads comparisons joined by or. More than one must be on one field,
// which makes them one clause.
func (p *filterParser[T]) disjunction() (group filter, ors bool, err error) {
	group, err = p.comparison()
	for err == nil && p.peek() == "or" {
		p.next()
		ors = true
		var more filter
		if more, err = p.comparison(); err != nil {
			break
		}
		if len(group) != 1 || len(more) != 1 || group[0].column != more[0].column {
			return nil, ors, BadRequest("The 'OR' operator is not supported on distinct fields on an OData filter.")
		}
		group[0].values = append(group[0].values, more[0].values...)
		group[0].tests = append(group[0].tests, more[0].tests...)
	}
	return group, ors, err
}

func (p *filterParser[T]) comparison() (filter, error) {
	if p.peek() == "(" {
		p.next()
		inner, err := p.conjunction()
		if err != nil {
			return nil, err
		}
		if p.next() != ")" {
			return nil, p.unexpected()
		}
		return inner, nil
	}
	name := p.next()
	if name == "" || strings.ContainsAny(name, "'(),") {
		return nil, p.unexpected()
	}
	if test := textTest(name); test != nil && p.peek() == "(" {
		return p.function(test)
	}
	column, err := p.property(name)
	if err != nil {
		return nil, err
	}
	c, err := p.operator(column)
	return filter{c}, err
}

// property finds a property that can be filtered by.
func (p *filterParser[T]) property(name string) (column int, err error) {
	column, found := p.set.Find(name)
	switch {
	case !found:
		return 0, p.set.noProperty(name)
	case !p.set.Columns[column].Filterable:
		return 0, BadRequest("The property '%s' cannot be used in the $filter query option.", name)
	}
	return column, nil
}

func (p *filterParser[T]) operator(column int) (clause, error) {
	c := clause{column: column}
	operator := p.next()
	switch {
	case operator == "in" && p.withIn:
		values, err := p.list(column)
		c.values = values
		return c, err
	case operator != "eq" && ordered(operator) == nil:
		return c, BadRequest("Syntax error in $filter at '%s'.", operator)
	}
	value, err := p.literal(column)
	if operator == "eq" {
		c.values = []string{value}
		return c, err
	}
	kind, holds := p.set.Columns[column].Kind, ordered(operator)
	c.tests = append(c.tests, func(held string) bool { return holds(kind.compare(held, value)) })
	return c, err
}

// function reads the arguments of a test of texts: a property and a literal.
func (p *filterParser[T]) function(test func(held, text string) bool) (filter, error) {
	p.next()
	column, err := p.property(p.next())
	if err != nil {
		return nil, err
	}
	if p.next() != "," || p.set.Columns[column].Kind != EdmString {
		return nil, p.unexpected()
	}
	text, err := p.literal(column)
	if err == nil && p.next() != ")" {
		err = p.unexpected()
	}
	return filter{{column: column, tests: []func(string) bool{func(held string) bool { return test(held, text) }}}}, err
}

func (p *filterParser[T]) list(column int) ([]string, error) {
	if p.peek() != "(" {
		return nil, p.unexpected()
	}
	var values []string
	for p.next() != ")" { // the opening parenthesis at first, then commas
		value, err := p.literal(column)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
		if p.peek() != "," && p.peek() != ")" {
			return nil, p.unexpected()
		}
	}
	return values, nil
}

// literal reads a value of the column's type, in the form that Get returns.
func (p *filterParser[T]) literal(column int) (string, error) {
	c := &p.set.Columns[column]
	token := p.next()
	if c.Parse != nil {
		value, ok := c.Parse(token)
		if !ok {
			return "", BadRequest("A binary operator with incompatible types was detected for '%s': %s is not an %s.", c.Name, token, c.Kind)
		}
		return value, nil
	}
	if c.Kind == EdmGUID {
		id, ok := ParseGUID(token)
		if !ok {
			return "", BadRequest("A binary operator with incompatible types was detected for '%s': %s is not an Edm.Guid.", c.Name, token)
		}
		return id.String(), nil
	}
	if len(token) < 2 || token[0] != '\'' {
		return "", BadRequest("A binary operator with incompatible types was detected for '%s': %s is not an Edm.String.", c.Name, token)
	}
	value := strings.ReplaceAll(token[1:len(token)-1], "''", "'")
	if c.Code {
		value = strings.ToUpper(strings.TrimSpace(value)) // as the type Code compares
	}
	return value, nil
}

// filterTokens splits a filter into words, quoted strings and ( ) ,.
func filterTokens(text string) ([]string, error) {
	var tokens []string
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		length := strings.IndexAny(text, " '(),")
		switch {
		case text[0] == '\'':
			length = quotedLength(text)
		case length == 0:
			length = 1
		case length < 0:
			length = len(text)
		}
		if length < 0 {
			return nil, BadRequest("There is an unterminated string literal in '%s'.", text)
		}
		tokens = append(tokens, text[:length])
		text = text[length:]
	}
	return tokens, nil
}

// quotedLength returns the length of the quoted string at the start, or -1. A
// doubled quote stands for one and does not end it.
func quotedLength(text string) int {
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		return i + 1
	}
	return -1
}
