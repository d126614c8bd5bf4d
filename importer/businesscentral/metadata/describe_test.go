package metadata

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/entity"
)

// sample is a document as Business Central writes it, with a few sets.
func sample(t testing.TB) *Document {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "metadata.xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const keyed = "is the key of the record and can't be set"

func TestEntity_DescribesTheFieldsOfASet(t *testing.T) {
	t.Parallel()
	customers := entity.Entity{Set: "customers", Key: "id", One: "customer", Many: "customers", Fields: []entity.Field{
		{Name: "id", Type: entity.GUID, ReadOnly: keyed},
		{Name: "number", Length: 20},
		{Name: "displayName", Length: 100},
		{Name: "taxRegistrationNumber"},
		{Name: "creditLimit", Type: entity.Number},
		{Name: "balanceDue", Type: entity.Number},
		{Name: "taxLiable", Type: entity.Boolean},
		{Name: "paymentTermsId", Type: entity.GUID, Set: "paymentTerms"},
		{Name: "blocked", Type: entity.Enumeration, Members: []entity.Member{
			{Name: "", Encoded: "_x0020_"}, {Name: "Ship", Encoded: "Ship"}, {Name: "Invoice", Encoded: "Invoice"}, {Name: "All", Encoded: "All"},
		}},
		{Name: "lastModifiedDateTime", Type: entity.DateTime},
	}}
	items := entity.Entity{Set: "items", Key: "id", One: "item", Many: "items", Fields: []entity.Field{
		{Name: "id", Type: entity.GUID, ReadOnly: keyed},
		{Name: "number", Length: 20},
		{Name: "displayName", Length: 100},
		{Name: "type", Type: entity.Enumeration, Members: []entity.Member{
			{Name: "Inventory", Encoded: "Inventory"}, {Name: "Service", Encoded: "Service"}, {Name: "Non-Inventory", Encoded: "Non_x002D_Inventory"},
			{Name: "Expired ", Encoded: "Expired_x0020_"}, {Name: "2024", Encoded: "2024"},
		}},
		{Name: "itemCategoryId", Type: entity.GUID, Set: "itemCategories"},
		{Name: "parentId", Type: entity.GUID}, // of a customer or an item
		{Name: "unitPrice", Type: entity.Number},
		{Name: "shelf", Type: entity.Integer, Bits: 32, ReadOnly: "is read-only: $metadata says that it can only be read"},
		{Name: "sold", Type: entity.Integer, Bits: 64, ReadOnly: "is read-only: $metadata says that Business Central computes it"},
		{Name: "introduced", Type: entity.Date, ReadOnly: "is read-only: $metadata says that it is set only when a record is created"},
	}}
	d := sample(t)
	for _, want := range []entity.Entity{customers, items} {
		got, err := d.Entity(want.Set)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: error %v\n got %+v\nwant %+v", want.Set, err, got, want)
		}
	}
}

func TestEntity_TakesASetThatIsListedBelowCompaniesAlone(t *testing.T) {
	t.Parallel()
	e, err := sample(t).Entity("customerContacts")
	if f, _ := e.Field("email"); err != nil || e.Key != "id" || f.Length != 80 || e.One != "customer contact" || e.Many != "customer contacts" {
		t.Errorf("%+v, error %v", e, err)
	}
}

func TestCheck_SaysWhyASetIsRefused(t *testing.T) {
	t.Parallel()
	d := sample(t)
	for set, tt := range map[string]struct {
		reason   error
		sentence string
	}{
		"customers":         {nil, ""},
		"customerContacts":  {nil, ""},
		"shares":            {nil, ""},
		"accounts":          {ErrNotUpdatable, "entity set accounts is read-only: $metadata says that its records can't be updated"},
		"companies":         {ErrNotUpdatable, "entity set companies is read-only: $metadata says that its records can't be updated"},
		"customerSales":     {ErrCompositeKey, "entity set customerSales has a key of 3 properties (customerId, customerNumber, name); only a key of one GUID is supported"},
		"apicategoryroutes": {ErrKeyNotGUID, "entity set apicategoryroutes has a key that is not a GUID (route); only a key of one GUID is supported"},
		"pictures":          {ErrNoFields, "entity set pictures has no field that can be set"},
		"scans":             {ErrMedia, "entity set scans holds media streams, which have no columns in a file"},
		"subscriptions":     {ErrNotInCompany, "entity set subscriptions is not part of a company: $metadata lists it at the root alone"},
		"custmers":          {ErrNoSuchSet, `$metadata has no entity set "custmers"`},
		"Items":             {ErrNoSuchSet, `$metadata has no entity set "Items"`},
		"paymentTerm":       {ErrNoSuchSet, `$metadata has no entity set "paymentTerm"`},
		"":                  {ErrNoSuchSet, `$metadata has no entity set ""`},
	} {
		err := d.Check(set)
		if _, other := d.Entity(set); !errors.Is(err, tt.reason) || (other == nil) != (err == nil) || err != nil && err.Error() != tt.sentence {
			t.Errorf("%s: %v and %v, want %v", set, err, other, tt.sentence)
		}
		if e, ok := errors.AsType[*SetError](err); err != nil && (!ok || e.Hint.Format == "" || e.Set != set) {
			t.Errorf("%s: no hint in %+v", set, e)
		}
	}
}

func TestCheck_NamesTheSetsThatWereMeant(t *testing.T) {
	t.Parallel()
	d := sample(t)
	for name, want := range map[string]string{
		"custmers": "use customers", "Items": "use items", "paymentTerm": "use paymentTerms",
		"zzz": "fix the name: it is spelled as in the API, such as customers",
	} {
		if e, _ := errors.AsType[*SetError](d.Check(name)); e == nil || e.Hint.String() != want {
			t.Errorf("%s: %+v, want the hint %q", name, e, want)
		}
	}
	if err := d.Check(strings.Repeat("x\n", 1000)); len(err.Error()) > 300 || strings.Contains(err.Error(), "\n") {
		t.Errorf("not one short line: %q", err)
	}
}

func TestSets_ListsEachSetOnce(t *testing.T) {
	t.Parallel()
	var names []string
	byName := map[string]Set{}
	for _, s := range sample(t).Sets() {
		names = append(names, s.Name)
		byName[s.Name] = s
	}
	want := []string{"companies", "customers", "items", "itemCategories", "paymentTerms", "accounts", "customerSales", "pictures", "apicategoryroutes", "subscriptions", "customerContacts", "scans"}
	if !slices.Equal(names, want) {
		t.Errorf("sets %v\nwant %v", names, want)
	}
	for _, want := range []Set{
		{Name: "customers", Type: "customer", Updatable: Allowed, Insertable: Allowed, Deletable: Allowed, Key: []string{"id"}, KeyType: "Edm.Guid", Fields: 10, Settable: 9},
		{Name: "items", Type: "item", Updatable: Allowed, Deletable: Refused, Key: []string{"id"}, KeyType: "Edm.Guid", Fields: 10, Settable: 6},
		{Name: "customerContacts", Type: "customerContact", Insertable: Refused, Key: []string{"id"}, KeyType: "Edm.Guid", Fields: 3, Settable: 2},
		{Name: "apicategoryroutes", Type: "apicategoryroute", Root: true, Key: []string{"route"}, KeyType: "Edm.String", Fields: 2, Settable: 1},
		{Name: "customerSales", Type: "customerSale", Key: []string{"customerId", "customerNumber", "name"}, Fields: 4, Settable: 1},
	} {
		if got := byName[want.Name]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", want.Name, got, want)
		}
	}
}

func TestOptions_AreTextsInTheLanguageOfTheRequest(t *testing.T) {
	t.Parallel()
	d := sample(t)
	if got := d.Options("accounts"); !slices.Equal(got, []string{"consolidationTranslationMethod"}) {
		t.Errorf("options %v", got)
	}
	if got := slices.Concat(d.Options("items"), d.Options("nothing")); got != nil {
		t.Errorf("options %v", got)
	}
}

func TestPlainName_DecodesNamesOfMembers(t *testing.T) {
	t.Parallel()
	for encoded, want := range map[string]string{
		"": "", "_x0020_": "", "_x0020__x0020_": "", "Ship": "Ship", "Non_x002D_Inventory": "Non-Inventory", "Expired_x0020_": "Expired ",
		"Positive_x0020_Adjmt_x002E_": "Positive Adjmt.", "_x0028_a_x0029_": "(a)", "_x002f_": "/", "_x005F_x0020_": "_x0020_",
		"_xD83D__xDE00_": "😀", "_xD83D_": "\uFFFD", "_x00G0_": "_x00G0_", "_x0020": "_x0020", "_x+020_": "_x+020_", "Prüfung": "Prüfung", "_": "_", "a_x": "a_x",
	} {
		if got := plainName(encoded); got != want {
			t.Errorf("%q: %q, want %q", encoded, got, want)
		}
	}
}

func TestEntity_FollowsAConstraintOfTheKeyAlone(t *testing.T) {
	t.Parallel()
	document := func(referenced string) string {
		return model(`<Schema Namespace="N">`, edmType("a", "Edm.Guid", 5), `<EntityType Name="b"><Key><PropertyRef Name="id"/></Key>`+
			`<Property Name="id" Type="Edm.Guid"/><Property Name="aId" Type="Edm.Guid"/>`+
			`<NavigationProperty Name="a" Type="N.a"><ReferentialConstraint Property="aId" ReferencedProperty="`+referenced+`"/></NavigationProperty></EntityType>`,
			`<EntityContainer Name="C"><EntitySet Name="as" EntityType="N.a"/><EntitySet Name="bs" EntityType="N.b"/></EntityContainer></Schema>`)
	}
	for referenced, want := range map[string]string{"id": "as", "email": ""} {
		d, err := Parse(strings.NewReader(document(referenced)))
		if err != nil {
			t.Fatal(err)
		}
		e, err := d.Entity("bs")
		if f, _ := e.Field("aId"); err != nil || f.Set != want {
			t.Errorf("%s: refers to %q, want %q, error %v", referenced, f.Set, want, err)
		}
	}
}

func TestSets_TakeAnnotationsOfThePlaceInUse(t *testing.T) {
	t.Parallel()
	refused := `<Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record><PropertyValue Property="Updatable" Bool="false"/></Record></Annotation>`
	allowed := strings.Replace(refused, "false", "true", 1)
	navigation := func(annotation string) string {
		return `<NavigationProperty Name="as" Type="Collection(N.a)" ContainsTarget="true">` + annotation + `</NavigationProperty>`
	}
	for name, tt := range map[string]struct {
		company, container, elsewhere string
		want                          Allowance
	}{
		"nothing":                {"", "", "", Unstated},
		"below another record":   {"", "", refused, Unstated},
		"the container":          {"", refused, allowed, Refused},
		"below companies":        {refused, "", allowed, Refused},
		"below companies, first": {allowed, refused, refused, Allowed},
	} {
		d, err := Parse(strings.NewReader(model(`<Schema Namespace="N">`, edmType("a", "Edm.Guid", 5), edmType("company", "Edm.Guid", 5, navigation(tt.company)),
			edmType("b", "Edm.Guid", 5, navigation(tt.elsewhere)), `<EntityContainer Name="C"><EntitySet Name="companies" EntityType="N.company"/>`,
			`<EntitySet Name="as" EntityType="N.a">`+tt.container+`</EntitySet></EntityContainer></Schema>`)))
		if err != nil {
			t.Fatal(err)
		}
		if s, err := d.Set("as"); err != nil || s.Updatable != tt.want {
			t.Errorf("%s: %+v, error %v", name, s, err)
		}
	}
}
