#!/bin/sh
# exceljs 4.4.0 (npm): a cell whose text is written in the sheet itself is empty as soon as the text has a reading.
#
# In Japanese workbooks, words have their reading above them (furigana): `rPh` beside the text (ECMA-376, part 1, 18.4.6). A text is
# in a table that all sheets share, or in its cell (`inlineStr`, 18.3.1.53), as programs write it that export in one go. exceljs
# reads a shared text with a reading, and a text in its cell without one. But a text in its cell with a reading is `undefined`, so a
# glossary loses the term and keeps its meaning. There is no error. SheetJS (xlsx 0.18.5), openpyxl 3.1.5 and calamine
# (python-calamine 0.9.1) read all of them.
#
# Needs Python 3.11 with venv, Node 20 with npm, and the public registries. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 >install.log 2>&1
cat >write.py <<'PY'
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
READING = '<rPh sb="0" eb="2"><t>ヨウゴ</t></rPh>'
parts = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{LINKS}">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Terms" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>用語</t>{READING}</si></sst>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
    '<c r="B1" t="inlineStr"><is><t>用語</t></is></c>'
    f'<c r="C1" t="inlineStr"><is><t>用語</t>{READING}</is></c></row></sheetData></worksheet>',
}
with zipfile.ZipFile("terms.xlsx", "w") as file:
    for name, text in parts.items():
        file.writestr(name, HEAD + text)
PY
python/bin/python write.py
cat >read.py <<'PY'
import openpyxl
import python_calamine

print("openpyxl:", *(cell.value for cell in openpyxl.load_workbook("terms.xlsx").active[1]))
book = python_calamine.CalamineWorkbook.from_path("terms.xlsx")
print("calamine:", *book.get_sheet_by_index(0).to_python()[0])
PY
cat >read.cjs <<'JS'
const { Workbook } = require("exceljs");
const sheets = require("xlsx");

const [row] = sheets.utils.sheet_to_json(sheets.readFile("terms.xlsx").Sheets.Terms, { header: 1 });
console.log("SheetJS:", ...row);
const book = new Workbook();
book.xlsx.readFile("terms.xlsx").then(() => {
  const cells = ["A1", "B1", "C1"].map((cell) => book.getWorksheet("Terms").getCell(cell).value);
  console.log("exceljs:", ...cells);
});
JS
{
    echo 'a shared text with a reading, a text in its cell, and one with a reading:'
    python/bin/python read.py
    node read.cjs
} >seen
cat seen
cat >expected <<'EXPECTED'
a shared text with a reading, a text in its cell, and one with a reading:
openpyxl: 用語 用語 用語
calamine: 用語 用語 用語
SheetJS: 用語 用語 用語
exceljs: 用語 用語 undefined
EXPECTED
cmp seen expected
