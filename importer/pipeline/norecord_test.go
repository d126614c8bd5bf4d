package pipeline

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/layout"
	"bcimport/mapping"
)

// recognized reads a table of semicolons whose first line is the header and returns
// for each row the reason why it is no record, empty for a record.
func recognized(t *testing.T, text string) []string {
	t.Helper()
	m, err := mapping.Parse("m.yaml", []byte("version: 1\nkey: {column: No., match: number}\nfields: {firstName: First, lastName: Last, email: Mail, primaryPhoneNumber: Phone}\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = ';', -1, true
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := records[0]
	columns, err := m.Bind(header)
	if err != nil {
		t.Fatal(err)
	}
	table := NewTable(header, columns)
	surveyor := layout.NewSurveyor(table)
	rows := make([]importer.Row, len(records)-1)
	for i, cells := range records[1:] {
		rows[i] = importer.Row{Seq: i, Line: i + 2, Record: cells}
		if len(cells) != len(header) {
			rows[i].Problem = importer.MissingCells(4, 5)
		}
		surveyor.Add(i, cells)
	}
	mapper := Map(importer.CustomerContacts(), &listedRows{rows: rows}, columns, mapping.MatchNumber, importer.KeyGUID)
	mapper.Skip(table, surveyor.Layout())
	var reasons []string
	for range rows {
		e, err := mapper.Next()
		if err != nil {
			t.Fatal(err)
		}
		reasons = append(reasons, e.NoRecord.Code)
	}
	return reasons
}

type listedRows struct{ rows []importer.Row }

func (l *listedRows) Next() (importer.Row, error) {
	row := l.rows[0]
	l.rows = l.rows[1:]
	return row, nil
}

// Five records; what is tried stands before the last one, or behind all of them.
const (
	tableHead = "No.;First;Last;Mail;Phone;City;Turnover\n" +
		"CT000001;Anna;Maier;anna@contoso.com;+49 30 1;Berlin;1.200,50\n" +
		"CT000002;Jörg;Groß;joerg@contoso.com;;Berlin;80\n" +
		"CT000003;Ana;Lima;;;Lisboa;0,00\n" +
		"CT000004;Bo;Ek;bo@contoso.com;;Malmö;\n"
	tableLast = "CT000005;Zoë;Quist;zoe@contoso.com;;Malmö;7\n"
)

// more are records that make evidence of a few rows that of a list.
func more() string {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "CT%06d;Eva;Roth;eva%d@contoso.com;;Berlin;%d\n", 100+i, i, i)
	}
	return b.String()
}

// kindOfRow is rows and what they are.
type kindOfRow struct {
	code   string
	behind bool // tried behind the last record
	rows   []string
}

func noRecords() []kindOfRow {
	return []kindOfRow{
		{importer.TotalRow, true, []string{
			"Summe;;;;;;1.280,50", "Gesamt;;;;;;", "Total:;;;;;;1280.5", ";;;;;Summe;1.280,50 EUR", "Gesamtergebnis;5;5;4;1;;1 280,50",
			"Anzahl: 5", "TOTAL;5", ";;;;;I alt;12,5 %", "*** Summe ***;;;;;;€ 12", "Anzahl Kontakte: 5;;;;;;", "Summe 5 ;;;;;;", "Grand Total;;;;;;1,280.50",
			"Razem;;;;;;12", "Celkem;;;;;;12 Kč", "Yhteensä;;;;;;12", "Total général;;;;;;12", "Totaal (5);;;;;;", "Antal;5;;;;;", "Suma;;;;;;12,00", "Součet: 5 ks;;;;;;",
		}},
		{importer.TotalRow, false, []string{
			";;;;;Berlin Ergebnis;1.280,50", ";;;;;Berlin Total;1280.5", "Berlin Summe;;;;;;1.280,50", "Zwischensumme;;;;;;80", "Subtotal Berlin;;;;;;80",
			"Berlin Anzahl;2;;;;;", "Teilergebnis;;;;;;80", "Sous-total;;;;;;80", ";;;;;Sum: 2;", "Delsumma;;;;;;80", "Mezisoučet;;;;;;80", "Subtotale;;;;;;80,00-", "Übertrag Summe;;;;;;80",
		}},
		{importer.GroupRow, false, []string{
			"Berlin;;;;;;", "Filiale 12;;;;;;", "Kunden in Norddeutschland;;;;;;", "Branch:;Berlin;;;;;", ";;;;;Berlin;", "Region Süd", "A - Kunden;;;;;;",
			"Vertreter: Hr. Müller (12);;;;;;", "2. Quartal;;;;;;", "Cuentas activas;;;;;;", "Interessenten;;;;;;", "Liste der Kontakte, Seite 2;;;;;;", "ÖSTERREICH;;;;;;",
		}},
		{importer.RepeatedHeading, false, []string{
			"No.;First;Last;Mail;Phone;City;Turnover", "NO.;FIRST;LAST;MAIL;PHONE;CITY;TURNOVER", " No. ;First ;Last;Mail;Phone;City;Turnover",
			"No.;First;Last;;;;", "No.;First;Last;Mail;Phone;City", "No.;First", ";First;Last;Mail;Phone;City;Turnover", "no.;first;last;mail;phone;city;turnover",
			"No.;;;Mail;;;Turnover", "No.;First;Last;Mail;Phone;City;Turnover;;",
		}},
		{importer.RuledLine, false, []string{
			"--------;-----;-----;-----;------;------;------", "-------------------------------------", "===;===;===;===;===;===;===", "______;;;;;;", "***;***;***;***;***;***;***",
			";---;---;---;---;---;---", "—————;;;;;;", "......;;;;;;", "|---|---|---|", "-+-+-+-;;;;;;", "────────;;;;;;",
		}},
		{importer.FooterRow, true, []string{
			"Stand: 27.11.2026;;;;;;", "Seite 1 von 3;;;;;;", "* geschätzt;;;;;;", "Erstellt von Jörg Groß am 27.11.2026 14:30;;;;;;", "Quelle: Business Central", "Vertraulich;;;;;;",
			"Nur für den internen Gebrauch.;;;;;;", "Page 1 of 3;Contoso AG;;;;;", "© Contoso AG 2026;;;;;;", "Druckdatum 27.11.2026;;;;;;", ";;;;;Stand 27.11.2026;", "Ende der Liste;;;;;;",
			"Printed on:;27.11.2026;;;;;", "End of report", ";Alle Angaben ohne Gewähr und ohne Anspruch auf Vollständigkeit.;;;;;",
		}},
	}
}

// records are rows that look a little like the above and stay rows, so that whatever
// is wrong with them is told.
func records() []string {
	return []string{
		// a good key, whatever stands beside it
		"CT000009;Anna;Total;anna@contoso.com;;;", "CT000009;Total;;;;;", "CT000009;;Summe;;;Summe;12", "CT000009;;Summe GmbH;info@summe.example;;;12", "CT000009;;;;;;", "CT000009;First;Last;Mail;Phone;City;Turnover",
		"CT000009;Berlin;;;;;", "CT000009;***;;;;;", "CT000009;Seite 1 von 3;;;;;", "CT000009;---;---;---;---;---;---",
		// a wrong key that looks like one
		"CT 000009;Anna;;;;;", "CT000O09;;;;;;", "C7000009;;;;;;", "10000;;;;;;", "CT00009X;Summe;;;;;12", "CT 000009;;;;;;", "ct 9;;;;;;", "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10;;;;;;", "anna@contoso.com;;;;;;", "KT-17;;;;;;",
		// no key, and the fields of a person
		";Anna;Total;anna@contoso.com;;;", ";Anna;Maier;;;;", ";;Total;;030 1234567;;", ";;Summe GmbH;info@summe.example;;;", ";;;zoe@contoso.com;;;", ";;;;+49 30 23125867;;", ";Anna;;;;;", ";;Total Energies SE;;;Paris;", ";;Summe;;12345678;;", ";;Maier;;;Berlin;80",
		// a word for a key, and the fields of a person
		"Anna;Maier;;anna@contoso.com;;;", "neu;Anna;Maier;;;;", "unbekannt;;;;;;", "n/a;;;;;;", "Total;Anna;Maier;anna@contoso.com;;Berlin;12", "Summe GmbH;;;info@summe.example;;;", "Anna Maier;;;anna@contoso.com;;;", "new;;;anna@contoso.com;;;", "Berlin;;Maier;;;;", "Sum Ting;Li;;li@contoso.com;;;",
		// damage that has to be told
		"#N/A;;;;;;", "#REF!;Anna;;;;;", "?;Anna;Maier;;;;", "-;Anna;Maier;;;;", "10 000;;;;;;", "0;;;;;;",
	}
}

func TestJudge_RowsThatAreNoRecordsAreToldApart(t *testing.T) {
	t.Parallel()
	caught, all := 0, 0
	for _, l := range noRecords() {
		for i, row := range slices.Concat(l.rows, l.rows) {
			head, at := tableHead, 4
			if i >= len(l.rows) {
				head, at = tableHead+more(), 44
			}
			text := head + row + "\n" + tableLast
			if l.behind {
				text, at = head+tableLast+row+"\n", at+1
			}
			reasons := recognized(t, text)
			all++
			if reasons[at] == l.code {
				caught++
			} else {
				t.Errorf("%q: got %q, want %q", row, reasons[at], l.code)
			}
			for i, reason := range reasons {
				if i != at && reason != "" {
					t.Errorf("beside %q record %d is taken for a %s", row, i, reason)
				}
			}
		}
	}
	t.Logf("%d of %d rows that are no records are caught", caught, all)
}

func TestJudge_WhatIsNotClearStaysARow(t *testing.T) {
	t.Parallel()
	alarms := 0
	for _, row := range records() {
		for i, text := range []string{
			tableHead + row + "\n" + tableLast, tableHead + tableLast + row + "\n",
			tableHead + more() + row + "\n" + tableLast, tableHead + more() + tableLast + row + "\n",
		} {
			if reasons := recognized(t, text); strings.Join(reasons, "") != "" {
				alarms++
				t.Errorf("%q in place %d: taken for no record: %q", row, i, reasons)
			}
		}
	}
	t.Logf("%d false alarms in %d", alarms, 4*len(records()))
}
