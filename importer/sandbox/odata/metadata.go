package odata

import (
	"fmt"
	"strings"
)

// WriteType writes the entity type of a set in EDMX, with the sets that it leads to.
func (e *EntitySet[T]) WriteType(b *strings.Builder, leadsTo ...string) {
	fmt.Fprintf(b, "      <EntityType Name=\"%s\">\n        <Key>\n          <PropertyRef Name=\"id\" />\n        </Key>\n", e.Entity)
	for _, c := range e.Columns {
		fmt.Fprintf(b, "        <Property Name=\"%s\" Type=\"%s\"", c.Name, c.Kind)
		if c.Name == "id" {
			b.WriteString(` Nullable="false"`)
		}
		if c.Max > 0 {
			fmt.Fprintf(b, ` MaxLength="%d"`, c.Max)
		}
		b.WriteString(" />\n")
	}
	for _, set := range leadsTo {
		fmt.Fprintf(b, "        <NavigationProperty Name=\"%s\" Type=\"Collection(Microsoft.NAV.%s)\" ContainsTarget=\"true\" />\n",
			set, strings.TrimSuffix(set, "s"))
	}
	b.WriteString("      </EntityType>\n")
}
