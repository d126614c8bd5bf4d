// Package countries holds what the sandbox's contacts of each country are made of: names,
// Titles, firms and telephone numbers. Start at All.
package countries

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Country holds what contacts of one country are made of. The telephone numbers
// of US, GB, DE, FR and SE are from the ranges kept for fiction there; the others
// are made up in the national shape.
type Country struct {
	Code                       string
	FirstNames, LastNames      []string
	Titles, Stems, Trades, End []string
	Phone                      func(*rand.Rand) string
	ASCII                      map[string]string // names as written in addresses
}

// digits returns a phone shape with one number in it from 0 to below limit.
func digits(shape string, limit int) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return fmt.Sprintf(shape, r.IntN(limit)) }
}

// All returns the countries in the order in which customers are assigned to them.
func All() []*Country {
	all := allCountries()
	plain := newASCII()
	for _, c := range all {
		c.ASCII = map[string]string{}
		for _, names := range [][]string{c.FirstNames, c.LastNames, c.Stems, c.Trades} {
			for _, name := range names {
				c.ASCII[name] = plain(name)
			}
		}
	}
	return all
}

func allCountries() []*Country {
	return []*Country{
		{
			Code:       "US",
			FirstNames: []string{"James", "Mary", "Robert", "Patricia", "Michael", "Linda", "David", "Elizabeth", "William", "Barbara", "Richard", "Susan", "Joseph", "Jessica", "Thomas", "Karen", "Daniel", "Nancy", "Mary-Ann", "DeShawn"},
			LastNames:  []string{"Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Rodriguez", "Martinez", "O'Connor", "Lopez", "Wilson", "Anderson", "Taylor", "Moore", "Jackson", "McDonald", "Lee", "Thompson", "Van Buren", "O'Brien", "Walker"},
			Titles:     []string{"Purchasing Manager", "Sales Manager", "Controller", "CEO", "Office Manager", "Plant Manager", "VP Operations", "Buyer"},
			Stems:      []string{"Adventure", "Northwind", "Fabrikam", "Cascade", "Lakeside", "Summit", "Blue Ridge", "Pioneer", "Redwood", "Liberty", "Prairie", "Harbor"},
			Trades:     []string{"Works", "Traders", "Supply", "Logistics", "Tools", "Foods", "Furniture", "Electric", "Paper", "Health"},
			End:        []string{"Inc.", "LLC", "Corp."},
			Phone: func(r *rand.Rand) string {
				return fmt.Sprintf("+1 %d-555-01%02d", []int{206, 212, 312, 415, 425, 512, 617}[r.IntN(7)], r.IntN(100))
			},
		},
		{
			Code:       "GB",
			FirstNames: []string{"Oliver", "Amelia", "George", "Isla", "Harry", "Ava", "Jack", "Emily", "Alfie", "Sophie", "Charlie", "Grace", "Siân", "Rhys", "Zoë", "Fergus", "Niamh", "Callum"},
			LastNames:  []string{"Clarke", "Hughes", "Evans", "Wright", "Green", "Hall", "Wood", "Harris", "Lewis", "Robinson", "Baker", "Turner", "MacLeod", "O'Neill", "Fletcher", "Brontë", "Smith-Jones", "Ashworth", "Pritchard", "Campbell"},
			Titles:     []string{"Purchasing Manager", "Finance Director", "Managing Director", "Sales Executive", "Buyer", "Warehouse Supervisor", "HR Manager"},
			Stems:      []string{"Thames", "Kingsway", "Sheffield", "Albion", "Northgate", "Severn", "Cotswold", "Highland", "Mersey", "Camden", "Oakfield", "Pennine"},
			Trades:     []string{"Joinery", "Textiles", "Brewing", "Engineering", "Interiors", "Print", "Steel", "Catering", "Freight", "Timber"},
			End:        []string{"Ltd.", "plc", "& Sons Ltd."},
			Phone:      digits("+44 20 7946 0%03d", 1000),
		},
		{
			Code:       "DE",
			FirstNames: []string{"Anna", "Jürgen", "Käthe", "Lukas", "Mia", "Björn", "Ursula", "Günther", "Sabine", "Thomas", "Jörg", "Heike", "Stefan", "Renate", "Karl-Heinz", "Bärbel", "Matthias", "Änne", "Özlem", "Claudia"},
			LastNames:  []string{"Müller", "Schmidt", "Schneider", "Fischer", "Weiß", "Wagner", "Becker", "Schäfer", "Köhler", "Groß", "Krüger", "Hofmann", "Jäger", "Schröder", "von der Heide", "Böhm", "Yılmaz", "Lehmann", "Meyer-Lüdenscheid", "Strauß", "Kühn", "Vogel"},
			Titles:     []string{"Einkaufsleiter", "Geschäftsführer", "Geschäftsführerin", "Buchhaltung", "Vertriebsleiterin", "Qualitätsprüfer", "Einkäuferin", "Lagerleiter", "Prokurist"},
			Stems:      []string{"Nordlicht", "Rheinland", "Möwe", "Bärenfels", "Hansa", "Schwarzwald", "Elbtal", "Grünwald", "Süd", "Löwen", "Isar", "Spree"},
			Trades:     []string{"Möbel", "Elektrotechnik", "Logistik", "Maschinenbau", "Büromärkte", "Werkzeuge", "Getränke", "Straßenbau", "Papier", "Gerüstbau"},
			End:        []string{"GmbH", "AG", "GmbH & Co. KG"},
			Phone:      digits("+49 30 23125%03d", 1000),
		},
		{
			Code:       "FR",
			FirstNames: []string{"Élodie", "François", "Hélène", "Jérôme", "Chloé", "Noël", "Amélie", "Loïc", "Benoît", "Geneviève", "Jean-Luc", "Margaux", "Rémi", "Anaïs", "Gaëlle", "Pierre", "Inès", "Théo"},
			LastNames:  []string{"Lefèvre", "Dubois", "Bernard", "Moreau", "Fournier", "Gérard", "Bonnet", "Françoise", "D'Aubigné", "Rousseau", "Le Goff", "Hébert", "Château", "Mercier", "Garçon", "Perrin", "Blanchard", "Guérin", "Noël", "Vidal"},
			Titles:     []string{"Directeur général", "Responsable des achats", "Comptable", "Chef d'équipe", "Acheteuse", "Secrétaire de direction", "Gérante"},
			Stems:      []string{"Atelier Étoile", "Rhône", "Lumière", "Île-de-France", "Provence", "Garonne", "Bâtisseur", "Forêt", "Océan", "Champs", "Béton", "Mistral"},
			Trades:     []string{"Matériaux", "Électricité", "Transports", "Mobilier", "Boulangerie", "Textile", "Énergie", "Imprimerie", "Vins", "Négoce"},
			End:        []string{"SARL", "S.A.", "SAS"},
			Phone: func(r *rand.Rand) string {
				return fmt.Sprintf("+33 1 99 00 %02d %02d", r.IntN(100), r.IntN(100))
			},
		},
		{
			Code:       "SE",
			FirstNames: []string{"Åsa", "Björn", "Märta", "Göran", "Linnéa", "Östen", "Sven", "Ingrid", "Håkan", "Annika", "Gunnel", "Lars", "Pär", "Ebba", "Mårten", "Karin"},
			LastNames:  []string{"Åkesson", "Öberg", "Lindström", "Sjögren", "Nyström", "Bergström", "Hägglund", "Johansson", "Söderberg", "Wikström", "Ångström", "Ekström", "Lundqvist", "Sköld", "Hallström", "Björk"},
			Titles:     []string{"Inköpschef", "Verkställande direktör", "Försäljningschef", "Ekonomiansvarig", "Lagerförman", "Säljare"},
			Stems:      []string{"Norrsken", "Mälardalen", "Björkö", "Göta", "Skåne", "Fjäll", "Vättern", "Öresund", "Tall", "Järn"},
			Trades:     []string{"Trä", "Bygg", "Verktyg", "Möbler", "Frakt", "Stål", "Papper", "Livsmedel", "Elektronik", "Fönster"},
			End:        []string{"AB", "Handelsbolag"},
			Phone:      digits("+46 8 465 004 %02d", 100),
		},
		{
			Code:       "DK",
			FirstNames: []string{"Søren", "Mette", "Jørgen", "Kirsten", "Bjørn", "Åse", "Lærke", "Niels", "Rasmus", "Gitte", "Øjvind", "Freja", "Anders", "Birgitte"},
			LastNames:  []string{"Nielsen", "Sørensen", "Jørgensen", "Kjær", "Østergaard", "Møller", "Bæk", "Christensen", "Højgaard", "Nørgaard", "Ågård", "Thomsen", "Kragh", "Lund-Hansen"},
			Titles:     []string{"Indkøbschef", "Direktør", "Bogholder", "Salgschef", "Værkfører", "Kørselsleder"},
			Stems:      []string{"Øresund", "Jylland", "Havfrue", "Nordsø", "Fyn", "Sjælland", "Limfjord", "Bøge", "Kronborg", "Ægir"},
			Trades:     []string{"Møbler", "Værktøj", "Mejeri", "Transport", "Byg", "Fiskeri", "Papir", "Energi", "Smede", "Køl"},
			End:        []string{"A/S", "ApS"},
			Phone:      digits("+45 32 00 00 %02d", 100),
		},
		{
			Code:       "IT",
			FirstNames: []string{"Giulia", "Niccolò", "Francesca", "Andrea", "Chiara", "Matteo", "Noè", "Sofia", "Alessandro", "Martina", "Luca", "Beatrice", "Gian Carlo", "Elena"},
			LastNames:  []string{"Rossi", "Ferrari", "D'Angelo", "Esposito", "Bianchi", "De Luca", "Nicolò", "Ricci", "Marino", "Dell'Acqua", "Greco", "Cantù", "Fontana", "Lo Verdì", "Conti", "Galli"},
			Titles:     []string{"Responsabile acquisti", "Amministratore delegato", "Contabile", "Direttrice vendite", "Capo magazziniere", "Responsabile qualità"},
			Stems:      []string{"Vesuvio", "Toscana", "Adriatica", "Brera", "Dolomiti", "Città", "Lario", "Serenissima", "Umbria", "Ponente"},
			Trades:     []string{"Arredi", "Ceramiche", "Meccanica", "Tessuti", "Trasporti", "Vini", "Carta", "Impianti", "Legno", "Caffè"},
			End:        []string{"S.r.l.", "S.p.A."},
			Phone:      digits("+39 06 5550 %04d", 10000),
		},
		{
			Code:       "ES",
			FirstNames: []string{"José", "María", "Íñigo", "Begoña", "Jesús", "Lucía", "Andrés", "Sofía", "Ramón", "Inés", "Joaquín", "Núria", "Álvaro", "Encarnación"},
			LastNames:  []string{"García", "Fernández", "Muñoz", "López", "Ibáñez", "Núñez", "Gómez Pérez", "Martín", "Ordóñez", "Jiménez", "de la Peña", "Castaño", "Vázquez", "Güell", "Sáenz", "Rodríguez"},
			Titles:     []string{"Jefe de compras", "Directora general", "Contable", "Jefa de ventas", "Encargado de almacén", "Compañía y logística"},
			Stems:      []string{"Montaña", "Iberia", "Levante", "Cantábrico", "Sol", "Peñalara", "Duero", "Alcázar", "Ebro", "Mediterráneo"},
			Trades:     []string{"Muebles", "Cerámica", "Transportes", "Aceites", "Construcción", "Papel", "Maquinaria", "Diseño", "Viñedos", "Energía"},
			End:        []string{"S.L.", "S.A."},
			Phone:      digits("+34 910 55 %04d", 10000),
		},
		{
			Code:       "NL",
			FirstNames: []string{"Daan", "Anouk", "Sjoerd", "Femke", "Joël", "Marijke", "Bram", "Saskia", "Renée", "Thijs", "Loïs", "Willem", "Geert-Jan", "Noëlle"},
			LastNames:  []string{"de Jong", "van den Berg", "Bakker", "Visser", "Smit", "Meijer", "van 't Hof", "Hendriks", "Dekker", "Brouwer", "Ter Horst", "Kuipers", "Daniëls", "Vermeulen", "Prins", "Coëlho"},
			Titles:     []string{"Inkoper", "Hoofd inkoop", "Directeur", "Boekhouder", "Verkoopleider", "Magazijnchef"},
			Stems:      []string{"Noordzee", "Amstel", "Polder", "Maas", "Zuider", "Tulp", "Veluwe", "Kade", "Geldersche", "Waddenzee"},
			Trades:     []string{"Meubelen", "Techniek", "Transport", "Bloemen", "Bouw", "Zuivel", "Papier", "Scheepvaart", "Verlichting", "Koffie"},
			End:        []string{"B.V.", "N.V."},
			Phone:      digits("+31 20 555 %04d", 10000),
		},
	}
}

// newASCII returns a function that writes a name as in an e-mail
// address.
func newASCII() func(name string) string {
	letters := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "å", "aa", "ø", "oe", "æ", "ae", "ı", "i")
	return func(name string) string {
		return strings.Map(func(r rune) rune {
			if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-') {
				return r
			}
			return -1
		}, norm.NFD.String(letters.Replace(strings.ToLower(name))))
	}
}
