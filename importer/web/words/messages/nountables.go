package messages

// germanNouns are the words of the German Business Central.
func germanNouns() map[string]noun {
	return map[string]noun{
		"contact":                       {one: "Kontakt", many: "Kontakte", gender: masculine},
		"customer contact":              {one: "Debitorenkontakt", many: "Debitorenkontakte", gender: masculine},
		"customer":                      {one: "Debitor", many: "Debitoren", gender: masculine},
		"vendor":                        {one: "Kreditor", many: "Kreditoren", gender: masculine},
		"item":                          {one: "Artikel", many: "Artikel", gender: masculine},
		"item variant":                  {one: "Artikelvariante", many: "Artikelvarianten", gender: feminine},
		"item category":                 {one: "Artikelkategorie", many: "Artikelkategorien", gender: feminine},
		"employee":                      {one: "Mitarbeiter", many: "Mitarbeiter", gender: masculine},
		"salesperson":                   {one: "Verkäufer", many: "Verkäufer", gender: masculine},
		"bank account":                  {one: "Bankkonto", many: "Bankkonten", gender: neuter},
		"fixed asset":                   {one: "Anlage", many: "Anlagen", gender: feminine},
		"fixed asset location":          {one: "Anlagenstandort", many: "Anlagenstandorte", gender: masculine},
		"payment terms":                 {one: "Zahlungsbedingung", many: "Zahlungsbedingungen", gender: feminine},
		"payment method":                {one: "Zahlungsform", many: "Zahlungsformen", gender: feminine},
		"shipment method":               {one: "Lieferbedingung", many: "Lieferbedingungen", gender: feminine},
		"currency":                      {one: "Währung", many: "Währungen", gender: feminine},
		"unit of measure":               {one: "Einheit", many: "Einheiten", gender: feminine},
		"country":                       {one: "Land", many: "Länder", gender: neuter},
		"location":                      {one: "Lagerort", many: "Lagerorte", gender: masculine},
		"tax area":                      {one: "Steuergebiet", many: "Steuergebiete", gender: neuter},
		"tax group":                     {one: "Steuergruppe", many: "Steuergruppen", gender: feminine},
		"general product posting group": {one: "Produktbuchungsgruppe", many: "Produktbuchungsgruppen", gender: feminine},
		"inventory posting group":       {one: "Lagerbuchungsgruppe", many: "Lagerbuchungsgruppen", gender: feminine},
		"dimension":                     {one: "Dimension", many: "Dimensionen", gender: feminine},
		"dimension value":               {one: "Dimensionswert", many: "Dimensionswerte", gender: masculine},
	}
}

// frenchNouns are the words of the French Business Central.
func frenchNouns() map[string]noun {
	return map[string]noun{
		"contact":                       {one: "contact", many: "contacts", gender: masculine},
		"customer contact":              {one: "contact client", many: "contacts client", gender: masculine},
		"customer":                      {one: "client", many: "clients", gender: masculine},
		"vendor":                        {one: "fournisseur", many: "fournisseurs", gender: masculine},
		"item":                          {one: "article", many: "articles", gender: masculine},
		"item variant":                  {one: "variante article", many: "variantes article", gender: feminine},
		"item category":                 {one: "catégorie article", many: "catégories article", gender: feminine},
		"employee":                      {one: "salarié", many: "salariés", gender: masculine},
		"salesperson":                   {one: "vendeur", many: "vendeurs", gender: masculine},
		"bank account":                  {one: "compte bancaire", many: "comptes bancaires", gender: masculine},
		"fixed asset":                   {one: "immobilisation", many: "immobilisations", gender: feminine},
		"fixed asset location":          {one: "emplacement immobilisation", many: "emplacements immobilisation", gender: masculine},
		"payment terms":                 {one: "condition de paiement", many: "conditions de paiement", gender: feminine},
		"payment method":                {one: "mode de règlement", many: "modes de règlement", gender: masculine},
		"shipment method":               {one: "condition de livraison", many: "conditions de livraison", gender: feminine},
		"currency":                      {one: "devise", many: "devises", gender: feminine},
		"unit of measure":               {one: "unité", many: "unités", gender: feminine},
		"country":                       {one: "pays", many: "pays", gender: masculine},
		"location":                      {one: "magasin", many: "magasins", gender: masculine},
		"tax area":                      {one: "zone recouvrement", many: "zones recouvrement", gender: feminine},
		"tax group":                     {one: "groupe taxes", many: "groupes taxes", gender: masculine},
		"general product posting group": {one: "groupe compta. produit", many: "groupes compta. produit", gender: masculine},
		"inventory posting group":       {one: "groupe compta. stock", many: "groupes compta. stock", gender: masculine},
		"dimension":                     {one: "axe analytique", many: "axes analytiques", gender: masculine},
		"dimension value":               {one: "section analytique", many: "sections analytiques", gender: feminine},
	}
}

// danishNouns are the words of the Danish Business Central.
func danishNouns() map[string]noun {
	return map[string]noun{
		"contact":                       {one: "kontakt", many: "kontakter", definite: "kontakten"},
		"customer contact":              {one: "debitorkontakt", many: "debitorkontakter", definite: "debitorkontakten"},
		"customer":                      {one: "debitor", many: "debitorer", definite: "debitoren"},
		"vendor":                        {one: "kreditor", many: "kreditorer", definite: "kreditoren"},
		"item":                          {one: "vare", many: "varer", definite: "varen"},
		"item variant":                  {one: "varevariant", many: "varevarianter", definite: "varevarianten"},
		"item category":                 {one: "varekategori", many: "varekategorier", definite: "varekategorien"},
		"employee":                      {one: "medarbejder", many: "medarbejdere", definite: "medarbejderen"},
		"salesperson":                   {one: "sælger", many: "sælgere", definite: "sælgeren"},
		"bank account":                  {one: "bankkonto", many: "bankkonti", definite: "bankkontoen"},
		"fixed asset":                   {one: "anlæg", many: "anlæg", definite: "anlægget"},
		"fixed asset location":          {one: "anlægslokation", many: "anlægslokationer", definite: "anlægslokationen"},
		"payment terms":                 {one: "betalingsbetingelse", many: "betalingsbetingelser", definite: "betalingsbetingelsen"},
		"payment method":                {one: "betalingsform", many: "betalingsformer", definite: "betalingsformen"},
		"shipment method":               {one: "leveringsbetingelse", many: "leveringsbetingelser", definite: "leveringsbetingelsen"},
		"currency":                      {one: "valuta", many: "valutaer", definite: "valutaen"},
		"unit of measure":               {one: "enhed", many: "enheder", definite: "enheden"},
		"country":                       {one: "land", many: "lande", definite: "landet"},
		"location":                      {one: "lokation", many: "lokationer", definite: "lokationen"},
		"tax area":                      {one: "skatteområde", many: "skatteområder", definite: "skatteområdet"},
		"tax group":                     {one: "skattegruppe", many: "skattegrupper", definite: "skattegruppen"},
		"general product posting group": {one: "produktbogføringsgruppe", many: "produktbogføringsgrupper", definite: "produktbogføringsgruppen"},
		"inventory posting group":       {one: "varebogføringsgruppe", many: "varebogføringsgrupper", definite: "varebogføringsgruppen"},
		"dimension":                     {one: "dimension", many: "dimensioner", definite: "dimensionen"},
		"dimension value":               {one: "dimensionsværdi", many: "dimensionsværdier", definite: "dimensionsværdien"},
	}
}
