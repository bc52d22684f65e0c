//! Diagnostics about a single entry's file: a function for each.

use std::iter;
use std::sync::Arc;

use super::MAX_EDITS;
use super::amend::amended;
use super::front_matter::fences::NoFrontMatter;
use crate::address::destination::is_in_pages;
use crate::diagnostic::{Code, Diagnostic, Fix, Suggestion};
use crate::project::keys::Syntax;
use crate::source::{Edit, MARK, Place, SourceFile, Span};
use crate::text::language::Language;
use crate::text::slice;

/// The kind of text in a file, in the words of messages.
pub(super) fn kind(file: &SourceFile) -> &'static str {
    if is_in_pages(&file.path) {
        "page"
    } else {
        "entry"
    }
}

/// A file without front matter.
pub(super) fn missing_front_matter(reason: &NoFrontMatter, file: &Arc<SourceFile>) -> Diagnostic {
    let diagnostic = |message: String, span| {
        Diagnostic::new(Code::MissingFrontMatter, message).at(Place::new(file, span))
    };
    match reason {
        NoFrontMatter::Missing => {
            let message = format!("the {} does not begin with front matter", kind(file));
            let missing = diagnostic(message, 0..0);
            if file.text.starts_with(MARK) {
                return missing
                    .help("remove the invisible character U+FEFF before the `+++`")
                    .fix(Fix::remove(file, iter::once(0..MARK.len())));
            }
            if let Some(fence) = fence_below(&file.text) {
                let before = slice(&file.text, ..fence.start);
                let help = match before.contains('\n') {
                    true => "remove the empty lines before it",
                    false => "remove the spaces before it",
                };
                let empty = Fix::remove(file, iter::once(0..fence.start));
                return missing
                    .also(Place::new(file, fence), "the front matter begins here")
                    .help(help)
                    .fix(empty);
            }
            if let Some((fence, written)) = long_fence(&file.text) {
                return missing.help(format!(
                    "write `{fence}` instead of `{written}`, at the end of the front matter too"
                ));
            }
            let lines = Edit::new(0..0, "+++\ntitle = \"…\"\n+++\n\n");
            let title = Suggestion::new("title = \"…\"").with_edit(file, lines);
            missing.help_edit([title.to_fill_in()], |[title]| {
                format!("begin the file with the lines `+++`, {title}, `+++`")
            })
        }
        NoFrontMatter::Unclosed(syntax) => {
            let fence = syntax.fence();
            let end = other_end(&file.text, *syntax);
            let unclosed = diagnostic("the front matter is not closed".to_owned(), 0..fence.len());
            let Some(end) = end else {
                return unclosed.help(format!("write a line `{fence}` after the last key"));
            };
            let end = Place::new(file, end);
            let written = end.text().to_owned();
            let label = match written.as_str() {
                "..." => "other tools may end it here",
                _ => "it may end here",
            };
            let fence = Suggestion::new(fence).in_place_of(&end);
            unclosed.also(end, label).help_edit([fence], |[fence]| {
                format!("write {fence} instead of `{written}`")
            })
        }
    }
}

/// The line that ends front matter in another way: the first `...`, with which some tools end YAML, or the fence of the
/// other syntax before the first empty line.
fn other_end(text: &str, syntax: Syntax) -> Option<Span> {
    let mut start = 0;
    let mut is_front = true;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let written = line.trim_end();
        is_front &= !written.is_empty();
        let is_end = match syntax {
            Syntax::Toml => is_front && written == Syntax::Yaml.fence(),
            Syntax::Yaml => written == "..." || is_front && written == Syntax::Toml.fence(),
        };
        if is_end && number > 0 {
            return Some(start..start + written.len());
        }
        start += line.len();
    }
    None
}

/// The first line of front matter that comes after empty lines.
fn fence_below(text: &str) -> Option<Span> {
    let rest = text.trim_start();
    let line = rest.lines().next().unwrap_or_default().trim_end();
    let start = text.len() - rest.len();
    let is_fence = [Syntax::Toml, Syntax::Yaml]
        .iter()
        .any(|syntax| syntax.fence() == line);
    (is_fence && start > 0).then(|| start..start + line.len())
}

/// A first line with too many or too few signs, such as `----`, with the fence that is meant. A line below it has the
/// same signs.
fn long_fence(text: &str) -> Option<(&'static str, &str)> {
    let mut lines = text.lines();
    let first = lines.next()?.trim_end();
    let syntaxes = [Syntax::Toml, Syntax::Yaml].into_iter();
    let fence = syntaxes.map(Syntax::fence).find(|fence| {
        let sign = fence.chars().next();
        first.len() > 1 && first.chars().all(|c| Some(c) == sign)
    })?;
    lines
        .any(|line| line.trim_end() == first)
        .then_some((fence, first))
}

/// An invisible character in a name. With it, a name can look the same as another.
pub(super) fn hidden_in_name(c: char, place: Place) -> Diagnostic {
    let message = format!(
        "the name contains an invisible character, U+{:04X}",
        u32::from(c)
    );
    Diagnostic::new(Code::HiddenCharacter, message)
        .at(place)
        .help("remove it, or type the name again")
}

/// A text with commas, in place of a list. `message` says what it is; `several` and `one` are the lists to write for
/// several names and for one.
pub(super) fn list_in_text(
    message: String,
    several: Suggestion,
    one: Suggestion,
    place: Place,
) -> Diagnostic {
    Diagnostic::new(Code::ListInText, message)
        .at(place)
        .help_edit([several, one], |[several, one]| {
            format!("for several, write {several}; for one, write {one}")
        })
}

/// A title with another name in brackets, and the two keys to write.
pub(super) fn bracketed_title(
    text: &str,
    title: Suggestion,
    name: Suggestion,
    place: Place,
) -> Diagnostic {
    let message =
        format!("mentions are linked only if they are written `{text}`, with the brackets");
    Diagnostic::new(Code::BracketedTitle, message)
        .at(place)
        .help_edit([title, name], |[title, name]| {
            format!("write {title} and {name}")
        })
}

/// A bidi override in a text. Readers see the text after it in another order.
pub(super) fn override_in_text(c: char, place: Place) -> Diagnostic {
    let message = format!(
        "the text contains U+{:04X}, which changes the direction of the text after it",
        u32::from(c)
    );
    Diagnostic::new(Code::HiddenCharacter, message)
        .at(place)
        .help("remove it: readers would see the letters in another order than you wrote them")
}

/// A control character, which HTML forbids.
pub(super) fn control_character(c: char, place: Place) -> Diagnostic {
    let message = format!(
        "the text contains a control character, U+{:04X}",
        u32::from(c)
    );
    Diagnostic::new(Code::ControlCharacter, message)
        .at(place)
        .help("remove it: it is invisible and breaks pages")
}

/// A kind of text with its article.
pub(super) fn with_article(kind: &str) -> &'static str {
    if kind == "page" { "a page" } else { "an entry" }
}

/// Blocks or emphasis nested deeper than `limit`.
pub(super) fn too_deep(limit: usize, place: Place) -> Diagnostic {
    let message = format!("blocks are nested more than {limit} deep here");
    Diagnostic::new(Code::TooDeep, message)
        .at(place)
        .help("split it up, or raise `nesting` under `[limits]` in glossary.toml")
}

/// HTML in an entry, except the few elements that are allowed.
pub(super) fn raw_html(tag: &str, allowed: &[&str], place: Place) -> Diagnostic {
    let list: Vec<_> = allowed.iter().map(|name| format!("`<{name}>`")).collect();
    Diagnostic::new(Code::RawHtml, format!("`{tag}` is shown as text"))
        .at(place)
        .help(format!(
            "write it in Markdown; the HTML elements {} and `<br>` may be used, without attributes \
             and closed at the level at which they are opened; to show a tag, put it between backticks",
            list.join(", ")
        ))
}

/// Two brackets in running text that do not begin a reference. `bar` is the byte of a `|` after them that
/// ends the cell of a table.
pub(super) fn stray_brackets(place: &Place, bar: Option<usize>) -> Diagnostic {
    let escape = |byte: usize| Edit::new(byte..byte, "\\");
    let of_bar = Suggestion::new("\\|");
    let of_bar = match bar {
        Some(bar) => of_bar.with_edit(&place.file, escape(bar)),
        None => of_bar,
    };
    let of_brackets = Suggestion::new("\\[[").with_edit(&place.file, escape(place.span.start));
    no_reference(place).help_edit([of_bar, of_brackets], |[bar, brackets]| {
        format!(
            "write a reference as `[[Name]]` or `[[Name|text]]`; in a table, write {bar} for the \
             bar; for plain brackets, write {brackets}"
        )
    })
}

/// The reason why text between two dollars is not a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoFormula {
    /// The opening dollar follows a letter or digit.
    AfterWord,
    /// A digit follows the closing dollar.
    BeforeDigit,
    /// White space follows the opening dollar, or is before the closing one.
    Space,
    /// Its braces are not in pairs.
    Braces,
    /// The setting `math` is off.
    Off,
    /// There is no closing dollar.
    Unclosed,
    /// Markdown reads one of the dollars in another way.
    Other,
}

/// Text between dollars that looks like a formula and is shown as it is written.
pub(super) fn lost_formula(reason: NoFormula, place: Place) -> Diagnostic {
    let why = match reason {
        NoFormula::AfterWord => ": the first dollar follows a letter or digit",
        NoFormula::BeforeDigit => ": a digit follows the last dollar",
        NoFormula::Space => ": it begins or ends with a space",
        NoFormula::Braces => ": its braces are not in pairs",
        NoFormula::Unclosed => ": it has no last dollar",
        NoFormula::Off | NoFormula::Other => "",
    };
    let formula = Suggestion::new(format!("${}$", place.text().trim_matches('$').trim()));
    let formula = match reason {
        NoFormula::Space => formula.in_place_of(&place),
        _ => formula,
    };
    let mut plain = Suggestion::new("\\$");
    for (offset, _) in place.text().match_indices('$') {
        let at = place.span.start + offset;
        plain = plain.with_edit(&place.file, Edit::new(at..at, "\\"));
    }
    let message = format!("this text is not a formula{why}");
    let diagnostic = Diagnostic::new(Code::StrayDollars, message).at(place);
    match reason {
        NoFormula::Off => diagnostic.help_edit([plain], |[plain]| {
            format!("for formulas, write `math = true` in glossary.toml; for a plain dollar, write {plain}")
        }),
        NoFormula::Space => diagnostic.help_edit([formula, plain], |[formula, plain]| {
            format!("write {formula}; for a plain dollar, write {plain}")
        }),
        NoFormula::AfterWord | NoFormula::BeforeDigit => {
            diagnostic.help_edit([plain], |[plain]| {
                format!("put a space between them; for a plain dollar, write {plain}")
            })
        }
        NoFormula::Braces => diagnostic.help_edit([plain], |[plain]| {
            format!("write as many `}}` as `{{`; for a plain dollar, write {plain}")
        }),
        NoFormula::Unclosed => diagnostic.help_edit([plain], |[plain]| {
            format!("write a dollar after the formula, without a space before it; for a plain dollar, write {plain}")
        }),
        NoFormula::Other => diagnostic.help_edit([plain], |[plain]| {
            format!("write a formula on one line, as `$x$`; for a plain dollar, write {plain}")
        }),
    }
}

/// The rest of a line of a formula, from a per cent sign, which LaTeX leaves out.
pub(super) fn comment_in_formula(place: Place) -> Diagnostic {
    let at = place.span.start;
    let escaped = Suggestion::new("\\%").with_edit(&place.file, Edit::new(at..at, "\\"));
    let message = "LaTeX leaves out the rest of this line: `%` begins a comment";
    Diagnostic::new(Code::StrayDollars, message)
        .at(place)
        .help_edit([escaped], |[escaped]| {
            format!("write {escaped} for a per cent sign; remove a comment")
        })
}

/// Markup of another program at `places`: what it is, with an article, and what to do `instead`.
pub(super) fn foreign_markup(
    name: &str,
    instead: &str,
    places: &[Span],
    file: &Arc<SourceFile>,
) -> Option<Diagnostic> {
    let place = Place::new(file, places.first()?.clone());
    let message = format!(
        "this is {name}, which readers see as it is written{}",
        more(places)
    );
    Some(
        Diagnostic::new(Code::ForeignMarkup, message)
            .at(place)
            .help(instead),
    )
}

/// Links with labels that are not defined, at `places`.
pub(super) fn undefined_label(places: &[Span], file: &Arc<SourceFile>) -> Option<Diagnostic> {
    let place = Place::new(file, places.first()?.clone());
    let link = place.text();
    let label = link.trim_end_matches("[]").trim_end_matches(']');
    let label = label.rsplit('[').next().unwrap_or_default();
    let (what, definition) = if label.starts_with('^') {
        ("footnote", format!("[{label}]: …"))
    } else {
        ("address", format!("[{label}]: https://…"))
    };
    let message = format!("no {what} is defined for `[{label}]`{}", more(places));
    let bracket = Edit::new(place.span.start..place.span.start, "\\");
    let plain = Suggestion::new("\\[").with_edit(file, bracket);
    let definition = Suggestion::new(definition).to_fill_in();
    let diagnostic = Diagnostic::new(Code::UndefinedLabel, message).at(place);
    Some(
        diagnostic.help_edit([definition, plain], |[definition, plain]| {
            format!("write {definition} on a line of its own; for plain brackets, write {plain}")
        }),
    )
}

/// Markup in a `key` that takes plain text: the `name` of the markup, its `words`, and how it is `written`.
pub(super) fn markup_in_key(
    key: &str,
    name: &str,
    words: &str,
    written: &str,
    place: Place,
) -> Diagnostic {
    let message = format!("`{key}` takes plain text: readers see {name} as it is written");
    let diagnostic = Diagnostic::new(Code::MarkupInKey, message);
    if words.is_empty() {
        return diagnostic.at(place).help("write it without the markup");
    }
    let words = Suggestion::new(words);
    let words = if place.text() == written {
        words.in_place_of(&place)
    } else {
        words
    };
    diagnostic
        .at(place)
        .help_edit([words], |[words]| format!("write only the words: {words}"))
}

/// An image with a reference in its description, which Markdown reads as text. `name` is the text of the reference, whose
/// brackets are at `brackets`.
pub(super) fn reference_in_image(name: &str, brackets: Span, place: Place) -> Diagnostic {
    let plain = Suggestion::new(name).with_edit(&place.file, Edit::new(brackets, name));
    let message = "this image is not shown: its description has a reference";
    Diagnostic::new(Code::StrayBrackets, message)
        .at(place)
        .help_edit([plain], |[plain]| format!("write only the words: {plain}"))
}

/// A footnote to which nothing refers, at its mark.
pub(super) fn unused_footnote(place: Place) -> Diagnostic {
    let mark = place.text().to_owned();
    lost_footnote("nothing refers to it", place).help(format!(
        "write `{mark}` after the words to which it belongs, or remove it"
    ))
}

/// A footnote to which only a text refers in which no mark of a footnote is shown.
pub(super) fn footnote_from_hidden(place: Place) -> Diagnostic {
    let mark = place.text().to_owned();
    let why = "only a link, an image or another footnote that is not shown refers to it";
    lost_footnote(why, place).help(format!(
        "write `{mark}` in the text, after the link or the image"
    ))
}

/// A footnote with the name of an earlier one, whose mark is at `first`.
pub(super) fn repeated_footnote(place: Place, first: Option<Place>) -> Diagnostic {
    let diagnostic = lost_footnote("an earlier one has its name", place)
        .help("give it another name, and write that name in the text where it belongs");
    match first {
        Some(first) => diagnostic.also(first, "the earlier footnote is here"),
        None => diagnostic,
    }
}

fn lost_footnote(why: &str, place: Place) -> Diagnostic {
    let message = format!("this footnote is not shown: {why}");
    Diagnostic::new(Code::LostFootnote, message).at(place)
}

/// Web addresses in the text, at `places`, that are not links.
pub(super) fn bare_address(places: &[Span], file: &Arc<SourceFile>) -> Option<Diagnostic> {
    let link = |span: &Span| {
        let address = file.slice(span.clone());
        let start = address.get(..4).unwrap_or_default();
        let scheme = match start.eq_ignore_ascii_case("http") {
            true => "",
            false => "https://",
        };
        format!("<{scheme}{address}>")
    };
    let first = places.first()?;
    let mut links = Suggestion::new(link(first));
    for span in places.iter().take(MAX_EDITS) {
        links = links.with_edit(file, Edit::new(span.clone(), link(span)));
    }
    let message = format!("this address is not a link{}", more(places));
    let diagnostic = Diagnostic::new(Code::BareAddress, message);
    let diagnostic = diagnostic.at(Place::new(file, first.clone()));
    Some(diagnostic.help_edit([links], |[link]| {
        format!("write {link}, or `[text](address)`")
    }))
}

/// The words for the places after the first one.
fn more(places: &[Span]) -> String {
    match places.len() {
        0 | 1 => String::new(),
        count => format!("; {} more in this file", count - 1),
    }
}

/// A cell of a table after its last column. `bars` are the bytes of the bars that need a backslash, as far as
/// they are known.
pub(super) fn lost_cell(columns: usize, bars: &[usize], place: Place) -> Diagnostic {
    let mut bar = Suggestion::new("\\|");
    for at in bars {
        bar = bar.with_edit(&place.file, Edit::new(*at..*at, "\\"));
    }
    let message = match columns {
        1 => "this text is not shown: the table has 1 column".to_owned(),
        _ => format!("this text is not shown: the table has {columns} columns"),
    };
    Diagnostic::new(Code::LostCell, message)
        .at(place)
        .help_edit([bar], |[bar]| {
            format!(
                "write {bar} for a bar inside a cell, also in code; or add a column to the table"
            )
        })
}

/// A part of a reference, with one bracket instead of two at one end, or with no bracket there.
pub(super) fn half_reference(place: &Place) -> Diagnostic {
    let written = place.text();
    let name = written.trim_matches(['[', ']']);
    let reference = Suggestion::new(format!(
        "[[{}]]",
        if name.is_empty() { "Name" } else { name }
    ));
    let reference = if name.is_empty() || name.contains(['[', ']']) {
        reference
    } else {
        reference.in_place_of(place)
    };
    let (sign, at) = if written.starts_with("[[") {
        ("\\[[", place.span.start)
    } else {
        ("\\]]", place.span.end.saturating_sub("]]".len()))
    };
    let plain = Suggestion::new(sign).with_edit(&place.file, Edit::new(at..at, "\\"));
    no_reference(place).help_edit([reference, plain], |[reference, plain]| {
        format!("write a reference as {reference}; for plain brackets, write {plain}")
    })
}

/// A reference followed by an address: `[[text]](address)`.
pub(super) fn bracketed_link(place: &Place) -> Diagnostic {
    let link = Suggestion::new("[text](address)");
    let Span { start, end } = place.span;
    // with a bar, the text of the link is a part of what is between the brackets
    let link = if place.text().contains('|') {
        link
    } else {
        link.with_edit(&place.file, Edit::new(start..start + 1, ""))
            .with_edit(&place.file, Edit::new(end - 1..end, ""))
    };
    no_reference(place).help_edit([link], |[link]| {
        format!("for a link to an address, write {link}, with single brackets")
    })
}

fn no_reference(place: &Place) -> Diagnostic {
    Diagnostic::new(Code::StrayBrackets, "these brackets are not a reference").at(place.clone())
}

/// The record of a translation in an entry of the main language.
pub(super) fn translated_in_main(place: Place) -> Diagnostic {
    let message = "`translated` is in an entry of the main language, where it means nothing";
    let fault = Diagnostic::new(Code::MisplacedKey, message)
        .at(place.clone())
        .help("remove it: only a translation records the text that it translates");
    let without = amended(&place.file, |front| front.remove("translated", |_| true));
    match without {
        Some(edit) => fault.fix(Fix {
            edits: vec![edit],
            ..Fix::remove(&place.file, [])
        }),
        None => fault,
    }
}

/// A record that cannot be a fingerprint, in the translation of the entry with this slug into `language`.
pub(super) fn not_a_record(language: &Language, slug: &str, place: Place) -> Diagnostic {
    let message = "`translated` is not the fingerprint of a text: it has 12 digits, from `0` to `9` and from `a` to `f`";
    Diagnostic::new(Code::InvalidValue, message)
        .at(place)
        .help(format!(
            "remove it, and run `headword translations done {} {slug}`, which writes it",
            language.tag()
        ))
}
