# Makes openpyxl.xlsx (openpyxl 3.0.9) and xlsxwriter.xlsx (XlsxWriter 3.0.2), Debian's
# python3-openpyxl and python3-xlsxwriter: the same table as Excel users have it.
import datetime
D, T = datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 18, 0, 0)
HEADER = ["Kontaktnr.", "Nachname", "Telefon", "Seit", "Aktiv", "Position", "Betrag"]

from openpyxl import Workbook
from openpyxl.comments import Comment
wb = Workbook(); ws = wb.active; ws.title = "Info"; ws["A1"] = "Stand: März"
ws = wb.create_sheet("Kontakte")
ws["A1"] = "Kontakte, Änderungen"; ws.merge_cells("A1:C1")
for i, h in enumerate(HEADER): ws.cell(3, i + 1, h)
ws.append(["CT000123", "Müller", 4915112345678, D, True, "Einkauf", 1234.5]); ws["D4"].number_format = "DD.MM.YYYY"
ws.append(["CT000124", "Žluťoučký\nzweite Zeile", 302312512, T, False, None, "=1/0"]); ws["C5"].number_format = "00000000000"
ws.merge_cells("F4:F5")
ws.append(['="CT"&"000125"', "Łukasz & Søn <x>", "+49 30 1", datetime.time(6, 0), None, "=TODAY()", 0.1 + 0.2])
ws.append([None] * 7)
ws.append(["CT000126", " lead", "'+49", None, None, "😀", 1e20])
ws.row_dimensions[6].hidden = True
ws["B4"].hyperlink = "mailto:a@b.c"; ws["B4"].comment = Comment("Notiz", "ich")
wb.save("openpyxl.xlsx")

import xlsxwriter
wb = xlsxwriter.Workbook("xlsxwriter.xlsx"); wb.add_worksheet("Info").write("A1", "Stand: März"); ws = wb.add_worksheet("Kontakte")
day, padded, bold, hours = (wb.add_format(f) for f in ({"num_format": "dd.mm.yyyy"}, {"num_format": "00000000000"}, {"bold": 1}, {"num_format": "[h]:mm"}))
ws.merge_range("A1:C1", "Kontakte, Änderungen", bold)
ws.write_row("A3", HEADER)
ws.write_row("A4", ["CT000123", "Müller", 4915112345678]); ws.write_datetime("D4", D, day); ws.write_boolean("E4", True); ws.merge_range("F4:F5", "Einkauf", bold); ws.write("G4", 1234.5)
ws.write_row("A5", ["CT000124", "Žluťoučký\nzweite Zeile"]); ws.write("C5", 302312512, padded); ws.write_datetime("D5", T, wb.add_format({"num_format": "dd/mm/yy hh:mm"})); ws.write_boolean("E5", False); ws.write_formula("G5", "=1/0", None, "#DIV/0!")
ws.set_row(5, None, None, {"hidden": True})
ws.write_formula("A6", '="CT"&"000125"', None, "CT000125"); ws.write("B6", "Łukasz & Søn <x>"); ws.write("C6", "+49 30 1"); ws.write("D6", 0.25, hours); ws.write_formula("F6", '=A1&""', None, ""); ws.write("G6", 0.1 + 0.2)
ws.write("A8", "CT000126"); ws.write("B8", " lead"); ws.write("C8", "'+49"); ws.write_rich_string("F8", "a ", bold, "fett", " b"); ws.write("G8", 1e20)
wb.close()
