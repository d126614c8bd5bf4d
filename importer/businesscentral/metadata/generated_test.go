package metadata

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"pgregory.net/rapid"

	"bcimport/mapping/entity"
)

// generated is a document with what should be read of it.
type generated struct {
	sets     []entity.Entity
	writable []Allowance
	document string
}

// encoded writes the name of a member as Business Central does.
func encoded(plain string) string {
	if plain == "" {
		plain = " "
	}
	var b strings.Builder
	for _, r := range plain {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, "_x%04X_", unit)
		}
	}
	return b.String()
}

// edmOf names the types of fields in a document.
func edmOf() map[entity.Type][]string {
	return map[entity.Type][]string{
		entity.Text: {"Edm.String"}, entity.Number: {"Edm.Decimal", "Edm.Double", "Edm.Single"}, entity.Integer: {"Edm.Int32", "Edm.Int16"},
		entity.Boolean: {"Edm.Boolean"}, entity.Date: {"Edm.Date"}, entity.DateTime: {"Edm.DateTimeOffset"}, entity.GUID: {"Edm.Guid"},
	}
}

// drawn draws sets of a field each type, written as Business Central may write them.
func drawn(t *rapid.T) generated {
	var g generated
	var enums, types, company, container, annotations strings.Builder
	sets, below := rapid.IntRange(1, 5).Draw(t, "sets"), rapid.Bool().Draw(t, "below companies")
	for i := range sets {
		name := fmt.Sprintf("t%d", i)
		e := entity.Entity{Set: name + "s", Key: "id", One: name, Many: name + "s", Fields: []entity.Field{{Name: "id", Type: entity.GUID, ReadOnly: keyed}}}
		navigations := ""
		fmt.Fprintf(&types, `<EntityType Name="%s"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/>`, name)
		for j := range rapid.IntRange(1, 6).Draw(t, "fields") {
			f, property, navigation := drawnField(t, fmt.Sprintf("f%d", j), sets)
			if f.Type == entity.Enumeration {
				fmt.Fprintf(&enums, `<EnumType Name="e%d_%d">`, i, j)
				for k, m := range f.Members {
					fmt.Fprintf(&enums, `<Member Name="%s" Value="%d"/>`, m.Encoded, k)
				}
				enums.WriteString("</EnumType>")
				property = fmt.Sprintf(`<Property Name="%s" Type="Microsoft.NAV.e%d_%d"/>`, f.Name, i, j)
			}
			types.WriteString(property)
			navigations += navigation
			e.Fields = append(e.Fields, f)
		}
		fmt.Fprintf(&types, `<Property Name="skipped" Type="Edm.Stream"/>%s</EntityType>`, navigations)
		allowance := rapid.SampledFrom([]Allowance{Unstated, Allowed}).Draw(t, "updatable")
		restriction := ""
		if allowance == Allowed {
			restriction = `<Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record><PropertyValue Property="Updatable" Bool="true"/></Record></Annotation>`
		}
		place(t, below, e.Set, name, restriction, &company, &container, &annotations)
		g.sets, g.writable = append(g.sets, e), append(g.writable, allowance)
	}
	schema := []string{
		`<EntityType Name="company"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/>` + company.String() + `</EntityType>`,
		enums.String(), types.String(),
		`<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/>` + container.String() + `</EntityContainer>`,
		annotations.String(),
	}
	g.document = model(`<Schema Namespace="Microsoft.NAV">`, strings.Join(rapid.Permutation(schema).Draw(t, "order"), "\n"), `</Schema>`)
	return g
}

func drawnField(t *rapid.T, name string, sets int) (f entity.Field, property, navigation string) {
	f = entity.Field{Name: name, Type: rapid.SampledFrom([]entity.Type{entity.Text, entity.Number, entity.Integer, entity.Boolean,
		entity.Date, entity.DateTime, entity.GUID, entity.Enumeration}).Draw(t, "type")}
	length := ""
	switch f.Type {
	case entity.Enumeration:
		plain := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[A-Za-z0-9äöß][ -/A-Za-z€😀]{0,8}`))
		for _, p := range rapid.SliceOfNDistinct(plain, 1, 5, rapid.ID[string]).Draw(t, "members") {
			f.Members = append(f.Members, entity.Member{Name: p, Encoded: encoded(p)})
		}
		return f, "", ""
	case entity.Text:
		if f.Length = rapid.IntRange(0, 250).Draw(t, "length"); f.Length > 0 {
			length = fmt.Sprintf(` MaxLength="%d"`, f.Length)
		}
	case entity.Integer:
		f.Bits = 32
	case entity.GUID:
		if to := rapid.IntRange(-1, sets-1).Draw(t, "to"); to >= 0 {
			f.Set = fmt.Sprintf("t%ds", to)
			navigation = fmt.Sprintf(`<NavigationProperty Name="n%s" Type="Microsoft.NAV.t%d"><ReferentialConstraint Property="%s" ReferencedProperty="id"/></NavigationProperty>`, name, to, name)
		}
	}
	return f, fmt.Sprintf(`<Property Name="%s" Type="%s"%s/>`, name, rapid.SampledFrom(edmOf()[f.Type]).Draw(t, "edm"), length), navigation
}

// place lists a set below companies, in the container or in both.
func place(t *rapid.T, below bool, set, name, restriction string, company, container, annotations *strings.Builder) {
	listed := !below || rapid.Bool().Draw(t, "listed")
	inside := rapid.Bool().Draw(t, "annotated inside")
	own := ""
	if inside {
		own = restriction
	}
	if below {
		fmt.Fprintf(company, `<NavigationProperty Name="%s" Type="Collection(Microsoft.NAV.%s)" ContainsTarget="true">%s</NavigationProperty>`, set, name, own)
	}
	target := "Microsoft.NAV.company/"
	if listed {
		target = "Microsoft.NAV.NAV/"
		fmt.Fprintf(container, `<EntitySet Name="%s" EntityType="Microsoft.NAV.%s">%s</EntitySet>`, set, name, own)
	}
	if !inside {
		fmt.Fprintf(annotations, `<Annotations Target="%s%s">%s</Annotations>`, target, set, restriction)
	}
}

func TestParse_ReadsBackAnyDocument(t *testing.T) {
	t.Parallel()
	cache := Cache{Dir: t.TempDir()}
	rapid.Check(t, func(rt *rapid.T) {
		g := drawn(rt)
		read, err := Parse(strings.NewReader(g.document))
		if err != nil {
			rt.Fatal(err)
		}
		if err := cache.Save(aRoot, Entry{Document: read}); err != nil {
			rt.Fatal(err)
		}
		kept, _ := cache.Load(aRoot)
		if n := len(read.Sets()); n != len(g.sets)+1 {
			rt.Fatalf("%d sets", n)
		}
		for i, want := range g.sets {
			for _, d := range []*Document{read, kept.Document} {
				got, err := d.Entity(want.Set)
				if s, _ := d.Set(want.Set); err != nil || !reflect.DeepEqual(got, want) || s.Updatable != g.writable[i] {
					rt.Fatalf("error %v, %+v\n got %+v\nwant %+v", err, s, got, want)
				}
			}
		}
	})
}
