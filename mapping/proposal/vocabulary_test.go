package proposal

import (
	"strings"
	"testing"
)

// TestVocabulary_NamesMeanOneThing: a name that languages understand differently is
// never certain, so that there should be none but those that are meant.
func TestVocabulary_NamesMeanOneThing(t *testing.T) {
	t.Parallel()
	for name, meanings := range newNames(nil) {
		if name == "" {
			t.Errorf("a name without letters means %+v", meanings)
		}
		if len(meanings) > 1 {
			t.Errorf("%q means %+v", name, meanings)
		}
	}
}

// TestVocabulary_TakesNoLookAlike: columns of invoices, companies and persons whose names
// resemble those of fields, and short forms that stand for too much.
func TestVocabulary_TakesNoLookAlike(t *testing.T) {
	t.Parallel()
	names := newNames(nil)
	for language, list := range map[string]string{
		"German":    "Pos.|Pos.-Nr.|Artikelnr.|Tel.-Tarif|DW|AP|Name Firma|Name Kunde|Titelblatt|Bestell-Nr.|Vertragsnr.|Mobilität",
		"French":    "Port.|Portes|Poste de livraison|Nom du produit|N° commande|Adr. livraison",
		"Spanish":   "Nº pedido|Estado|Nom. producto|Cel. de carga|Correo postal",
		"Italian":   "Fattura nr.|Cap. sociale|Nome prodotto|Qual.|Cellulosa",
		"Dutch":     "Factuurnr.|Functiecode|Mob. klasse|Telling|Artikelnaam",
		"Danish":    "Fakturanr.|Ordrenr.|Varenavn|Stilladser|Tlf. abonnement",
		"Swedish":   "Fakturanr|Ordernr|Varunamn|Tjänster|Telefonavtal",
		"Czech":     "Číslo faktury|Název firmy|Obchodní jméno|Jméno firmy|Číslo účtu|Rodné číslo|Datum narození|Oslovení|Funkční období",
		"Polish":    "Nr faktury|Nazwa|Numer konta|PESEL|Stan|Kom.|Poczta|Nr domu|Ulica i nr|Nr zamówienia|Tytuł naukowy",
		"Norwegian": "Fakturanr.|Ordrenr.|Kundenavn|Fylke|Fødselsdato|Kontonr.|Nettside|Bransje|Adresse 2",
		"Finnish":   "Firmanimi|Laskunumero|Tilausnumero|Toimi|Toimiala|Syntymäaika|Tilinumero|Lisätiedot|Tuotenimi",
	} {
		for header := range strings.SplitSeq(list, "|") {
			for _, m := range names.of(header) {
				if m.field != notOurs {
					t.Errorf("%s: %q is taken for %s", language, header, m.field)
				}
			}
		}
	}
}
