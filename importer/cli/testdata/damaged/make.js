// Makes exceljs.xlsx (exceljs 4.4.0) and sheetjs.xlsx (xlsx 0.18.5) of list.json.
const fs = require("fs"), ExcelJS = require("exceljs"), XLSX = require("xlsx");
const list = JSON.parse(fs.readFileSync("list.json", "utf8"));
const day = (text) => new Date(text + "T00:00:00Z");
const book = new ExcelJS.Workbook(), other = XLSX.utils.book_new();
for (const { name, rows } of list) {
  const sheet = book.addWorksheet(name), cells = {};
  rows.forEach((row, r) => row.forEach((value, c) => {
    const cell = sheet.getCell(r + 1, c + 1), at = XLSX.utils.encode_cell({ r, c });
    if (typeof value === "string") { cell.value = value; cells[at] = { t: "s", v: value }; }
    else if ("date" in value) { cell.value = day(value.date); cell.numFmt = "dd.mm.yyyy"; cells[at] = { t: "n", v: day(value.date) / 864e5 + 25569, z: "dd.mm.yyyy" }; }
    else if ("error" in value) { cell.value = { error: value.error }; cells[at] = { t: "e", v: 0x2a, w: value.error }; }
    else { const v = Object.values(value)[0]; cell.value = v; cells[at] = { t: typeof v === "boolean" ? "b" : "n", v }; }
  }));
  cells["!ref"] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length - 1, c: 5 } });
  XLSX.utils.book_append_sheet(other, cells, name);
}
XLSX.writeFile(other, "sheetjs.xlsx", { compression: true, bookSST: true });
book.xlsx.writeFile("exceljs.xlsx");
