//! Acronyms that are nowhere written out.

use super::Checkup;
use super::terms::Look;
use super::wanted::{abbreviation, is_wanted, short_for};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::counted;

/// Acronyms that are better known than what they stand for: dictionaries of English have them as words
/// of their own.
const KNOWN: &[&str] = &[
    "AI", "API", "ASCII", "ATM", "AWS", "BBC", "BIOS", "BSD", "CEO", "CPU", "CSS", "CSV", "DNA",
    "DNS", "DVD", "EU", "FAQ", "FTP", "GIF", "GMT", "GNU", "GPS", "GPU", "GUI", "HTML", "HTTP",
    "HTTPS", "IBM", "ID", "IEEE", "IP", "ISBN", "ISO", "JPEG", "JSON", "LED", "MIT", "NASA",
    "NASDAQ", "NATO", "OK", "OS", "PC", "PDF", "PGP", "PHP", "PIN", "PNG", "QR", "RAM", "RNA",
    "ROM", "RSS", "SIM", "SMS", "SQL", "SSD", "SSH", "SVG", "TCP", "TV", "UDP", "UI", "UK", "UN",
    "UNESCO", "URI", "URL", "USA", "USB", "UTC", "UTF", "VAT", "VPN", "WWW", "XML", "YAML", "ZIP",
];

/// Whether everybody who reads about it knows an acronym.
pub(super) fn is_known(acronym: &str) -> bool {
    let is_number = acronym.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    is_number || KNOWN.contains(&acronym)
}

/// Reports acronyms that are no name of an entry and that no text says the long form of, each once.
/// Those that an entry is wanted for are left to that rule.
pub(super) fn report(checkup: &Checkup<'_, '_>) {
    let leaves_wanted = checkup.is_on(Code::WantedTerm);
    for term in checkup.terms.iter() {
        let text = &term.text;
        let is_pure = term.look == Look::Acronym && text.chars().all(char::is_uppercase);
        let is_left = leaves_wanted && is_wanted(checkup, term);
        let is_written_out = term.long_form.is_some() || checkup.terms.is_bracketed(term);
        if !is_pure || is_known(text) || is_written_out || is_left {
            continue;
        }
        let message = match term.entries() {
            1 => format!("`{text}` is nowhere written out"),
            many => {
                let many = counted(many, "entry", "entries");
                format!("`{text}` is used in {many}, and nowhere written out")
            }
        };
        let help = match short_for(checkup, term) {
            Some(entry) => abbreviation(term, entry),
            None => format!("write what it stands for, and `({text})` after it"),
        };
        let ignore =
            format!("if every reader knows it, write `ignore = [\"{text}\"]` under `[check]`");
        if let Some((first, finding)) = term.finding(checkup, Code::UnexpandedAcronym, message) {
            let finding: Diagnostic = finding.help(help).help(ignore);
            checkup.report(checkup.glossary.entry(first), finding);
        }
    }
}
