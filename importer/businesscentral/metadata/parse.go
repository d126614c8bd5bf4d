package metadata

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

var (
	// ErrNoMetadata means that an answer is not EDMX, or not complete.
	ErrNoMetadata = errors.New("the answer is not $metadata")
	// ErrTooLarge means that a document exceeds the bounds of this package.
	ErrTooLarge = errors.New("$metadata is too large or too deeply nested to be read")
)

// Parse decodes an EDMX document as a stream and keeps a bounded part of it. The error is
// ErrNoMetadata or ErrTooLarge.
func Parse(r io.Reader) (*Document, error) { return parse(r, maxDocument, maxKept) }

func parse(r io.Reader, most int64, kept int) (*Document, error) {
	in := newInput(r, most)
	p := parser{decoder: xml.NewDecoder(in), in: in, left: kept, aliases: map[string]string{}, types: map[string]*entityType{},
		enums: map[string][]string{}, marks: map[string]mark{}, words: map[string]string{}}
	if err := p.read(); err != nil {
		return nil, err
	}
	return p.document(), nil
}

// parser holds what is kept of a document while it is decoded. References to types stay
// as they are written until the end: their alias may be declared later.
type parser struct {
	decoder *xml.Decoder
	in      *input
	left    int // of what may be kept

	aliases     map[string]string // namespaces by their aliases
	types       map[string]*entityType
	enums       map[string][]string // members by the enumeration's name
	sets        []listed            // those of containers
	navigations []navigation
	marks       map[string]mark // annotations by the path of their target

	frames    []frame // the open elements
	namespace string
	current   *entityType     // the type whose element is open
	names     map[string]bool // its properties
	words     map[string]string
}

// frame is an open element with what it says to the elements in it.
type frame struct {
	element  string
	target   string // what annotations are about
	term     string // of the annotation
	property string // of the annotation's record
	enum     string // whose members follow
	constant string // the text of a Bool or EnumMember
}

// listed is an entity set of a container.
type listed struct{ name, entityType, path string }

// navigation is a property of a type that leads to records of another one.
type navigation struct {
	owner, name, target string
	many                bool
}

func (p *parser) read() error {
	root := false
	for {
		p.in.next()
		token, err := p.decoder.Token()
		switch {
		case err == io.EOF && root && !p.in.exhausted():
			return nil
		case errors.Is(err, errTokenTooLong), err != nil && p.in.exhausted():
			return ErrTooLarge
		case err != nil:
			return ErrNoMetadata
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !root && t.Name.Local != "Edmx" {
				return ErrNoMetadata
			}
			root = true
			p.start(t)
		case xml.CharData:
			p.text(t)
		case xml.EndElement:
			p.end()
		}
		if p.left < 0 || len(p.frames) > maxDepth {
			return ErrTooLarge
		}
	}
}

// start opens an element. A frame inherits what its parent says.
func (p *parser) start(t xml.StartElement) {
	f := frame{}
	if n := len(p.frames); n > 0 {
		f = p.frames[n-1]
	}
	f.element, f.constant = t.Name.Local, ""
	switch t.Name.Local {
	case "Schema", "Include":
		p.declare(t)
	case "EntityType":
		p.openType(t, &f)
	case "EnumType":
		p.openEnum(t, &f)
	case "Member":
		p.member(t, f.enum)
	case "EntityContainer":
		f.target = p.namespace + "." + attribute(t, "Name")
	case "EntitySet":
		p.entitySet(t, &f)
	case "Annotations":
		f.target = p.path(attribute(t, "Target"))
	case "Annotation":
		p.openAnnotation(t, &f)
	case "PropertyValue":
		f.property = attribute(t, "Property")
		p.constants(t, f)
	default:
		p.startInType(t, &f)
	}
	p.frames = append(p.frames, f)
}

func (p *parser) text(t xml.CharData) {
	if n := len(p.frames); n > 0 {
		if f := &p.frames[n-1]; (f.element == "Bool" || f.element == "EnumMember") && len(f.constant)+len(t) < 1<<10 {
			f.constant += string(t)
		}
	}
}

func (p *parser) end() {
	n := len(p.frames) - 1
	f := p.frames[n]
	p.frames = p.frames[:n]
	switch f.element {
	case "EntityType":
		p.current = nil
	case "Bool", "EnumMember":
		p.annotate(f, strings.TrimSpace(f.constant))
	}
}

// keep counts something that is kept.
func (p *parser) keep() { p.left-- }

// shared returns one copy of a text that is repeated often.
func (p *parser) shared(text string) string {
	if known, ok := p.words[text]; ok {
		return known
	}
	p.words[text] = text
	return text
}

// qualified returns a full name, which may be written with an alias of its namespace.
func (p *parser) qualified(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return name
	}
	if namespace, ok := p.aliases[name[:dot]]; ok {
		return namespace + name[dot:]
	}
	return name
}

// path is qualified for the target of annotations, such as Microsoft.NAV.customer/blocked.
func (p *parser) path(target string) string {
	first, rest, found := strings.Cut(target, "/")
	if !found {
		return p.qualified(target)
	}
	return p.qualified(first) + "/" + rest
}

func attribute(t xml.StartElement, name string) string {
	for i := range t.Attr {
		if t.Attr[i].Name.Local == name {
			return t.Attr[i].Value
		}
	}
	return ""
}
