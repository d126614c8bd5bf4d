# Edits cells of a table in LibreOffice, as a person does: edit.py FILE CELL TEXT ...
# It opens the file, types the texts, saves it in its own format and closes it.
import os, subprocess, sys, tempfile, time
import uno
from com.sun.star.beans import PropertyValue

path, edits = os.path.abspath(sys.argv[1]), sys.argv[2:]
pipe = "bcimport%d" % os.getpid()
profile = tempfile.TemporaryDirectory()
office = subprocess.Popen(["soffice", "--headless", "--norestore", "--nologo", "-env:UserInstallation=file://" + profile.name,
                           "--accept=pipe,name=%s;urp;" % pipe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
            break
        except Exception:
            if office.poll() is not None:
                raise
            time.sleep(0.1)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def option(name, value):
        p = PropertyValue()
        p.Name, p.Value = name, value
        return p

    is_csv = path.endswith(".csv")
    load = [option("Hidden", True)]
    if is_csv:  # comma, quote, UTF-8, from the first line, every column as text
        load += [option("FilterName", "Text - txt - csv (StarCalc)"), option("FilterOptions", "44,34,76,1," + "/".join("%d/2" % c for c in range(1, 40)))]
    document = desktop.loadComponentFromURL("file://" + path, "_blank", 0, tuple(load))
    sheet = document.Sheets.getByIndex(0)
    for cell, text in zip(edits[::2], edits[1::2]):
        target = sheet.getCellRangeByName(cell)
        if text:
            target.setString(text)
        else:
            target.clearContents(1 | 2 | 4 | 16)
    save = [option("FilterName", "Calc MS Excel 2007 XML")]
    if is_csv:
        save = [option("FilterName", "Text - txt - csv (StarCalc)"), option("FilterOptions", "44,34,76,1,,0,false,true,false")]
    document.storeToURL("file://" + path + ".new", tuple(save))
    document.close(True)
    os.replace(path + ".new", path)
    try:
        desktop.terminate()
    except Exception:
        pass
finally:
    try:
        office.wait(20)
    except subprocess.TimeoutExpired:
        office.kill()
    profile.cleanup()
