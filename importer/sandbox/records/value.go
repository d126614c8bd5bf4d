package records

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"bcimport/importer/sandbox/odata"
)

// read returns a JSON value in the form in which it is kept.
func (p *Property) read(value any) (string, *odata.Refusal) {
	if value == nil {
		return "", odata.Refuse(http.StatusBadRequest, "BadRequest_RequiredParamNotProvided", "Field '%s' must not be blank or empty.", p.Name)
	}
	text, isText := value.(string)
	raw, _ := value.(json.RawMessage)
	switch p.Type {
	case Decimal, Integer, Boolean:
		if isText {
			return "", p.unfit()
		}
		return p.readRaw(string(raw))
	default:
		if !isText {
			return "", p.unfit()
		}
		return p.readText(text)
	}
}

func (p *Property) unfit() *odata.Refusal {
	return odata.BadRequest("Cannot convert the value of '%s' to the expected type '%s'.", p.Name, p.edm())
}

func (p *Property) readRaw(raw string) (string, *odata.Refusal) {
	switch p.Type {
	case Boolean:
		if raw == "true" || raw == "false" {
			return raw, nil
		}
	case Integer:
		if n, err := strconv.ParseInt(raw, 10, 32); err == nil {
			return strconv.FormatInt(n, 10), nil
		}
	default:
		if number, ok := ParseDecimal(raw, p.places()); ok {
			if p.NotNegative && strings.HasPrefix(number, "-") {
				return "", odata.Refuse(http.StatusBadRequest, "Application_FieldValidationException",
					"The value in %s must be greater than or equal to 0. Value: %s.", p.Captions[0], number)
			}
			return number, nil
		}
	}
	return "", p.unfit()
}

func (p *Property) places() int {
	if p.Places == 0 {
		return defaultPlaces
	}
	return p.Places
}

func (p *Property) readText(text string) (string, *odata.Refusal) {
	switch p.Type {
	case Date:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "", odata.BadRequest("Unable to convert value to Date. Property '%s', value '%s'.", p.Name, text)
		}
		return text, nil
	case DateTime:
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return "", odata.BadRequest("Unable to convert value to DateTime. Property '%s', value '%s'.", p.Name, text)
		}
		return at.UTC().Format(time.RFC3339Nano), nil
	case GUID:
		id, ok := odata.ParseGUID(text)
		if !ok {
			return "", odata.Refuse(http.StatusBadRequest, "Application_InvalidGUID", "Invalid format of GUID string: %s", text)
		}
		return id.String(), nil
	case Enumeration:
		member, ok := p.Enum.parse(text)
		if !ok {
			return "", odata.Refuse(http.StatusBadRequest, "Application_EvaluateException", "'%s' is not an option. The existing options are: %s", text, p.Enum.names())
		}
		return member, nil
	}
	if p.Type == Code {
		text = strings.ToUpper(strings.TrimSpace(text))
	}
	if length := len(utf16.Encode([]rune(text))); p.Max > 0 && length > p.Max {
		return "", odata.Refuse(http.StatusBadRequest, "Application_StringExceededLength",
			"The length of the string is %d, but it must be less than or equal to %d characters. Value: %s", length, p.Max, text)
	}
	if p.NotBlank && strings.TrimSpace(text) == "" {
		return "", Dialog(`The blank "%s" is not allowed.`, p.Name)
	}
	return text, nil
}

// parse reads a member by its encoded or its plain name.
func (e *Enum) parse(text string) (encoded string, ok bool) {
	for _, m := range e.Members {
		if encoded := Encode(m.Name); text == encoded || text == m.Name {
			return encoded, true
		}
	}
	return "", false
}

func (e *Enum) names() string {
	names := make([]string, 0, len(e.Members))
	for _, m := range e.Members {
		names = append(names, m.Name)
	}
	return strings.Join(names, ",")
}

// literal reads a value of a $filter.
func (p *Property) literal(token string) (string, bool) {
	switch p.Type {
	case Decimal:
		return ParseDecimal(token, defaultPlaces)
	case Integer, Boolean:
		value, refused := p.readRaw(token)
		return value, refused == nil
	case Date, DateTime:
		value, refused := p.readText(token)
		return value, refused == nil
	case GUID:
		id, ok := odata.ParseGUID(token)
		return id.String(), ok
	}
	if len(token) < 2 || token[0] != '\'' {
		return "", false
	}
	text := strings.ReplaceAll(token[1:len(token)-1], "''", "'")
	switch p.Type {
	case Code:
		text = strings.ToUpper(strings.TrimSpace(text))
	case Enumeration:
		for _, m := range p.Enum.Members { // only the encoded name is known to be taken
			if text == Encode(m.Name) {
				return text, true
			}
		}
		return "", false
	}
	return text, true
}

// Dialog returns an error that the application raised itself.
func Dialog(format string, args ...any) *odata.Refusal {
	return odata.Refuse(http.StatusBadRequest, "Application_DialogException", format, args...)
}
