package businesscentral

import "fmt"

// edmx is a metadata document as Business Central gives it, with one entity type.
func edmx(keyType, set string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="company"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/></EntityType>
<EntityType Name="customerContact"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="%s" Nullable="false"/>
<Property Name="email" Type="Edm.String" MaxLength="80"/>
<Property Name="firstName" Type="Edm.String" MaxLength="max"/>
<Property Name="lastName" Type="Edm.String"/>
<Property Name="pdf" Type="Edm.Stream" MaxLength="5"/></EntityType>
<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/>
<EntitySet Name="%s" EntityType="Microsoft.NAV.customerContact"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`, keyType, set)
}
