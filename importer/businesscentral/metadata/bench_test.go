package metadata

import (
	"fmt"
	"strings"
	"testing"
)

// large is a document of some 2 MB as a tenant with many extensions may have it: 600 sets
// of 30 fields, each listed twice and annotated.
func large() string {
	var types, company, container strings.Builder
	for i := range 600 {
		fmt.Fprintf(&types, `<EntityType Name="record%d"><Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.Guid" Nullable="false" />`, i)
		for j := range 30 {
			fmt.Fprintf(&types, "\n          <Property Name=\"someField%d\" Type=\"%s\" MaxLength=\"100\" />", j, []string{"Edm.String", "Edm.Decimal", "Edm.Boolean", "Microsoft.NAV.kind"}[j%4])
		}
		types.WriteString("</EntityType>\n")
		fmt.Fprintf(&company, "<NavigationProperty Name=\"records%d\" Type=\"Collection(Microsoft.NAV.record%d)\" ContainsTarget=\"true\" />\n", i, i)
		fmt.Fprintf(&container, `<EntitySet Name="records%d" EntityType="Microsoft.NAV.record%d">`, i, i)
		for _, restriction := range []string{"ChangeTracking/Supported", "DeleteRestrictions/Deletable", "InsertRestrictions/Insertable", "UpdateRestrictions/Updatable", "SortRestrictions/Sortable"} {
			term, property, _ := strings.Cut(restriction, "/")
			fmt.Fprintf(&container, "\n<Annotation Term=\"Org.OData.Capabilities.V1.%s\"><Record><PropertyValue Property=\"%s\" Bool=\"true\" /></Record></Annotation>", term, property)
		}
		container.WriteString("</EntitySet>\n")
	}
	return model(`<Schema Namespace="Microsoft.NAV"><EnumType Name="kind"><Member Name="_x0020_" Value="0" /><Member Name="A" Value="1" /></EnumType>`,
		`<EntityType Name="company"><Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.Guid" />`, company.String(), `</EntityType>`,
		types.String(), `<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company" />`, container.String(), `</EntityContainer></Schema>`)
}

func TestParse_ReadsALargeDocument(t *testing.T) {
	t.Parallel()
	d, err := Parse(strings.NewReader(large()))
	if err != nil {
		t.Fatal(err)
	}
	sets := d.Sets()
	if len(sets) != 601 || sets[600].Name != "records599" || sets[600].Fields != 31 || sets[600].Updatable != Allowed {
		t.Errorf("%d sets, the last %+v", len(sets), sets[len(sets)-1])
	}
}

func BenchmarkParse(b *testing.B) {
	document := large()
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(strings.NewReader(document)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCache(b *testing.B) {
	d, err := Parse(strings.NewReader(large()))
	if err != nil {
		b.Fatal(err)
	}
	c := Cache{Dir: b.TempDir()}
	if err := c.Save(aRoot, Entry{Document: d}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, found := c.Load(aRoot); !found {
			b.Fatal("not found")
		}
	}
}
