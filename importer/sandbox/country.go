package sandbox

import (
	"fmt"
	"math/rand/v2"
)

// country holds what contacts of one country are made of. The telephone numbers
// of US, GB, DE, FR and SE are from the ranges kept for fiction there; the others
// are made up in the national shape.
type country struct {
	code                       string
	firstNames, lastNames      []string
	titles, stems, trades, end []string
	phone                      func(*rand.Rand) string
	ascii                      map[string]string // names as written in addresses
}

// digits returns a phone shape with one number in it from 0 to below limit.
func digits(shape string, limit int) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return fmt.Sprintf(shape, r.IntN(limit)) }
}

// countries returns the countries in the order in which customers are assigned to them.
func countries() []*country {
	all := allCountries()
	plain := newASCII()
	for _, c := range all {
		c.ascii = map[string]string{}
		for _, names := range [][]string{c.firstNames, c.lastNames, c.stems, c.trades} {
			for _, name := range names {
				c.ascii[name] = plain(name)
			}
		}
	}
	return all
}

func allCountries() []*country {
	return []*country{
		{
			code:       "US",
			firstNames: []string{"James", "Mary", "Robert", "Patricia", "Michael", "Linda", "David", "Elizabeth", "William", "Barbara", "Richard", "Susan", "Joseph", "Jessica", "Thomas", "Karen", "Daniel", "Nancy", "Mary-Ann", "DeShawn"},
			lastNames:  []string{"Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Rodriguez", "Martinez", "O'Connor", "Lopez", "Wilson", "Anderson", "Taylor", "Moore", "Jackson", "McDonald", "Lee", "Thompson", "Van Buren", "O'Brien", "Walker"},
			titles:     []string{"Purchasing Manager", "Sales Manager", "Controller", "CEO", "Office Manager", "Plant Manager", "VP Operations", "Buyer"},
			stems:      []string{"Adventure", "Northwind", "Fabrikam", "Cascade", "Lakeside", "Summit", "Blue Ridge", "Pioneer", "Redwood", "Liberty", "Prairie", "Harbor"},
			trades:     []string{"Works", "Traders", "Supply", "Logistics", "Tools", "Foods", "Furniture", "Electric", "Paper", "Health"},
			end:        []string{"Inc.", "LLC", "Corp."},
			phone: func(r *rand.Rand) string {
				return fmt.Sprintf("+1 %d-555-01%02d", []int{206, 212, 312, 415, 425, 512, 617}[r.IntN(7)], r.IntN(100))
			},
		},
		{
			code:       "GB",
			firstNames: []string{"Oliver", "Amelia", "George", "Isla", "Harry", "Ava", "Jack", "Emily", "Alfie", "Sophie", "Charlie", "Grace", "Siân", "Rhys", "Zoë", "Fergus", "Niamh", "Callum"},
			lastNames:  []string{"Clarke", "Hughes", "Evans", "Wright", "Green", "Hall", "Wood", "Harris", "Lewis", "Robinson", "Baker", "Turner", "MacLeod", "O'Neill", "Fletcher", "Brontë", "Smith-Jones", "Ashworth", "Pritchard", "Campbell"},
			titles:     []string{"Purchasing Manager", "Finance Director", "Managing Director", "Sales Executive", "Buyer", "Warehouse Supervisor", "HR Manager"},
			stems:      []string{"Thames", "Kingsway", "Sheffield", "Albion", "Northgate", "Severn", "Cotswold", "Highland", "Mersey", "Camden", "Oakfield", "Pennine"},
			trades:     []string{"Joinery", "Textiles", "Brewing", "Engineering", "Interiors", "Print", "Steel", "Catering", "Freight", "Timber"},
			end:        []string{"Ltd.", "plc", "& Sons Ltd."},
			phone:      digits("+44 20 7946 0%03d", 1000),
		},
		{
			code:       "DE",
			firstNames: []string{"Anna", "Jürgen", "Käthe", "Lukas", "Mia", "Björn", "Ursula", "Günther", "Sabine", "Thomas", "Jörg", "Heike", "Stefan", "Renate", "Karl-Heinz", "Bärbel", "Matthias", "Änne", "Özlem", "Claudia"},
			lastNames:  []string{"Müller", "Schmidt", "Schneider", "Fischer", "Weiß", "Wagner", "Becker", "Schäfer", "Köhler", "Groß", "Krüger", "Hofmann", "Jäger", "Schröder", "von der Heide", "Böhm", "Yılmaz", "Lehmann", "Meyer-Lüdenscheid", "Strauß", "Kühn", "Vogel"},
			titles:     []string{"Einkaufsleiter", "Geschäftsführer", "Geschäftsführerin", "Buchhaltung", "Vertriebsleiterin", "Qualitätsprüfer", "Einkäuferin", "Lagerleiter", "Prokurist"},
			stems:      []string{"Nordlicht", "Rheinland", "Möwe", "Bärenfels", "Hansa", "Schwarzwald", "Elbtal", "Grünwald", "Süd", "Löwen", "Isar", "Spree"},
			trades:     []string{"Möbel", "Elektrotechnik", "Logistik", "Maschinenbau", "Büromärkte", "Werkzeuge", "Getränke", "Straßenbau", "Papier", "Gerüstbau"},
			end:        []string{"GmbH", "AG", "GmbH & Co. KG"},
			phone:      digits("+49 30 23125%03d", 1000),
		},
		{
			code:       "FR",
			firstNames: []string{"Élodie", "François", "Hélène", "Jérôme", "Chloé", "Noël", "Amélie", "Loïc", "Benoît", "Geneviève", "Jean-Luc", "Margaux", "Rémi", "Anaïs", "Gaëlle", "Pierre", "Inès", "Théo"},
			lastNames:  []string{"Lefèvre", "Dubois", "Bernard", "Moreau", "Fournier", "Gérard", "Bonnet", "Françoise", "D'Aubigné", "Rousseau", "Le Goff", "Hébert", "Château", "Mercier", "Garçon", "Perrin", "Blanchard", "Guérin", "Noël", "Vidal"},
			titles:     []string{"Directeur général", "Responsable des achats", "Comptable", "Chef d'équipe", "Acheteuse", "Secrétaire de direction", "Gérante"},
			stems:      []string{"Atelier Étoile", "Rhône", "Lumière", "Île-de-France", "Provence", "Garonne", "Bâtisseur", "Forêt", "Océan", "Champs", "Béton", "Mistral"},
			trades:     []string{"Matériaux", "Électricité", "Transports", "Mobilier", "Boulangerie", "Textile", "Énergie", "Imprimerie", "Vins", "Négoce"},
			end:        []string{"SARL", "S.A.", "SAS"},
			phone: func(r *rand.Rand) string {
				return fmt.Sprintf("+33 1 99 00 %02d %02d", r.IntN(100), r.IntN(100))
			},
		},
		{
			code:       "SE",
			firstNames: []string{"Åsa", "Björn", "Märta", "Göran", "Linnéa", "Östen", "Sven", "Ingrid", "Håkan", "Annika", "Gunnel", "Lars", "Pär", "Ebba", "Mårten", "Karin"},
			lastNames:  []string{"Åkesson", "Öberg", "Lindström", "Sjögren", "Nyström", "Bergström", "Hägglund", "Johansson", "Söderberg", "Wikström", "Ångström", "Ekström", "Lundqvist", "Sköld", "Hallström", "Björk"},
			titles:     []string{"Inköpschef", "Verkställande direktör", "Försäljningschef", "Ekonomiansvarig", "Lagerförman", "Säljare"},
			stems:      []string{"Norrsken", "Mälardalen", "Björkö", "Göta", "Skåne", "Fjäll", "Vättern", "Öresund", "Tall", "Järn"},
			trades:     []string{"Trä", "Bygg", "Verktyg", "Möbler", "Frakt", "Stål", "Papper", "Livsmedel", "Elektronik", "Fönster"},
			end:        []string{"AB", "Handelsbolag"},
			phone:      digits("+46 8 465 004 %02d", 100),
		},
		{
			code:       "DK",
			firstNames: []string{"Søren", "Mette", "Jørgen", "Kirsten", "Bjørn", "Åse", "Lærke", "Niels", "Rasmus", "Gitte", "Øjvind", "Freja", "Anders", "Birgitte"},
			lastNames:  []string{"Nielsen", "Sørensen", "Jørgensen", "Kjær", "Østergaard", "Møller", "Bæk", "Christensen", "Højgaard", "Nørgaard", "Ågård", "Thomsen", "Kragh", "Lund-Hansen"},
			titles:     []string{"Indkøbschef", "Direktør", "Bogholder", "Salgschef", "Værkfører", "Kørselsleder"},
			stems:      []string{"Øresund", "Jylland", "Havfrue", "Nordsø", "Fyn", "Sjælland", "Limfjord", "Bøge", "Kronborg", "Ægir"},
			trades:     []string{"Møbler", "Værktøj", "Mejeri", "Transport", "Byg", "Fiskeri", "Papir", "Energi", "Smede", "Køl"},
			end:        []string{"A/S", "ApS"},
			phone:      digits("+45 32 00 00 %02d", 100),
		},
		{
			code:       "IT",
			firstNames: []string{"Giulia", "Niccolò", "Francesca", "Andrea", "Chiara", "Matteo", "Noè", "Sofia", "Alessandro", "Martina", "Luca", "Beatrice", "Gian Carlo", "Elena"},
			lastNames:  []string{"Rossi", "Ferrari", "D'Angelo", "Esposito", "Bianchi", "De Luca", "Nicolò", "Ricci", "Marino", "Dell'Acqua", "Greco", "Cantù", "Fontana", "Lo Verdì", "Conti", "Galli"},
			titles:     []string{"Responsabile acquisti", "Amministratore delegato", "Contabile", "Direttrice vendite", "Capo magazziniere", "Responsabile qualità"},
			stems:      []string{"Vesuvio", "Toscana", "Adriatica", "Brera", "Dolomiti", "Città", "Lario", "Serenissima", "Umbria", "Ponente"},
			trades:     []string{"Arredi", "Ceramiche", "Meccanica", "Tessuti", "Trasporti", "Vini", "Carta", "Impianti", "Legno", "Caffè"},
			end:        []string{"S.r.l.", "S.p.A."},
			phone:      digits("+39 06 5550 %04d", 10000),
		},
		{
			code:       "ES",
			firstNames: []string{"José", "María", "Íñigo", "Begoña", "Jesús", "Lucía", "Andrés", "Sofía", "Ramón", "Inés", "Joaquín", "Núria", "Álvaro", "Encarnación"},
			lastNames:  []string{"García", "Fernández", "Muñoz", "López", "Ibáñez", "Núñez", "Gómez Pérez", "Martín", "Ordóñez", "Jiménez", "de la Peña", "Castaño", "Vázquez", "Güell", "Sáenz", "Rodríguez"},
			titles:     []string{"Jefe de compras", "Directora general", "Contable", "Jefa de ventas", "Encargado de almacén", "Compañía y logística"},
			stems:      []string{"Montaña", "Iberia", "Levante", "Cantábrico", "Sol", "Peñalara", "Duero", "Alcázar", "Ebro", "Mediterráneo"},
			trades:     []string{"Muebles", "Cerámica", "Transportes", "Aceites", "Construcción", "Papel", "Maquinaria", "Diseño", "Viñedos", "Energía"},
			end:        []string{"S.L.", "S.A."},
			phone:      digits("+34 910 55 %04d", 10000),
		},
		{
			code:       "NL",
			firstNames: []string{"Daan", "Anouk", "Sjoerd", "Femke", "Joël", "Marijke", "Bram", "Saskia", "Renée", "Thijs", "Loïs", "Willem", "Geert-Jan", "Noëlle"},
			lastNames:  []string{"de Jong", "van den Berg", "Bakker", "Visser", "Smit", "Meijer", "van 't Hof", "Hendriks", "Dekker", "Brouwer", "Ter Horst", "Kuipers", "Daniëls", "Vermeulen", "Prins", "Coëlho"},
			titles:     []string{"Inkoper", "Hoofd inkoop", "Directeur", "Boekhouder", "Verkoopleider", "Magazijnchef"},
			stems:      []string{"Noordzee", "Amstel", "Polder", "Maas", "Zuider", "Tulp", "Veluwe", "Kade", "Geldersche", "Waddenzee"},
			trades:     []string{"Meubelen", "Techniek", "Transport", "Bloemen", "Bouw", "Zuivel", "Papier", "Scheepvaart", "Verlichting", "Koffie"},
			end:        []string{"B.V.", "N.V."},
			phone:      digits("+31 20 555 %04d", 10000),
		},
	}
}
