//! Texts in double quotation marks.

/// A text as a TOML string on one line, in double quotation marks (TOML 1.0, basic strings), which is also
/// a double-quoted scalar of YAML. A line break becomes a space, as it does when Headword reads a string:
/// `a "b"` becomes `"a \"b\""`.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
