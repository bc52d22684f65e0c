//! Makes workbooks for cases from a description that people can read:
//!
//! ```text
//! [Terms]                                a sheet; `[Old] hidden` is a hidden one
//! Term | Definition | Since              a row of cells
//! Crumb | The inside. | 2024-01-02       a date
//! Crust | =A1 -> The outside. | 2.0      a formula with its value; a number
//! Loaf | *Bold* and plain\nmore | TRUE   a part in bold, and a line break; a truth value
//! Rye | =A1 | #REF!                      a formula without a value; an error
//!                                        an empty row
//! merge C2:C4                            merged cells
//! link A2 https://example.org/           a link of a cell
//! raw <row r="9">…</row>                 XML of one's own
//! ```
//!
//! The name of the file says whether it becomes an XLSX or an ODS.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[derive(Default)]
struct Sheet {
    name: String,
    is_hidden: bool,
    rows: Vec<Vec<String>>,
    merged: Vec<String>,
    links: Vec<(String, String)>,
    raw: String,
}

/// The bytes of a workbook.
pub(crate) fn workbook(name: &str, text: &str) -> Vec<u8> {
    let sheets = sheets(text);
    let files = match name.ends_with(".ods") {
        true => ods(&sheets),
        false => xlsx(&sheets),
    };
    archive(&files)
}

/// An archive of some files.
pub(crate) fn archive(files: &[(String, String)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, text) in files {
        out.start_file(name.as_str(), options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn sheets(text: &str) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in text.lines() {
        if let Some((name, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            sheets.push(Sheet {
                name: name.to_owned(),
                is_hidden: rest.trim() == "hidden",
                ..Sheet::default()
            });
            continue;
        }
        let sheet = sheets.last_mut().expect("a line before the first sheet");
        match line.split_once(' ').unwrap_or((line, "")) {
            ("merge", range) => sheet.merged.push(range.to_owned()),
            ("link", rest) => {
                let (cell, address) = rest.split_once(' ').unwrap();
                sheet.links.push((cell.to_owned(), address.to_owned()));
            }
            ("raw", xml) => sheet.raw.push_str(xml),
            _ => sheet
                .rows
                .push(line.split('|').map(|cell| cell.trim().to_owned()).collect()),
        }
    }
    sheets
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace("\\n", "\n")
}

fn named(row: usize, column: usize) -> String {
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}

/// The number of a day in spreadsheets.
fn serial(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_early = i64::from(month <= 2);
    let (years, months) = (year - is_early, month + 12 * is_early);
    let days = 365 * years + years / 4 - years / 100 + years / 400 + (153 * (months - 3) + 2) / 5;
    Some(days + day - 693_900)
}

fn xlsx(sheets: &[Sheet]) -> Vec<(String, String)> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let mut list = String::new();
    let mut relations = String::new();
    let mut strings = String::new();
    let mut string_count = 0;
    let mut files = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let id = index + 1;
        let state = if sheet.is_hidden {
            " state=\"hidden\""
        } else {
            ""
        };
        let name = escaped(&sheet.name);
        let _ = write!(
            list,
            "<sheet name=\"{name}\" sheetId=\"{id}\"{state} r:id=\"rId{id}\"/>"
        );
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        );
        let mut rows = String::new();
        for (row, cells) in sheet.rows.iter().enumerate() {
            let _ = write!(rows, "<row r=\"{}\">", row + 1);
            for (column, cell) in cells.iter().enumerate() {
                let place = named(row, column);
                let is_number = cell.parse::<f64>().is_ok();
                let xml = if cell.is_empty() {
                    String::new()
                } else if let Some(formula) = cell.strip_prefix('=') {
                    match formula.split_once(" -> ") {
                        Some((formula, value)) => format!(
                            "<c r=\"{place}\" t=\"str\"><f>{}</f><v>{}</v></c>",
                            escaped(formula),
                            escaped(value)
                        ),
                        None => format!("<c r=\"{place}\"><f>{}</f></c>", escaped(formula)),
                    }
                } else if let Some(days) = serial(cell) {
                    format!("<c r=\"{place}\" s=\"1\"><v>{days}</v></c>")
                } else if is_number {
                    format!("<c r=\"{place}\"><v>{cell}</v></c>")
                } else if ["TRUE", "FALSE"].contains(&cell.as_str()) {
                    let truth = u8::from(cell == "TRUE");
                    format!("<c r=\"{place}\" t=\"b\"><v>{truth}</v></c>")
                } else if cell.starts_with('#') {
                    format!("<c r=\"{place}\" t=\"e\"><v>{cell}</v></c>")
                } else {
                    let text = match cell.strip_prefix('*').and_then(|rest| rest.split_once('*')) {
                        Some((bold, rest)) => format!(
                            "<r><rPr><b/></rPr><t>{}</t></r><r><t xml:space=\"preserve\">{}</t></r>",
                            escaped(bold),
                            escaped(rest)
                        ),
                        None => format!("<t xml:space=\"preserve\">{}</t>", escaped(cell)),
                    };
                    let _ = write!(strings, "<si>{text}</si>");
                    string_count += 1;
                    format!("<c r=\"{place}\" t=\"s\"><v>{}</v></c>", string_count - 1)
                };
                rows.push_str(&xml);
            }
            rows.push_str("</row>");
        }
        let mut merged = String::new();
        for range in &sheet.merged {
            let _ = write!(merged, "<mergeCell ref=\"{range}\"/>");
        }
        if !merged.is_empty() {
            merged = format!("<mergeCells>{merged}</mergeCells>");
        }
        let mut links = String::new();
        let mut targets = String::new();
        for (number, (cell, address)) in sheet.links.iter().enumerate() {
            let _ = write!(links, "<hyperlink ref=\"{cell}\" r:id=\"rId{number}\"/>");
            let _ = write!(
                targets,
                "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/hyperlink\" Target=\"{address}\" \
                 TargetMode=\"External\"/>"
            );
        }
        if !links.is_empty() {
            links = format!("<hyperlinks>{links}</hyperlinks>");
            files.push((
                format!("xl/worksheets/_rels/sheet{id}.xml.rels"),
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\">{targets}</Relationships>"
                ),
            ));
        }
        files.push((
            format!("xl/worksheets/sheet{id}.xml"),
            format!(
                "<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheetData>{rows}{}</sheetData>{merged}{links}</worksheet>",
                sheet.raw
            ),
        ));
    }
    let mut file = |name: &str, text: String| files.push((name.to_owned(), text));
    file(
        "[Content_Types].xml",
        format!("<Types xmlns=\"{PACKAGE}/content-types\"/>"),
    );
    file(
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
             Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    file(
        "xl/workbook.xml",
        format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"
        ),
    );
    file(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>"),
    );
    file(
        "xl/sharedStrings.xml",
        format!("<sst xmlns=\"{MAIN}\">{strings}</sst>"),
    );
    file(
        "xl/styles.xml",
        format!(
            "<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
        ),
    );
    files
}

fn ods(sheets: &[Sheet]) -> Vec<(String, String)> {
    let mut tables = String::new();
    for sheet in sheets {
        let style = if sheet.is_hidden { "hidden" } else { "shown" };
        let _ = write!(
            tables,
            "<table:table table:name=\"{}\" table:style-name=\"{style}\">",
            escaped(&sheet.name)
        );
        for cells in &sheet.rows {
            tables.push_str("<table:table-row>");
            for cell in cells {
                let text = escaped(cell).replace('\n', "</text:p><text:p>");
                let xml = if cell.is_empty() {
                    "<table:table-cell/>".to_owned()
                } else if serial(cell).is_some() {
                    format!(
                        "<table:table-cell office:value-type=\"date\" office:date-value=\"{cell}\">\
                         <text:p>{cell}</text:p></table:table-cell>"
                    )
                } else if cell.parse::<f64>().is_ok() {
                    format!(
                        "<table:table-cell office:value-type=\"float\" office:value=\"{cell}\">\
                         <text:p>{cell}</text:p></table:table-cell>"
                    )
                } else {
                    format!(
                        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
                    )
                };
                tables.push_str(&xml);
            }
            tables.push_str("</table:table-row>");
        }
        let _ = write!(tables, "{}</table:table>", sheet.raw);
    }
    let names = ["office", "table", "text", "style"]
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""));
    let style = |name: &str, shown: bool| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table\">\
             <style:table-properties table:display=\"{shown}\"/></style:style>"
        )
    };
    let content = format!(
        "<office:document-content{}><office:automatic-styles>{}{}</office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        names.concat(),
        style("shown", true),
        style("hidden", false)
    );
    vec![
        (
            "mimetype".to_owned(),
            "application/vnd.oasis.opendocument.spreadsheet".to_owned(),
        ),
        (
            "META-INF/manifest.xml".to_owned(),
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"
                .to_owned(),
        ),
        ("content.xml".to_owned(), content),
    ]
}
