# Makes the files of LibreOffice 7.4 (Debian, python3-uno) in three languages, and in formats that
# are refused: make-libreoffice.py
import os, subprocess, tempfile, time
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import Locale

def option(name, value):
    p = PropertyValue(); p.Name, p.Value = name, value
    return p

pipe = "bcimport%d" % os.getpid()
profile = tempfile.TemporaryDirectory()
office = subprocess.Popen(["soffice", "--headless", "--norestore", "--nologo", "-env:UserInstallation=file://" + profile.name,
                           "--accept=pipe,name=%s;urp;" % pipe])
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(600):
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        break
    except Exception:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
for language, country, pattern, number in (("de", "DE", '"CT"000000', 123), ("fr", "FR", '0#" "##" "##" "##" "##', 612345678), ("sv", "SE", '000" "00', 12345)):
    day, long, money, moment = {
        "de": ("TT.MM.JJJJ", "[$-407]T. MMMM JJJJ", "#.##0,00 [$€-407]", "TT.MM.JJ HH:MM"),
        "fr": ("JJ/MM/AAAA", "JJ MMMM AAAA", "# ##0,00 [$€-40C]", "JJ/MM/AA HH:MM"),
        "sv": ("ÅÅÅÅ-MM-DD", "D MMMM ÅÅÅÅ", "# ##0,00 [$kr-41D]", "ÅÅÅÅ-MM-DD TT:MM")}[language]
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (option("Hidden", True),))
    locale = Locale(language, country, "")
    document.CharLocale = locale
    sheet, formats = document.Sheets.getByIndex(0), document.NumberFormats
    for c, header in enumerate(["K", "Seit", "Padded", "Lang", "Betrag", "Zeit", "Muster", "Formel", "Fehler", "Wahr"]):
        sheet.getCellByPosition(c, 0).String = header
    sheet.getCellByPosition(0, 1).String = "k"
    for c, (value, code) in enumerate([(45351, day), (302312512, "0000000000"), (45351, long), (1234.5, money), (45351.75, moment), (number, pattern)]):
        cell = sheet.getCellByPosition(c + 1, 1)
        cell.Value = value
        key = formats.queryKey(code, locale, False)
        cell.NumberFormat = key if key >= 0 else formats.addNew(code, locale)
    sheet.getCellByPosition(7, 1).Formula = '=A2&"-"&C2'
    sheet.getCellByPosition(8, 1).Formula = "=VLOOKUP(1;A5:B6;2;0)"
    sheet.getCellByPosition(9, 1).Formula = "=TRUE()"
    files = {"libreoffice-%s.xlsx" % language: "Calc MS Excel 2007 XML"}
    if language == "de":
        files.update({"libreoffice.xls": "MS Excel 97", "libreoffice.ods": "calc8", "libreoffice-2003.xml": "MS Excel 2003 XML"})
    for name, filter in files.items():
        document.storeToURL("file://" + os.path.abspath(name), (option("FilterName", filter),))
    document.close(True)
try:
    desktop.terminate()
except Exception:
    pass  # the connection ends with it
