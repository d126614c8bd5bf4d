// Makes exceljs.xlsx with exceljs 4.4.0 (npm): the table of make.py.
const ExcelJS = require("exceljs");
const wb = new ExcelJS.Workbook();
wb.addWorksheet("Info").getCell("A1").value = "Stand: März";
const ws = wb.addWorksheet("Kontakte");
ws.getCell("A1").value = "Kontakte, Änderungen"; ws.mergeCells("A1:C1");
ws.getRow(3).values = ["Kontaktnr.", "Nachname", "Telefon", "Seit", "Aktiv", "Position", "Betrag"];
ws.getRow(4).values = ["CT000123", "Müller", 4915112345678, new Date(Date.UTC(2024, 1, 29)), true, "Einkauf", 1234.5];
ws.getRow(5).values = ["CT000124", "Žluťoučký\nzweite Zeile", 302312512, new Date(Date.UTC(2024, 1, 29, 18)), false, null, { formula: "1/0", result: { error: "#DIV/0!" } }];
ws.getCell("C5").numFmt = "00000000000"; ws.getCell("D4").numFmt = "dd.mm.yyyy"; ws.mergeCells("F4:F5");
ws.getRow(6).values = [{ formula: '"CT"&"000125"', result: "CT000125" }, "Łukasz & Søn <x>", "+49 30 1", null, null, { formula: "TODAY()" }, 0.1 + 0.2]; ws.getRow(6).hidden = true;
ws.getRow(8).values = ["CT000126", " lead", "'+49", null, null, { richText: [{ text: "a " }, { font: { bold: true }, text: "fett" }] }, 1e20];
wb.xlsx.writeFile("exceljs.xlsx");
