package mapping

import (
	"slices"
	"testing"
)

// judged tells what becomes of one cell against what the record holds: the code that it
// is refused for, or nothing. certain tells that it is refused without the record, too.
func judged(t *testing.T, field, options, cell, held string) (code string, certain bool) {
	t.Helper()
	b := bound(t, "version: 1\nkey: {column: K}\nfields: {"+field+": {column: A"+options+"}}\n", "K", "A")
	edit, refusals := b.Apply([]string{"1", cell})
	if len(refusals) > 0 {
		return refusals[0].Code, true
	}
	if len(edit.Values) == 0 || edit.Values[0].Text == held {
		return "", false
	}
	text := edit.Values[0].Text
	for _, s := range edit.Suspects {
		if !s.Excused(text, held) {
			return s.Code, s.Sure
		}
	}
	if held != "" && slices.Contains(edit.Guarded, field) {
		if d, damaged := AgainstRecord(contacts().Find(field), text, held); damaged {
			return d.Code, false
		}
	}
	return "", false
}

// cell is one text in a table: what stands in it and what the record holds.
type cell struct{ field, text, held string }

func TestDamage_EachRuleCatchesAndLeavesAlone(t *testing.T) {
	t.Parallel()
	const last, first, title, phone, mail = "lastName", "firstName", "professionalTitle", "primaryPhoneNumber", "email"
	for name, rule := range map[string]struct {
		code           string
		damaged, sound []cell
	}{
		"UTF-8 read twice": {CodeEncoding, []cell{
			{last, "GroÃŸ", "Groß"}, {last, "SchrÃ¶der", ""}, {last, "MÃ¼ller", "Maier"}, {first, "JosÃ©", ""}, {last, "Ã–zdemir", ""}, {last, "Ã…kesson", ""},
			{last, "BjÃ¶rk", "Björk"}, {title, "GeschÃ¤ftsfÃ¼hrer", ""}, {last, "Oâ€™Brien", "O'Brien"}, {title, "Einkauf â€“ SÃ¼d", ""}, {last, "GroÃƒÅ¸", ""}, {last, "KowalczykÅ‚", ""},
			{last, "ÄŒech", ""}, {last, "YÄ±lmaz", "Yılmaz"}, {last, "Ð˜Ð²Ð°Ð½Ð¾Ð²", ""}, {last, "Р\u0098РІР°РЅРѕРІ", ""}, {last, "GroГџ", ""}, {last, "Gro├ƒ", ""}, {last, "M├╝ller", ""}, {last, "M√ºller", ""},
			{last, "Gro√ü", ""}, {last, "Ĺ‚ukasz", ""}, {title, "DirectriceÂ\u00a0gÃ©nÃ©rale", ""}, {last, "MÃœLLER", ""}, {last, "KÃ–HLER", ""}, {title, "ï»¿Einkauf", ""}, {last, "Î\u00a0Î±Ï€Î±Î´ÏŒÏ€Î¿Ï…Î»Î¿Ï‚", ""},
			{last, "SÃ¸rensen", ""}, {last, "GarcÃ\u00ada", ""}, {first, "ZoÃ«", ""}, {first, "FranÃ§ois", ""},
			{last, "GROÃŸ", ""}, {first, "Nguyá»…n", ""}, {last, "Ãˆve", ""}, {last, "È˜tefan", ""}, {last, "├ûzdemir", ""}, {last, "Nguyß╗àn", ""}, {last, "–ò–≤–∞–Ω–æ–≤", ""}, {last, "╨ÿ╨▓╨░╨╜╨╛╨▓", ""},
		}, []cell{
			{title, "«École»", ""}, {title, "Ventes–Études", ""}, {title, "«Über uns»", ""}, {title, "«Änderung»", ""}, {title, "Sales—Éire", ""}, {title, "«manhã»", ""}, {title, "IRMÃ®", ""}, {title, "LÃ®", ""}, {last, "Œé", ""},
			{title, "amanhã…", ""}, {last, "Сёмин", ""}, {last, "РУСЬ", ""}, {last, "ŠŤASTNÝ", ""}, {last, "山田太郎", ""}, {last, "محمد", ""}, {last, "ĐOKOVIĆ", ""}, {last, "ÎNTREPRINDERE ŞTEFĂNESCU", ""},
			{last, "Groß", "Gross"}, {last, "JOÃO", ""}, {last, "MAÇÃ", ""}, {last, "«IRMû", ""}, {last, "SÃO TOMÉ", ""}, {last, "AMANHÃ…", ""}, {last, "Ñuñez", ""}, {last, "ÅÄÖ", ""},
			{last, "Þórður", ""}, {last, "Đặng", ""}, {last, "Nguyễn Văn Â", ""}, {last, "Château", ""}, {last, "CAFÉ’S", ""}, {last, "БЕРЁЗА", ""}, {last, "Серёжа Рыков", ""}, {last, "Αθανάσιος", ""},
			{last, "VÝŠE", ""}, {last, "Šťastný", ""}, {title, "Chef d’équipe", ""}, {title, "Nº 1 em São Paulo", ""}, {last, "İÇÖZ", ""}, {last, "Ærø", ""}, {title, "20 °C – Kälte", ""}, {last, "ÖÄ", ""},
			{title, "TRÄ–BYGG", ""}, {last, "Łukasiewicz", ""}, {last, "GÅRD’S", ""}, {last, "GroÃŸ", "GroÃŸ"}, {last, "SchrÃ¶der", "GroÃŸ"},
		}},
		"stand-ins for letters": {CodeEncoding, []cell{
			{last, "Y?lmaz", "Yılmaz"}, {last, "M?ller", ""}, {last, "?zdemir", ""}, {first, "J?rg", "Jörg"}, {last, "M_ller", "Müller"}, {last, "Mller", "Müller"}, {last, "Gro??", "Groß"}, {first, "Jos?", "José"},
			{last, "M³ller", ""}, {last, "J÷rgensen", ""}, {last, "Stra▀e", ""}, {last, "M¸ller", ""}, {last, "Gesch\ufffdft", ""}, {title, "Gesch¿ftsf¿hrer", ""}, {last, "M\u0081ller", ""}, {last, "Sk*ld", "Sköld"}, {last, "Y¤lmaz", ""},
		}, []cell{
			{title, "Who is next?", ""}, {title, "Head of What?", "Head"}, {title, "¿Quién?", ""}, {last, "Muller", "Müller"}, {last, "Yilmaz", "Yılmaz"}, {last, "O’Brien", "O'Brien"}, {last, "Mueller", "Müller"}, {title, "R&D", ""},
			{last, "Maier", "Müller"}, {title, "CO²-Beauftragter", ""}, {title, "Area (m²)", ""}, {title, "Sales – EMEA", ""}, {title, "5 ½ Tage", ""}, {last, "Ö", "Öz"}, {last, "Meyer-Groß", "Meyer Groß"}, {title, "L·L", ""}, {last, "Y?lmaz", "Y?lmaz"},
			{title, "C++ ?", ""}, {mail, "a?b@contoso.com", ""},
		}},
		"another code page": {CodeEncoding, []cell{
			{last, "Iþýk", "Işık"}, {last, "Þahin", "Şahin"}, {last, "Yýlmaz", "Yılmaz"}, {last, "Dvoøák", "Dvořák"}, {last, "Nìmec", "Němec"}, {last, "Èerný", "Černý"}, {last, "Èech", "Čech"}, {last, "Îçãåí", "Озген"},
			{last, "Èâàíîâ", ""}, {last, "ÈÂÀÍÎÂ", ""}, {last, "Ïåòðîâ Èâàí", ""}, {last, "Mï¿½ller", ""}, {last, "M&uuml;ller", ""}, {last, "M&#252;ller", ""}, {title, "R&amp;D", ""}, {last, "M%C3%BCller", ""}, {last, `M\u00fcller`, ""},
			{title, "Einkauf_x000D_Vertrieb", ""}, {last, "Schr”der", ""}, {last, "J”rg", ""}, {last, "M„rz", ""}, {last, "M?LLER", ""}, {last, "M ller", "Müller"}, {last, "M-ller", "Müller"}, {last, "Y1lmaz", "Yılmaz"}, {first, "ï¿½zdemir", ""},
		}, []cell{
			{last, "Işık", "Iþýk"}, {last, "Dvořák", "Dvoøák"}, {last, "Yılmaz", "Yýlmaz"}, {last, "Groß", "Groá"}, {last, "Þór", "Jón"}, {last, "Løvås", "Lavås"}, {last, "Müller", "M ller"}, {title, "ÄÖÜ", ""}, {last, "Æøå", ""},
			{title, "Q&A; Support", ""}, {title, "R&D", ""}, {title, "100 % Quality", ""}, {title, `a\b`, ""}, {title, "“Rock”n”Roll”", ""}, {last, "O”Brien", ""}, {title, "Q?A", ""}, {title, "Vertrieb•süd", ""}, {title, "Einkauf→vertrieb", ""}, {title, "a×b", ""},
			{title, "Lead🚀team", ""}, {title, "I♥ny", ""}, {last, "Anna Lena", "Annaélena"}, {last, "Èva", "Eva"}, {title, "What?No", ""},
		}},
		"dates": {CodeSpreadsheet, []cell{
			{last, "2026-05-01", "Groß"}, {last, "01.05.2026", ""}, {title, "5/1/2026", "Buyer"}, {title, "1. Mai", ""}, {title, "Mai 26", ""}, {title, "Jan-26", ""}, {title, "01-May", ""}, {last, "2026-05-01 00:00:00", ""}, {first, "1.5.26", ""},
			{phone, "2030-12-25", ""}, {phone, "01.05.2026", "+49 30 1"}, {title, "2026-05-01T00:00:00Z", ""}, {title, "Mär 03", ""}, {title, "1-sept", ""},
			{title, "14:30:00", ""}, {title, "14:30", ""}, {title, "1899-12-31", ""}, {title, "5/1/2026 2:30 PM", ""}, {title, "2026-05-01T00:00:00+02:00", ""}, {title, "May 1, 2026", ""}, {title, "Freitag, 1. Mai 2026", ""},
			{title, "1er mai 2026", ""}, {title, "1 de mayo de 2026", ""}, {title, "1. máj", ""}, {title, "kwi-26", ""}, {title, "01.05.", ""}, {title, "05/2026", ""}, {title, "2026年5月1日", ""}, {title, "1 мая 2026", ""},
		}, []cell{
			{title, "9/11", ""}, {title, "50/50", ""}, {title, "1/2", ""}, {title, "1. Vorsitzender", ""}, {title, "1. Maischberger", ""}, {title, "May 2026 Hire", ""}, {title, "Jahrgang 2026", ""}, {title, "Team 14:30", ""}, {phone, "030 2312.5867", ""},
			{title, "2026-06-02", "2026-05-01"}, {last, "May", ""}, {first, "April", ""}, {first, "June", ""}, {last, "Mai", ""}, {title, "Jan", ""}, {title, "Head of 2026 planning", ""}, {title, "Q1 2026", ""}, {last, "August", ""},
			{phone, "01 05 20 26 30", ""}, {phone, "01.05.20.26.30", ""}, {title, "24/7 Support", ""}, {last, "Maier", ""}, {title, "Sales 3.0", ""}, {last, "Marz", ""},
		}},
		"truth values": {CodeSpreadsheet, []cell{
			{title, "TRUE", ""}, {last, "WAHR", "Groß"}, {title, "FALSE", ""}, {title, "FALSCH", ""}, {title, "VRAI", ""}, {title, "FAUX", ""}, {title, "VERDADERO", ""}, {title, "FALSO", ""}, {title, "VERO", "Capo"}, {title, "ONWAAR", ""}, {title, "FALSK", ""}, {title, "PRAWDA", ""}, {title, "true", ""}, {last, "false", ""}, {title, "True", ""}, {last, "TOSI", "Rossi"},
		}, []cell{
			{last, "TOSI", ""}, {last, "SAND", "MEYER"}, {last, "FALSO", "ROSSI"}, {first, "VERO", ""},
			{last, "True", ""}, {first, "Vero", ""}, {last, "Sand", ""}, {last, "SAND", "Sand"}, {last, "Tosi", ""}, {last, "TOSI", "Tosi"}, {last, "Faux", ""}, {title, "FALSE", "TRUE"}, {last, "Wahr", ""}, {title, "True North Lead", ""}, {last, "Waar", ""},
		}},
		"numbers": {CodeSpreadsheet, []cell{
			{last, "46143", "Groß"}, {title, "1", ""}, {title, "3,5", ""}, {title, "1.234,56", ""}, {first, "-12", ""}, {title, "0", ""}, {title, "50%", ""}, {last, "1 000", ""}, {title, "12.5", "Buyer"}, {last, "123456789", ""}, {title, "4,93023E+11", ""}, {title, "$1,234", ""}, {title, "€12", ""}, {title, "+5", ""},
		}, []cell{
			{title, "1020", "1010"}, {title, "Level 3", ""}, {title, "2nd Line", ""}, {title, "3D-Druck", ""}, {last, "Müller 2", ""}, {title, "#1", ""}, {phone, "030 23125867", ""}, {title, "1&1", ""}, {title, "24/7", ""}, {title, "No. 5", ""}, {title, "007a", ""},
		}},
		"formulas": {CodeSpreadsheet, []cell{
			{title, "=A1", ""}, {title, "=SUM(B2:B9)", ""}, {last, "=Tabelle2!A1", ""}, {title, "=$B$7", ""}, {title, "=\"a\"&B2", ""}, {title, "=1+1", ""}, {title, "=SVERWEIS(A2;B:C;2;0)", ""}, {title, "='Sheet 2'!A1", ""}, {title, "=HYPERLINK(\"x\";\"y\")", ""}, {title, "=-A1", ""}, {title, "=@A1", ""}, {title, "=(A1+B1)", ""}, {title, "={1;2}", ""}, {title, "=WAHR()", ""}, {title, "Err:508", ""}, {title, "Fehler:502", ""}, {title, "=A1&\" \"&B1", ""},
		}, []cell{
			{title, "=B2B", ""}, {title, "=Q3 Planung", ""}, {title, "=M1 Lead", ""}, {title, "=(Leitung)", ""}, {title, "=1. Leiter", ""}, {title, "Err", ""}, {last, "Fehler", ""},
			{title, "=Boss", ""}, {title, "=> Leitung", ""}, {title, "= Chef", ""}, {title, "a=b", ""}, {title, "=\"Einkauf\"", ""}, {phone, "=\"+49 30 23125867\"", ""}, {phone, "=(\"030 23125867\")", ""}, {title, "==", "=="}, {title, "'=Boss", ""}, {title, "=A1", "=B1"},
		}},
		"placeholders": {CodePlaceholder, []cell{
			{last, "n/a", ""}, {last, "N/A", "Groß"}, {title, "NULL", ""}, {title, "null", ""}, {title, "-", ""}, {title, "--", ""}, {title, "k.A.", ""}, {title, "unbekannt", ""}, {title, "???", ""}, {title, "#", ""}, {phone, "0", ""}, {phone, "00000", ""}, {phone, "-", ""}, {mail, "n/a", ""}, {mail, "-", ""},
			{mail, "keine", ""}, {phone, "n/a", ""}, {phone, "unbekannt", ""}, {title, "None", ""}, {title, "xxx", ""}, {title, "tbd", ""}, {title, "inconnu", ""}, {title, "geen", ""}, {title, "…", ""}, {first, "Null", ""}, {title, "Keine Angabe", ""},
			{title, "n/a ", ""}, {title, "o. A.", ""}, {title, "fehlt", ""}, {title, "ej angivet", ""}, {title, "ikke oplyst", ""}, {title, "ei tietoa", ""}, {title, "brak", ""}, {title, "nezadáno", ""}, {title, "não informado", ""}, {title, "[object Object]", ""},
			{title, "None None", ""}, {last, "GEEN", ""}, {last, "unbekannt", ""}, {phone, "0000000", ""}, {phone, "999999999", ""},
		}, []cell{
			{last, "None", ""}, {last, "Geen", ""}, {last, "Ingen", ""}, {last, "Keine", ""}, {last, "Yok", ""}, {first, "None", ""}, {last, "Nessuno", ""}, {last, "Brak", ""}, {last, "NULL", "Null"}, {phone, "22 22 22 22", ""}, {phone, "77777777", ""},
			{last, "Null", ""}, {last, "Nan", ""}, {first, "Tom", ""}, {last, "Blank", ""}, {last, "Leer", ""}, {last, "X", ""}, {last, "Na", ""}, {first, "Nil", ""}, {title, "#1", ""}, {title, "n/a", "NULL"}, {title, "-", "-"}, {last, "Unger", ""}, {title, "Head of None-Food", ""}, {phone, "110", ""}, {last, "Ng", ""}, {last, "O", ""}, {title, "C#", ""},
		}},
		"line breaks": {CodeSpreadsheet, []cell{
			{last, "Gro\nß", ""}, {last, "Groß\nSchmidt", ""}, {title, "Einkauf\nVertrieb", ""}, {title, "a\r\nb", ""}, {phone, "+49 30 1\n+49 30 2", ""}, {mail, "a@b.de\nc@d.de", ""}, {first, "Anna\u2028Lena", ""}, {title, "a\vb", ""}, {last, "A\n\nB", ""}, {first, "J\nP", ""},
		}, []cell{
			{last, "Groß\n", "x"}, {last, "\nGroß", "x"}, {title, "a b", ""}, {title, "a / b", ""}, {title, "c\nd", "a\nb"}, {last, " Groß ", "x"}, {phone, "+49 30 1\n", ""}, {mail, "a@b.de\n", ""}, {title, "a; b", ""}, {title, "a\tb", ""},
		}},
		"phones": {CodeSpreadsheet, []cell{
			{phone, "3023125867", "+49 30 23125867"}, {phone, "3023125867", "030 23125867"}, {phone, "493023125867", "+49 30 23125867"}, {phone, "493023125867", "0049 30 23125867"}, {phone, "3023125999", "+49 30 23125867"}, {phone, "493023125999", "+49 30 23125867"},
			{phone, "199001234", "+33 1 99 00 56 78"}, {phone, "84650041", "+46 8 465 004 12"}, {phone, "2079460123", "+44 20 7946 0999"}, {phone, "302-3125", "(030) 23125"}, {phone, "655501234", "+39 06 5550 1234"}, {phone, "3023125111", "030 23125867"}, {phone, "4.93E+11", "+49 30 1"},
			{phone, "442079460123", "+44 20 7946 0999"}, {phone, "3023125867.0", "+49 30 23125867"}, {phone, "3023125867,00", ""}, {phone, "-23125837", ""}, {phone, "4532000002", "+45 32 00 00 01"}, {phone, "4722123456", "+47 22 12 34 00"},
		}, []cell{
			{phone, "030 23125867", "+49 30 23125867"}, {phone, "+49 30 23125999", "+49 30 23125867"}, {phone, "32000001", "+45 32 00 00 99"}, {phone, "32000001", "+45 32 00 00 01"}, {phone, "2065550123", "+1 206-555-0100"}, {phone, "0655501234", "+39 06 5550 9999"}, {phone, "03023125", "030 23125"},
			{phone, "110", "+49 30 23125867"}, {phone, "3023125", "3023125"}, {phone, "3023125867", ""}, {phone, "0049 30 23125867", "+49 30 23125867"}, {phone, "112", "0112"}, {phone, "612345678", "+34 612 345 600"}, {phone, "22123456", "+47 22 12 34 00"}, {phone, "(030) 23125867", "030 1111111"},
			{phone, "3901234567", "+39 06 5550 9999"}, {phone, "800123456", "+420 800 123 456"}, {phone, "116117", "+49 30 23125867"}, {phone, "2065550123", "(206) 555-0123"}, {phone, "12345", "+49 30 23125867"}, {phone, "32.00.00.00", "+45 32 00 00 99"},
		}},
		"addresses with more": {"invalid_email", []cell{
			{mail, "Jörg Groß <joerg@nordlicht.example>", ""}, {mail, "mailto:a@contoso.com", ""}, {mail, "MAILTO:a@contoso.com", ""}, {mail, "<a@contoso.com>", ""}, {mail, "\"Berg, Anna\" <a@contoso.com>", ""}, {mail, "a@contoso.com <a@contoso.com>", ""},
			{mail, "mailto:a@contoso.com?subject=x", ""}, {mail, "Anna <a@contoso.com>; Bo <b@contoso.com>", ""}, {mail, "a@contoso.com<mailto:a@contoso.com>", ""}, {mail, "Anna<a@contoso.com>", ""},
		}, []cell{
			{mail, "a@contoso.com", ""}, {mail, "a@contoso.com; b@contoso.com", ""}, {mail, "o'brien@contoso.com", ""}, {mail, "a+b@contoso.com", ""}, {mail, " a@contoso.com ", ""}, {mail, "jörg@contoso.com", ""}, {mail, "a@[192.0.2.1]", ""}, {mail, "a(b)@contoso.com", ""}, {mail, "mailto@contoso.com", ""}, {mail, "A@CONTOSO.COM", ""},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, c := range rule.damaged {
				if code, _ := judged(t, c.field, "", c.text, c.held); code != rule.code {
					t.Errorf("damaged %s %q where the record has %q: %q", c.field, c.text, c.held, code)
				}
				if code, _ := judged(t, c.field, ", accept_damaged: true, validate: server", c.text, c.held); code != "" {
					t.Errorf("%s %q though accepted: %q", c.field, c.text, code)
				}
			}
			for _, c := range rule.sound {
				if code, _ := judged(t, c.field, "", c.text, c.held); code != "" {
					t.Errorf("sound %s %q where the record has %q: %q", c.field, c.text, c.held, code)
				}
			}
			t.Logf("%d damaged, %d sound", len(rule.damaged), len(rule.sound))
		})
	}
}

func TestRepair_IsATransform(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"GroÃŸ": `"Groß"`, "Groß": `"Groß"`, "GroÃƒÅ¸": `"Groß"`, "JOÃO": `"JOÃO"`} {
		if got := applied(t, "lastName", ", transform: [repair]", cell); got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
	if code, _ := judged(t, "lastName", ", transform: [title]", "GroÃŸ", ""); code != CodeEncoding {
		t.Errorf("a capital hides the damage: %q", code)
	}
}

// TestDamage_NoneInWhatTheMappingWrites: who writes values into the mapping means them.
func TestDamage_NoneInWhatTheMappingWrites(t *testing.T) {
	t.Parallel()
	if code, _ := judged(t, "professionalTitle", `, values: {"leer": "-"}`, "leer", "Buyer"); code != "" {
		t.Errorf("a value of the mapping is refused: %q", code)
	}
	if code, _ := judged(t, "professionalTitle", `, values: {"leer": "-"}`, "--", "Buyer"); code != CodePlaceholder {
		t.Errorf("a value beside them passes: %q", code)
	}
}

func BenchmarkApply_FiveFields(b *testing.B) {
	m, err := Parse("m.yaml", []byte("version: 1\nkey: {column: K}\nfields: {lastName: L, firstName: F, professionalTitle: T, email: E, primaryPhoneNumber: P}\n"))
	if err != nil {
		b.Fatal(err)
	}
	columns, err := m.Bind([]string{"K", "L", "F", "T", "E", "P"})
	if err != nil {
		b.Fatal(err)
	}
	for name, record := range map[string][]string{
		"ascii":    {"CONT00021", "Meyer", "Anna", "Purchasing Manager", "anna.meyer@contoso.example", "+49 30 23125867"},
		"accented": {"CONT00021", "Müller", "Jörg", "Geschäftsführer", "joerg.mueller@contoso.example", "030 23125867"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				columns.Apply(record)
			}
		})
	}
}
