// Makes files that are refused with SheetJS 0.18.5 (npm xlsx).
const X = require("xlsx");
const ws = X.utils.aoa_to_sheet([["Kontaktnr.", "Nachname"], ["CONT00021", "Groß"]]), wb = X.utils.book_new();
X.utils.book_append_sheet(wb, ws, "Kontakte");
for (const [bookType, file] of [["xlsb", ".xlsb"], ["biff8", ".xls"], ["biff5", "-95.xls"], ["biff2", "-2.xls"], ["sylk", ".slk"], ["html", "-html.xls"]])
  X.writeFile(wb, "sheetjs" + file, { bookType });
