//! Prints the report of an import.
//!
//! ```text
//! imported 2 entries from 4 files in old
//! copied 1 file
//!
//! keys (2):
//!     tags -> tags (2)
//!     weight -> nothing: it is for pages of the old site (1)
//!
//! lost: in no entry and on no page (2):
//!     a row without a term (2): old.csv:7 `3 cm`, old.csv:9 `4 cm`
//!
//! next: `headword serve` shows the site
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::notes::{Note, NoteKind};
use super::report::{CopiedFile, Fate, Imported, KeyResult, Report};
use crate::text::bidi::is_bidi_control;
use crate::text::fold::is_forbidden;
use crate::text::{FirstFew, counted, first_few, short_list};

/// The most places of a group of notes in a summary.
const MOST_PLACES: usize = 3;

/// The most lines of a list without groups in a summary.
const MOST_LINES: usize = 20;

impl Report {
    /// The files that cannot be read, each as a line such as `old.csv:3: the row has no term`.
    pub fn error_lines(&self) -> Vec<String> {
        let errors = self.errors.iter();
        errors
            .map(|error| {
                let place = place(&error.file, error.line);
                match error.column {
                    0 => format!("{place}: {}", error.reason),
                    column => format!("{place}:{column}: {}", error.reason),
                }
            })
            .map(|line| on_one_line(&line))
            .collect()
    }

    /// The result for every entry and its keys, and for every copied file.
    pub fn listing(&self) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            let fate = match entry.fate {
                Fate::New => "",
                Fate::Same => " (exists, unchanged)",
                Fate::Updated => " (exists, changed)",
                Fate::Differs => " (exists with other text, not changed)",
                Fate::Taken => " (left out)",
            };
            let line = format!("{} -> {}: {}{fate}", entry.from, entry.to, entry.title);
            let _ = writeln!(out, "{}", on_one_line(&line));
            let keys: Vec<_> = entry
                .keys
                .iter()
                .map(|KeyResult { key, result }| format!("{key} -> {result}"))
                .collect();
            if !keys.is_empty() {
                let _ = writeln!(out, "    {}", on_one_line(&keys.join("; ")));
            }
            for change in &entry.changes {
                let _ = writeln!(out, "    {}", on_one_line(change));
            }
        }
        for CopiedFile { from, to, fate } in &self.copies {
            let fate = match fate {
                Fate::New => "",
                Fate::Same => " (exists, unchanged)",
                Fate::Updated => " (exists, changed)",
                _ => " (exists with other content, not changed)",
            };
            let _ = writeln!(out, "{}", on_one_line(&format!("{from} -> {to}{fate}")));
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }

    /// The result of the import; with `is_dry`, the result that it would have. With `all`, every place is
    /// listed, not only the first places of each group.
    pub fn summary(&self, is_dry: bool, all: bool) -> String {
        let mut out = String::new();
        let made = self.count(Fate::New);
        let same = self.count(Fate::Same);
        let copied = self.count_copies(Fate::New);
        let verb = if is_dry { "would import" } else { "imported" };
        let entries = counted(made, "entry", "entries");
        let entries = match self.count_translations(Fate::New) {
            (0, _) => entries,
            (count, languages) => format!(
                "{entries} and {} into {}",
                counted(count, "translation", "translations"),
                counted(languages, "language", "languages")
            ),
        };
        let _ = if self.is_folder {
            let files = counted(self.files, "file", "files");
            writeln!(out, "{verb} {entries} from {files} in {}", self.source)
        } else {
            writeln!(out, "{verb} {entries} from {}", self.source)
        };
        let updated: Vec<&Imported> = self.updated().collect();
        if !updated.is_empty() {
            let verb = if is_dry { "would change" } else { "changed" };
            let files = counted(updated.len(), "file", "files");
            let _ = writeln!(out, "{verb} {files} that an earlier import wrote");
        }
        let same_translations = self.count_translations(Fate::Same).0;
        if same + same_translations > 0 {
            let verb = match same + same_translations {
                1 => "exists",
                _ => "exist",
            };
            let entries = counted(same, "entry", "entries");
            let translations = counted(same_translations, "translation", "translations");
            let entries = match (same, same_translations) {
                (_, 0) => entries,
                (0, _) => translations,
                _ => format!("{entries} and {translations}"),
            };
            let _ = writeln!(out, "{entries} already {verb}, unchanged");
        }
        let pages = self.new_pages();
        if !pages.is_empty() {
            let verb = if is_dry { "would write" } else { "wrote" };
            let count = counted(pages.len(), "page", "pages");
            let most = if all { pages.len() } else { MOST_LINES };
            let _ = writeln!(out, "{verb} {count}: {}", short_list(&pages, most));
        }
        if copied > 0 {
            let verb = if is_dry { "would copy" } else { "copied" };
            let _ = writeln!(out, "{verb} {}", counted(copied, "file", "files"));
        }
        if self.others > 0 {
            let files = counted(self.others, "file", "files");
            let _ = writeln!(
                out,
                "{files} of other types, read only if an entry uses them"
            );
        }
        for remark in &self.remarks {
            let _ = writeln!(out, "{}", on_one_line(remark));
        }
        let translations = self.count_translations(Fate::New).0;
        let replaced = self.count_copies(Fate::Updated);
        if replaced > 0 {
            let verb = if is_dry { "would replace" } else { "replaced" };
            let _ = writeln!(
                out,
                "{verb} {}",
                counted(replaced, "copied file", "copied files")
            );
        }
        let changed = updated.len() + replaced;
        let is_unchanged = made + translations + copied + pages.len() + changed == 0;
        if is_unchanged && self.errors.is_empty() {
            let nothing = match (is_dry, self.changes_only_records) {
                (true, false) => "nothing would change",
                (false, false) => "nothing was changed",
                (true, true) => "only the list of what was imported would change, imports.toml",
                (false, true) => "only the list of what was imported was changed, imports.toml",
            };
            let _ = writeln!(out, "{nothing}");
        }
        let is_short = self.add_lists(&mut out, all);
        self.add_next(&mut out, is_dry, is_unchanged, is_short);
        out
    }

    /// Adds the lists of a summary: keys, notes, errors of the build. Returns whether places are left out.
    fn add_lists(&self, out: &mut String, all: bool) -> bool {
        list(out, "languages", &self.languages(), true);
        let mut is_short = list(out, "changes", &self.changes(), all);
        list(out, "keys", &self.keys(), true);
        is_short |= self.new_pages().len() > MOST_LINES && !all;
        for kind in NoteKind::ALL {
            is_short |= self.add_notes(out, kind, all);
            if kind == NoteKind::LostAddress {
                is_short |= list(out, "errors that the build will report", &self.unbuilt, all);
            }
        }
        is_short
    }

    /// Adds the notes of a kind, in groups of the same subject. Returns whether places are left out.
    fn add_notes(&self, out: &mut String, kind: NoteKind, all: bool) -> bool {
        let mut notes: Vec<_> = self.notes.iter().filter(|note| note.kind == kind).collect();
        if notes.is_empty() {
            return false;
        }
        notes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let mut groups: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
        for note in &notes {
            groups.entry(&note.what).or_default().push(note);
        }
        let _ = writeln!(out, "\n{} ({}):", kind.heading(), notes.len());
        let mut is_short = false;
        for (what, notes) in groups {
            let places = notes.iter().map(|note| {
                let place = place(&note.file, note.line);
                let gap = if note.detail.is_empty() { "" } else { " " };
                format!("{place}{gap}{}", note.detail)
            });
            let head = format!("{what} ({}):", notes.len());
            if all {
                let _ = writeln!(out, "    {}", on_one_line(&head));
                for place in places {
                    let _ = writeln!(out, "        {}", on_one_line(&place));
                }
                continue;
            }
            let FirstFew { first, more } = first_few(places, MOST_PLACES);
            let mut places: Vec<String> = first.collect();
            if more > 0 {
                places.push(format!("and {more} more"));
                is_short = true;
            }
            let line = format!("{head} {}", places.join(", "));
            let _ = writeln!(out, "    {}", on_one_line(&line));
        }
        is_short
    }

    /// Adds what to type next.
    fn add_next(&self, out: &mut String, is_dry: bool, is_unchanged: bool, is_short: bool) {
        let mut lines = Vec::new();
        let losses = self.losses();
        if losses > 0 {
            lines.push(counted(losses, "loss", "losses"));
        }
        if is_short {
            lines.push("`--verbose` lists every place".to_owned());
        }
        let root = match self.root.as_str() {
            "" | "." => String::new(),
            root if root.contains(char::is_whitespace) => format!(" --root \"{root}\""),
            root => format!(" --root {root}"),
        };
        lines.push(if !self.unbuilt.is_empty() && !is_dry {
            format!("next: correct the errors above, then `headword check{root}`")
        } else if is_unchanged && self.entries.is_empty() {
            "next: `headword import --help` lists the formats".to_owned()
        } else if is_unchanged {
            format!("next: `headword serve{root}` shows the site")
        } else if is_dry {
            "next: the same command without `--dry-run` writes the entries".to_owned()
        } else {
            format!("next: `headword serve{root}` shows the site")
        });
        out.push('\n');
        for line in lines {
            let _ = writeln!(out, "{}", on_one_line(&line));
        }
    }

    /// What each language has, if there are several: the main one first, and the others by their tags.
    fn languages(&self) -> Vec<String> {
        let of_entries = self.entries.iter().map(|entry| &entry.language);
        let tags: BTreeSet<_> = self.files_of.keys().chain(of_entries).collect();
        if tags.len() < 2 {
            return Vec::new();
        }
        let lines = tags.into_iter().map(|tag| {
            let own = || self.entries.iter().filter(|entry| entry.language == *tag);
            let is_there =
                |entry: &&Imported| matches!(entry.fate, Fate::New | Fate::Same | Fate::Updated);
            let there = || own().filter(is_there);
            let entries = there().filter(|entry| !entry.is_page && !entry.is_translation);
            let translations = there().filter(|entry| !entry.is_page && entry.is_translation);
            let pages = there().filter(|entry| entry.is_page);
            let (entries, translations) = (entries.count(), translations.count());
            let (pages, all) = (pages.count(), self.files_of.get(tag));
            let name = tag.as_deref().unwrap_or(&self.language);
            let entries = match tag {
                None => counted(entries, "entry", "entries"),
                Some(_) if entries == 0 => counted(translations, "translation", "translations"),
                Some(_) if translations == 0 => format!(
                    "{} that only this language has",
                    counted(entries, "entry", "entries")
                ),
                Some(_) => format!(
                    "{}, {} that only this language has",
                    counted(translations, "translation", "translations"),
                    counted(entries, "entry", "entries")
                ),
            };
            let pages = match pages {
                0 => String::new(),
                count => format!(", {}", counted(count, "page", "pages")),
            };
            // a file of terms can be several entries
            let left = all.map(|all| all.saturating_sub(there().count()));
            let left = match left.filter(|left| *left > 0) {
                Some(left) => format!(
                    ", {} in no entry and on no page",
                    counted(left, "file", "files")
                ),
                None => String::new(),
            };
            format!("{name}: {entries}{pages}{left}")
        });
        lines.collect()
    }

    /// The entries and pages that an update changes.
    fn updated(&self) -> impl Iterator<Item = &Imported> {
        let entries = self.entries.iter();
        entries.filter(|entry| entry.fate == Fate::Updated)
    }

    /// The changes of each file that an update changes.
    fn changes(&self) -> Vec<String> {
        let updated = self.updated();
        updated
            .map(|entry| format!("{}: {}", entry.to, entry.changes.join("; ")))
            .collect()
    }

    /// The files of new pages.
    fn new_pages(&self) -> Vec<&str> {
        let pages = self.entries.iter().filter(|entry| entry.is_page);
        pages
            .filter(|page| page.fate == Fate::New)
            .map(|page| page.to.as_str())
            .collect()
    }

    /// The number of copied files with a result.
    fn count_copies(&self, fate: Fate) -> usize {
        let copies = self.copies.iter();
        copies.filter(|copy| copy.fate == fate).count()
    }

    /// The results for keys of new entries, each with its number.
    fn keys(&self) -> Vec<String> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let is_new = |entry: &&Imported| entry.fate == Fate::New;
        for entry in self.entries.iter().filter(is_new) {
            for KeyResult { key, result } in &entry.keys {
                *counts.entry((key, result)).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .map(|((key, result), count)| format!("{key} -> {result} ({count})"))
            .collect()
    }
}

/// A place in a file; line 0 is the file as a whole.
fn place(file: &str, line: usize) -> String {
    match line {
        0 => file.to_owned(),
        line => format!("{file}:{line}"),
    }
}

/// A text on one line, without control characters, which a terminal could take for a command. The source is
/// not trusted.
pub fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if is_forbidden(c) || c.is_control() || is_bidi_control(c) => {
                char::REPLACEMENT_CHARACTER
            }
            c => c,
        })
        .collect()
}

/// Writes a list: its heading with the number of lines, then the lines, indented. An empty list is not
/// written. Returns whether lines are left out.
fn list(out: &mut String, heading: &str, lines: &[String], all: bool) -> bool {
    if lines.is_empty() {
        return false;
    }
    let _ = writeln!(out, "\n{heading} ({}):", lines.len());
    let most = if all { lines.len() } else { MOST_LINES };
    let FirstFew { first, more } = first_few(lines.iter(), most);
    for line in first {
        let _ = writeln!(out, "    {}", on_one_line(line));
    }
    if more > 0 {
        let _ = writeln!(out, "    and {more} more");
    }
    more > 0
}
