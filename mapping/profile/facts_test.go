package profile

import (
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/entity"
)

// TestFacts_FieldsThatCannotBeSet holds all that §2 calls read-only, and nothing else.
func TestFacts_FieldsThatCannotBeSet(t *testing.T) {
	t.Parallel()
	for set, want := range map[string]string{
		"customerContacts":            "id customerId customerName",
		"contacts":                    "id contactBusinessRelation lastInteractionDate lastModifiedDateTime",
		"customers":                   "id balanceDue taxAreaDisplayName lastModifiedDateTime",
		"vendors":                     "id balance lastModifiedDateTime",
		"items":                       "id lastModifiedDateTime",
		"itemVariants":                "id lastModifiedDateTime",
		"itemCategories":              "id lastModifiedDateTime",
		"employees":                   "id displayName lastModifiedDateTime",
		"fixedAssets":                 "id lastModifiedDateTime",
		"bankAccounts":                "id lastModifiedDateTime",
		"paymentTerms":                "id lastModifiedDateTime",
		"salespeoplePurchasers":       "id lastModifiedDateTime",
		"paymentMethods":              "id lastModifiedDateTime",
		"shipmentMethods":             "id lastModifiedDateTime",
		"currencies":                  "id lastModifiedDateTime",
		"unitsOfMeasure":              "id lastModifiedDateTime",
		"countriesRegions":            "id lastModifiedDateTime",
		"locations":                   "id lastModifiedDateTime",
		"fixedAssetLocations":         "id lastModifiedDateTime",
		"taxAreas":                    "id taxType lastModifiedDateTime",
		"taxGroups":                   "id taxType lastModifiedDateTime",
		"generalProductPostingGroups": "id code description defaultVATProductPostingGroup autoInsertDefault lastModifiedDateTime",
		"inventoryPostingGroups":      "id code description lastModifiedDateTime",
		"dimensions":                  "id code displayName consolidationCode lastModifiedDateTime",
		"dimensionValues":             "id code displayName dimensionId consolidationCode lastModifiedDateTime",
	} {
		e, ok := Find(set)
		var got []string
		for _, f := range e.Fields {
			if f.ReadOnly != "" {
				got = append(got, f.Name)
			}
		}
		if strings.Join(got, " ") != want || !ok {
			t.Errorf("%s: %s, want %s", set, got, want)
		}
	}
	for _, d := range documents(t) {
		if f, ok := d.entity().Field("lastModifiedDateTime"); ok && f.Type != entity.DateTime {
			t.Errorf("%s: %+v", d.Set, f)
		}
	}
}

// TestFacts_Effects holds §0.2, §0.3 and §4.1, and nothing else.
func TestFacts_Effects(t *testing.T) {
	t.Parallel()
	want := map[string]entity.Effect{"items.inventory": entity.Posts, "itemVariants.itemId": entity.Renames, "itemVariants.itemNumber": entity.Renames}
	for _, set := range strings.Fields("contacts customers vendors items employees fixedAssets bankAccounts") {
		want[set+".number"] = entity.Renames
	}
	for _, set := range strings.Fields("itemVariants itemCategories paymentTerms salespeoplePurchasers paymentMethods shipmentMethods currencies unitsOfMeasure countriesRegions locations fixedAssetLocations taxAreas taxGroups") {
		want[set+".code"] = entity.Renames
	}
	found := 0
	for _, d := range documents(t) {
		for _, f := range d.entity().Fields {
			name := d.Set + "." + f.Name
			if f.Effect != want[name] {
				t.Errorf("%s has effect %d, want %d", name, f.Effect, want[name])
			}
			if f.Effect != entity.NoEffect {
				found++
				if f.Warning == "" {
					t.Errorf("%s warns of nothing", name)
				}
			}
		}
	}
	if found != len(want) {
		t.Errorf("%d effects, want %d", found, len(want))
	}
}

// TestFacts_Warnings holds which fields of §2 and §4 change more than themselves.
func TestFacts_Warnings(t *testing.T) {
	t.Parallel()
	address := " country postalCode"
	for set, want := range map[string]string{
		"customerContacts":      "",
		"contacts":              "type displayName companyNumber companyName privacyBlocked taxRegistrationNumber" + address,
		"customers":             "taxAreaId taxRegistrationNumber blocked" + address,
		"vendors":               "taxRegistrationNumber blocked irs1099Code" + address,
		"items":                 "type itemCategoryId itemCategoryCode blocked inventory unitPrice priceIncludesTax unitCost baseUnitOfMeasureId baseUnitOfMeasureCode generalProductPostingGroupId generalProductPostingGroupCode inventoryPostingGroupId inventoryPostingGroupCode",
		"itemVariants":          "itemId itemNumber",
		"employees":             "status iban" + address,
		"fixedAssets":           "classCode subclassCode",
		"bankAccounts":          "bankAccountNumber currencyCode currencyId iban",
		"paymentTerms":          "dueDateCalculation discountDateCalculation",
		"salespeoplePurchasers": "",
		"locations":             address,
	} {
		e, _ := Find(set)
		var got []string
		for _, f := range e.Fields {
			if f.Warning != "" && f.Name != "number" && f.Name != "code" {
				got = append(got, f.Name)
			}
		}
		expected := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(expected)
		if !slices.Equal(got, expected) {
			t.Errorf("%s: %s, want %s", set, got, expected)
		}
	}
}

// TestFacts_Sentences shows that reasons end a sentence that begins with a field, and
// that warnings are sentences.
func TestFacts_Sentences(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		e := d.entity()
		reasons, sentences := []string{}, []string{}
		for _, f := range e.Fields {
			reasons = append(reasons, f.ReadOnly, f.NotBlank)
			sentences = append(sentences, f.Warning)
		}
		for _, r := range e.Refused {
			reasons = append(reasons, r.Reason)
		}
		for _, text := range reasons {
			if text != "" && (!strings.HasPrefix(text, "is ") && !strings.HasPrefix(text, "finds ") && !strings.HasPrefix(text, "cannot ") || strings.HasSuffix(text, ".") || strings.Contains(text, "\n")) {
				t.Errorf("%s: no end of a sentence: %s", d.Set, text)
			}
		}
		for _, text := range append(sentences, e.Copied) {
			if text != "" && (!strings.HasSuffix(text, ".") || strings.ToUpper(text[:1]) != text[:1] || strings.Contains(text, "\n")) {
				t.Errorf("%s: no sentence: %s", d.Set, text)
			}
		}
	}
}

// TestFacts_Addresses holds §4.3.
func TestFacts_Addresses(t *testing.T) {
	t.Parallel()
	for _, set := range []string{"contacts", "customers", "vendors", "employees", "locations"} {
		e, _ := Find(set)
		if strings.Join(e.Order, " ") != "country postalCode city state" || strings.Join(e.Settled, " ") != "postalCode city state" {
			t.Errorf("%s: %s, %s", set, e.Order, e.Settled)
		}
	}
	for _, set := range []string{"customerContacts", "items", "bankAccounts"} {
		if e, _ := Find(set); len(e.Order)+len(e.Settled) != 0 {
			t.Errorf("%s: %s, %s", set, e.Order, e.Settled)
		}
	}
}

// TestFacts_Copies holds §4.2.
func TestFacts_Copies(t *testing.T) {
	t.Parallel()
	for _, set := range All() {
		e, _ := Find(set)
		if want := slices.Contains([]string{"contacts", "customers", "vendors", "employees", "bankAccounts"}, set); (e.Copied != "") != want {
			t.Errorf("%s copies: %q", set, e.Copied)
		}
	}
}

// TestFacts_ValuesOfAKind holds types, lengths, forms and members of §2 and §5 that
// $metadata does not have or that a check without it needs.
func TestFacts_ValuesOfAKind(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]entity.Field{
		"contacts.number":                {Type: entity.Code, Length: 20},
		"contacts.searchName":            {Type: entity.Code, Length: 100},
		"contacts.email":                 {Length: 80, Purpose: entity.Email, Stored: entity.WithoutEnds},
		"contacts.mobilePhoneNumber":     {Length: 30, Purpose: entity.Phone},
		"contacts.taxRegistrationNumber": {Length: 50, NotFiltered: true, Stored: entity.Capitals},
		"customers.country":              {Type: entity.Code, Length: 10},
		"customers.creditLimit":          {Type: entity.Number},
		"customers.currencyCode":         {Type: entity.Code, Length: 10, NotFiltered: true},
		"customers.taxAreaDisplayName":   {NotFiltered: true},
		"vendors.irs1099Code":            {Type: entity.Code, Length: 10, NotFiltered: true},
		"items.unitPrice":                {Type: entity.Number, NotNegative: true},
		"items.unitCost":                 {Type: entity.Number, NotNegative: true},
		"items.inventory":                {Type: entity.Number, NotFiltered: true},
		"items.gtin":                     {Type: entity.Code, Length: 14},
		"items.blocked":                  {Type: entity.Boolean},
		"employees.birthDate":            {Type: entity.Date},
		"employees.givenName":            {Length: 30, Purpose: entity.FirstName},
		"employees.surname":              {Length: 30, Purpose: entity.LastName},
		"employees.displayName":          {NotFiltered: true},
		"paymentTerms.discountPercent":   {Type: entity.Number, NotNegative: true},
		"bankAccounts.currencyId":        {Type: entity.GUID, NotFiltered: true},
		"itemVariants.code":              {Type: entity.Code, Length: 10},
	} {
		set, field, _ := strings.Cut(name, ".")
		e, _ := Find(set)
		f := named(t, e, field)
		got := entity.Field{Type: f.Type, Length: f.Length, Purpose: f.Purpose, Stored: f.Stored, NotFiltered: f.NotFiltered, NotNegative: f.NotNegative}
		if got.Type != want.Type || got.Length != want.Length || got.Purpose != want.Purpose || got.Stored != want.Stored || got.NotFiltered != want.NotFiltered || got.NotNegative != want.NotNegative {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"contacts.type":                    "Company,Person",
		"contacts.contactBusinessRelation": "_x0020_,Customer,Vendor,Bank_x0020_Account,Employee,None,Other,Multiple",
		"customers.blocked":                "_x0020_,Ship,Invoice,All",
		"vendors.blocked":                  "_x0020_,Payment,All",
		"items.type":                       "Inventory,Service,Non_x002D_Inventory",
		"employees.status":                 "Active,Inactive,Terminated",
	} {
		set, field, _ := strings.Cut(name, ".")
		e, _ := Find(set)
		var got []string
		for _, m := range named(t, e, field).Members {
			got = append(got, m.Encoded)
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestFacts_KeysAndNames(t *testing.T) {
	t.Parallel()
	for set, want := range map[string]string{
		"customerContacts": "number email, , firstName lastName", "contacts": "number email, number, displayName",
		"customers": "number email, number, displayName", "vendors": "number email, number, displayName",
		"items": "number, number, displayName", "itemVariants": "code, code, description",
		"itemCategories": "code, code, displayName", "employees": "number email, number, displayName",
		"fixedAssets": "number, number, displayName", "bankAccounts": "number, number, displayName",
		"paymentTerms": "code, code, displayName", "salespeoplePurchasers": "code email, code, displayName",
	} {
		e, _ := Find(set)
		if got := strings.Join(e.Keys, " ") + ", " + e.Number + ", " + strings.Join(e.Name, " "); got != want {
			t.Errorf("%s: %s, want %s", set, got, want)
		}
		for _, key := range e.Keys {
			if f, ok := e.Field(key); ok && f.NotFiltered {
				t.Errorf("%s: key %s cannot be filtered", set, key)
			}
		}
	}
}

func TestFacts_ReferencesPointToKnownSets(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		for _, f := range d.entity().Fields {
			if f.Type == entity.GUID && f.Name != "id" && f.Set == "" {
				t.Errorf("%s.%s refers to nothing", d.Set, f.Name)
			}
			if f.Set == "" {
				continue
			}
			to, ok := Find(f.Set)
			if by, has := to.Field(f.By); !ok || !has || by.Type != entity.Code || to.Number != f.By {
				t.Errorf("%s.%s refers to %s by %s", d.Set, f.Name, f.Set, f.By)
			}
		}
	}
}

// TestFacts_ContactsOfCustomers holds this set word for word: mappings and their problems
// are older than the profile.
func TestFacts_ContactsOfCustomers(t *testing.T) {
	t.Parallel()
	e, _ := Find(entity.CustomerContacts)
	if got := strings.Join(e.Settable(), " "); got != "email firstName lastName professionalTitle primaryPhoneNumber" {
		t.Errorf("fields %s", got)
	}
	for name, length := range map[string]int{"email": 80, "firstName": 30, "lastName": 30, "professionalTitle": 30, "primaryPhoneNumber": 30} {
		if f := named(t, e, name); f.Length != length || f.Type != entity.Text || f.Warning != "" || f.NotBlank != "" || f.Effect != entity.NoEffect {
			t.Errorf("%+v", f)
		}
	}
	for name, purpose := range map[string]entity.Purpose{"email": entity.Email, "primaryPhoneNumber": entity.Phone, "firstName": entity.FirstName, "lastName": entity.LastName, "professionalTitle": entity.Plain} {
		if named(t, e, name).Purpose != purpose {
			t.Errorf("%s has purpose %d", name, named(t, e, name).Purpose)
		}
	}
	for name, want := range map[string]string{
		"id":           `finds the contact and cannot be set; name its column in key.column`,
		"CUSTOMERID":   `is read-only here: writing it would move every contact of the company to another customer`,
		"customerName": `is read-only: Business Central shows the name of the customer record there`,
		"pdfdocument":  `is read-only: it is the customer's statement, not a field of the contact`,
	} {
		if exact, reason, found := e.Refusal(name); reason != want || !found || !strings.EqualFold(exact, name) || exact == strings.ToUpper(exact) {
			t.Errorf("%s: %s %s", name, exact, reason)
		}
	}
	if _, _, found := e.Refusal("email"); found {
		t.Error("email is refused")
	}
}
