package entity

// Type is what kind of value a field holds.
type Type int

// The types. Code and Text are both Edm.String in $metadata; a profile says which is which.
const (
	Text        Type = iota
	Code             // stored in capitals; compared without case
	Number           // a decimal
	Integer          // a whole number
	Boolean          // true or false, never empty
	Date             // 2026-11-27
	DateTime         // RFC 3339 in UTC
	GUID             // lower case, without braces
	Enumeration      // one of Field.Members, by its plain name
)

// IsText reports whether values of the type are texts, codes included.
func (t Type) IsText() bool { return t == Text || t == Code }

// Purpose is what a text is for; it says which of its forms are certainly wrong.
type Purpose int

// The purposes of texts.
const (
	Plain Purpose = iota
	Email
	Phone
	FirstName // firstName of a person, which is judged with LastName
	LastName
)

// Effect is what a write of a field does besides, so that the mapping has to allow it.
type Effect int

// The effects.
const (
	NoEffect Effect = iota
	Renames         // writing another value renames the record and all that refers to it
	Posts           // writing a value posts an entry
)

// Field is a property of an entity.
type Field struct {
	Name    string  `json:"name,omitzero"`
	Type    Type    `json:"type,omitzero"`
	Purpose Purpose `json:"purpose,omitzero"`
	// Length is the longest text in UTF-16 code units; 0: no limit is known.
	Length int `json:"length,omitzero"`
	// Bits is the size of an Integer: 32 or 64.
	Bits int `json:"bits,omitzero"`
	// Members are the values of an Enumeration, in the order of $metadata.
	Members []Member `json:"members,omitzero"`
	// Set and By say what a GUID refers to: the set, and the field of that set by which
	// people know its records (code or number). Empty where it refers to nothing known.
	Set string `json:"set,omitzero"`
	By  string `json:"by,omitzero"`
	// ReadOnly says why a mapping cannot set the field, as the end of a sentence that
	// begins with "field NAME"; empty where it can.
	ReadOnly string `json:"read_only,omitzero"`
	// NotBlank says why a mapping cannot empty the field, as ReadOnly does; empty where it
	// can.
	NotBlank string `json:"not_blank,omitzero"`
	// NotNegative reports whether the service refuses a number below zero.
	NotNegative bool `json:"not_negative,omitzero"`
	// Effect is what a write does besides.
	Effect Effect `json:"effect,omitzero"`
	// Warning says in one sentence what else a write changes, empty where nothing is known.
	Warning string `json:"warning,omitzero"`
	// NotFiltered reports whether the service is not known to take the field in a $filter.
	NotFiltered bool `json:"not_filtered,omitzero"`
	// Stored says in which form of its own Business Central keeps a text; such a form is
	// the same value.
	Stored Stored `json:"stored,omitzero"`
	// Captions are what the field is called in files and on pages, in any language, the
	// most usual first.
	Captions []string `json:"captions,omitzero"`
}

// Stored is a form that Business Central gives a text of its own accord.
type Stored int

// The forms.
const (
	AsSent      Stored = iota
	Capitals           // upper-cased, as taxRegistrationNumber
	WithoutEnds        // without outer blanks, as email
)

// Member is a value of an enumeration.
type Member struct {
	// Name is the plain name: "Non-Inventory"; empty for the blank member (_x0020_).
	Name string `json:"name,omitzero"`
	// Encoded is the name as $metadata and answers write it: Non_x002D_Inventory.
	Encoded string `json:"encoded,omitzero"`
	// Captions are other names of it, in the languages of an environment.
	Captions []string `json:"captions,omitzero"`
}
