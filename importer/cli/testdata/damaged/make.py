# Makes list.json from sound.csv: the sheet "sound" and one for each kind of damage, and of
# it openpyxl.xlsx (openpyxl 3.0.9, Debian's python3-openpyxl). make.js reads
# list.json and makes the same workbook with other programs; libreoffice.xlsx is what LibreOffice
# 7.4 makes of openpyxl.xlsx: soffice --headless --convert-to xlsx --outdir FOLDER openpyxl.xlsx
import csv, datetime, json, re, unicodedata

HEADER = ["Kontaktnr.", "Vorname", "Nachname", "E-Mail", "Position", "Telefon"]
KEY, FIRST, LAST, MAIL, TITLE, PHONE = range(6)
TEXT = (FIRST, LAST, TITLE)
rows = list(csv.reader(open("sound.csv", encoding="utf-8"), delimiter=";"))[1:]

def each(columns, change):
    """Damages one cell a row, so that none is left alone because of another: of the
    columns in turn, of those where the change is one."""
    table = []
    for r, row in enumerate(rows):
        row = list(row)
        for i in range(len(columns)):
            c = columns[(r + i) % len(columns)]
            if change(row[c]) != row[c]:
                row[c] = change(row[c])
                break
        table.append(row)
    return table

def mojibake(text):
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode("utf-8"))

def stand_in(sign):
    return lambda text: "".join(sign if ord(c) > 127 else c for c in text)

def broken(text):
    at = text.find(" ")
    return text[:at] + "\n" + text[at + 1:] if at > 0 else text[:3] + "\n" + text[3:]

def national(text):
    return re.sub(r"^\+\d+ ", "", text).replace(" ", "")

def typed(kind, value):
    return lambda _: {kind: value}

KINDS = {
    "sound": rows,
    "mojibake": each(TEXT, mojibake),
    "twice": each(TEXT, lambda t: mojibake(mojibake(t))),
    "question": each(TEXT, stand_in("?")),
    "underscore": each(TEXT, stand_in("_")),
    "lost": each(TEXT, stand_in("\ufffd")),
    "dropped": each(TEXT, stand_in("")),
    "formula": each((PHONE, TITLE), lambda t: '="%s"' % t),
    "date": each((TITLE, PHONE), typed("date", "2024-03-12")),
    "date as text": each((TITLE, LAST), lambda _: "12.03.2024"),
    "true": each((TITLE, FIRST), typed("bool", True)),
    "number": each((TITLE, LAST), typed("number", 42)),
    "serial": each((TITLE,), typed("number", 45363)),
    "na": each(TEXT + (PHONE,), lambda _: "n/a"),
    "null": each(TEXT, lambda _: "NULL"),
    "dash": each(TEXT + (PHONE,), lambda _: "-"),
    "error": each(TEXT + (PHONE, MAIL), typed("error", "#N/A")),
    "line break": each(TEXT, broken),
    "no zero": each((PHONE,), lambda t: {"number": int(national(t))}),
    "no plus": each((PHONE,), lambda t: {"number": int(t[1:].replace(" ", ""))}),
    "no country": each((PHONE,), lambda t: "0" + national(t)),
    "exponent": each((PHONE,), lambda t: "4,93023E+11"),
    "name and mail": [[c if i != MAIL else "%s %s <%s>" % (row[FIRST], row[LAST], c) for i, c in enumerate(row)] for row in rows],
    "mailto": each((MAIL,), lambda t: "mailto:" + t),
    "outer": each(TEXT + (MAIL, PHONE, KEY), lambda t: "  " + t + " "),
    "no-break": each(TEXT + (MAIL, PHONE), lambda t: "\u00a0" + t.replace(" ", "\u00a0") + "\u00a0"),
    "narrow": each(TEXT + (PHONE,), lambda t: t.replace(" ", "\u202f")),
    "zero-width": each(TEXT + (MAIL, PHONE, KEY), lambda t: "\u200b" + t + "\u200b"),
    "double": each(TEXT + (PHONE,), lambda t: t.replace(" ", "  ") + "  "),
    "decomposed": each(TEXT, lambda t: unicodedata.normalize("NFD", t)),
    "other phone": each((PHONE,), lambda t: "00" + re.sub(r"^(\d+) (\d+) ", r"\1 (\2) ", t[1:]).replace(" ", "-")),
}
json.dump([{"name": name, "rows": [HEADER] + list(table)} for name, table in KINDS.items()], open("list.json", "w"))

from openpyxl import Workbook
book = Workbook()
book.remove(book.active)
for name, table in KINDS.items():
    sheet = book.create_sheet(name)
    for r, row in enumerate([HEADER] + list(table)):
        for c, value in enumerate(row):
            cell = sheet.cell(r + 1, c + 1)
            if isinstance(value, str):
                cell.value, cell.data_type = value, "s"
            elif "date" in value:
                cell.value, cell.number_format = datetime.date.fromisoformat(value["date"]), "DD.MM.YYYY"
            elif "error" in value:
                cell.value, cell.data_type = value["error"], "e"
            else:
                cell.value = next(iter(value.values()))
book.save("openpyxl.xlsx")
