//! Diagnostics about names: a function for each.

use super::fixes::with_front_matter;
use super::list::{Name, NamedEntry, Sense};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::entry::front_matter::LabelKind;
use crate::project::keys::Syntax;
use crate::project::keys::write::quoted;
use crate::source::{Place, Span};
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use crate::text::slug::slug;
use crate::text::{FirstFew, first_few};

/// The number of entries with the same name for which a diagnostic gives the text to write.
const MAX_CANDIDATES: usize = 8;

/// One of several entries that a name may mean.
pub(super) struct Candidate<'c> {
    /// The text to write for the entry.
    pub(super) write: Suggestion,
    /// The path of its file.
    pub(super) path: &'c str,
}

/// A name that several entries have: `count` entries. `candidates` are those that may be meant.
pub(super) fn ambiguous(
    code: Code,
    written: &str,
    count: usize,
    candidates: Vec<Candidate<'_>>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, format!("`{written}` is a name of {count} entries"));
    let FirstFew { first, more } = first_few(candidates.into_iter(), MAX_CANDIDATES);
    let diagnostic = first.fold(diagnostic, |diagnostic, Candidate { write, path }| {
        diagnostic.help_edit([write], |[write]| {
            format!("write {write} for the entry in {path}")
        })
    });
    match more {
        0 => diagnostic,
        more => diagnostic.help(format!("{more} more entries have the name")),
    }
}

/// A name of the draft in the file at `path`.
pub(super) fn draft(written: &str, path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DraftReference,
        format!("the entry `{written}` is a draft, in {path}"),
    )
    .help("finish the draft and remove `draft = true`, or write the name without a link")
}

/// The text to write in the place of a name that no entry has.
pub(super) enum Instead {
    /// The name is a file's name or an address: the name of its entry.
    Name(Suggestion),
    /// The name is a file's name or an address, but its entry must not be named there.
    Nothing,
    /// The reference has a single bracket after this name and goes on: `[[Tea] and [cake]]`.
    HalfClosed(String),
    /// The names that are the most similar, the best first; there may be none.
    Nearest(Vec<Suggestion>),
    /// A user typed the name in the shell, and no name is similar.
    Typed,
}

/// A name that no entry has. `language` decides the name of a file for it.
pub(super) fn unknown(written: &str, instead: Instead, language: &Language) -> Diagnostic {
    if written.trim().is_empty() {
        return Diagnostic::new(Code::UnknownReference, "this reference has no name").help(
            "write the name of an entry between the brackets; for plain brackets, write `\\[[`",
        );
    }
    let message = format!("no entry is called `{written}`");
    let diagnostic = Diagnostic::new(Code::UnknownReference, message);
    if let Some(help) = not_a_name(written) {
        return diagnostic.help(help);
    }
    match instead {
        Instead::Name(name) => {
            diagnostic.help_edit([name], |[name]| match written.split_once('#') {
                Some((before, heading)) if !before.is_empty() && !heading.is_empty() => {
                    format!("write only the name: {name}; the entry has no heading `{heading}`")
                }
                _ => format!("write only the name: {name}"),
            })
        }
        Instead::Nothing => diagnostic.help("remove it: it means the entry itself"),
        Instead::Typed => {
            diagnostic.help("type a name of an entry, or the name of its file without `.md`")
        }
        Instead::HalfClosed(name) => {
            diagnostic.help(format!("close the reference after its name: `[[{name}]]`"))
        }
        Instead::Nearest(names) if names.is_empty() && is_like_code(written) => {
            diagnostic.help("put code between backticks, or write `\\[[` for plain brackets")
        }
        Instead::Nearest(names) if names.is_empty() => {
            diagnostic.help(match slug(written, language).as_str() {
                "" => "remove the reference, or write `\\[[` for plain brackets".to_owned(),
                slug => {
                    format!("write an entry for it in content/{slug}.md, or remove the reference")
                }
            })
        }
        Instead::Nearest(names) => {
            diagnostic.help_choice(names, " or ", |names| format!("did you mean {names}?"))
        }
    }
}

/// Whether a text is code rather than a name: `1, 2], [3, 4` of a matrix, `"a"` of a table, `1` of a
/// list, `-f x` of a shell.
fn is_like_code(written: &str) -> bool {
    let is_in_brackets = written.starts_with('[');
    let is_number = written.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        || (written.contains(['[', ']', '"']) && !is_in_brackets)
        || written.trim_start().starts_with('-')
}

/// The help for a name that other programs read as something else than an entry.
fn not_a_name(written: &str) -> Option<String> {
    let scheme = ["http://", "https://", "mailto:"];
    if scheme.iter().any(|scheme| written.starts_with(scheme)) {
        return Some(format!(
            "for a link to an address, write `[text]({written})`"
        ));
    }
    if let Some(heading) = written
        .strip_prefix('#')
        .filter(|heading| !heading.is_empty())
    {
        return Some(format!(
            "for a link to a heading on this page, write `[text](#{heading})`"
        ));
    }
    if matches!(written.to_lowercase().as_str(), "toc" | "_toc_") {
        return Some("remove it: other programs put a table of contents there".to_owned());
    }
    let (kind, name) = written.split_once(':')?;
    let name = name.trim();
    match kind.to_lowercase().as_str() {
        "file" | "image" | "datei" | "bild" | "fichier" | "archivo" => {
            Some(format!("for an image, write `![description]({name})`"))
        }
        "category" | "kategorie" | "catégorie" | "categoría" => {
            Some(format!("for a tag, write `tags = [{}]`", quoted(name)))
        }
        _ => None,
    }
}

/// A name to avoid, of the entry with this headword.
pub(super) fn deprecated(written: &str, headword: Suggestion) -> Diagnostic {
    let message = format!("`{}` is a name to avoid", single_spaced(written));
    Diagnostic::new(Code::DeprecatedName, message)
        .help_edit([headword], |[headword]| format!("write {headword}"))
}

/// A key with its value, in the syntax of the file in which a name is written.
fn line(place: &Option<Place>, key: &str, value: impl FnOnce(Syntax) -> String) -> String {
    let syntax = place
        .as_ref()
        .map_or(Syntax::Toml, |place| Syntax::of(&place.file));
    syntax.key_value(key, &value(syntax))
}

/// An entry without a sense, and with the title of another entry.
pub(super) fn shared_title(entry: &NamedEntry<'_>, other: &NamedEntry<'_>) -> Diagnostic {
    let title = &entry.title;
    let message = format!("another entry also has the title `{}`", title.text);
    let diagnostic = at(Diagnostic::new(Code::DuplicateLabel, message), &title.place);
    let sense = line(&title.place, "sense", |syntax| syntax.quoted("…"));
    let sense = Suggestion::new(sense).to_fill_in();
    let sense = with_front_matter(sense, &title.place, |front| front.set("sense", "…"));
    also(diagnostic, &other.title.place, "the other entry is here").help_edit([sense], |[sense]| {
        format!("write {sense} in each entry, with a word or two for its meaning")
    })
}

/// An entry with the title and the sense of another entry.
pub(super) fn shared_sense(
    entry: &NamedEntry<'_>,
    sense: &Sense<'_>,
    other: &Sense<'_>,
) -> Diagnostic {
    let message = format!("another entry also has the title and sense `{entry}`");
    let diagnostic = at(Diagnostic::new(Code::DuplicateLabel, message), &sense.place);
    also(diagnostic, &other.place, "the other entry is here").help("give each entry its own sense")
}

/// A synonym or a variant that is the title of the entry `owner`.
pub(super) fn taken(name: &Name<'_>, owner: &NamedEntry<'_>) -> Diagnostic {
    let (kind, key) = match name.kind {
        LabelKind::Variant => ("variant", "variants"),
        _ => ("synonym", "synonyms"),
    };
    let message = format!("the {kind} `{}` is another entry's title", name.text);
    let diagnostic = at(Diagnostic::new(Code::DuplicateLabel, message), &name.place);
    let owner_name = owner.to_string();
    let related = line(&name.place, "related", |syntax| {
        syntax.quoted_list(std::slice::from_ref(&owner_name))
    });
    let related = Suggestion::new(related);
    let related = with_front_matter(related, &name.place, |front| {
        let spans: Vec<Span> = name.place.iter().map(|place| place.span.clone()).collect();
        front.remove_at(key, &spans);
        front.add("related", &owner_name);
    });
    also(diagnostic, &owner.title.place, "the other entry is here")
        .help_edit([related], |[related]| {
            format!("remove it and write {related}, or make one entry of the two")
        })
}

/// A name that looks like `other`, a name of another entry.
pub(super) fn look_alike(name: &Name<'_>, other: &Name<'_>) -> Diagnostic {
    let message = format!("`{}` looks like the name of another entry", name.text);
    let diagnostic = at(Diagnostic::new(Code::LookAlike, message), &name.place);
    also(diagnostic, &other.place, "the other name is here")
        .help("if they are the same name, write both in one script; otherwise choose names that look different")
}

/// A name with a word that mixes Latin letters with the letters `foreign`, which only look Latin.
pub(super) fn mixed_scripts(name: &Name<'_>, word: &str, foreign: &[char]) -> Diagnostic {
    let message = format!("`{word}` mixes Latin letters with letters that only look Latin");
    at(Diagnostic::new(Code::LookAlike, message), &name.place)
        .label(code_points(foreign))
        .help("write it in one script: readers who type the name would not find it")
}

/// A name that Unicode takes for the same text as `other`, a name of another entry, in other forms of the
/// characters. `ordinary` is the name with ordinary characters.
pub(super) fn other_form(name: &Name<'_>, other: &Name<'_>, ordinary: &str) -> Diagnostic {
    let message = format!(
        "`{}` is the name of another entry in other forms of its characters",
        name.text
    );
    let diagnostic = at(Diagnostic::new(Code::LookAlike, message), &name.place);
    also(diagnostic, &other.place, "the other name is here").help(format!(
        "if they are the same name, write both with ordinary characters (`{ordinary}`) and make one entry of \
         the two; otherwise choose names that look different"
    ))
}

/// A name with a word that mixes ordinary letters with the characters `forms`, which are other forms of such
/// letters. `ordinary` is the word without these forms.
pub(super) fn mixed_forms(
    name: &Name<'_>,
    word: &str,
    forms: &[char],
    ordinary: &str,
) -> Diagnostic {
    let message = format!("`{word}` mixes ordinary letters with other forms of letters");
    at(Diagnostic::new(Code::LookAlike, message), &name.place)
        .label(code_points(forms))
        .help(format!(
            "write `{ordinary}`: readers who type the name would not find it"
        ))
}

/// Characters with their code points, in words.
fn code_points(characters: &[char]) -> String {
    let listed: Vec<_> = characters
        .iter()
        .map(|c| format!("`{c}` is U+{:04X}", u32::from(*c)))
        .collect();
    listed.join(", ")
}

/// The diagnostic with a place, if the place is known.
fn at(diagnostic: Diagnostic, place: &Option<Place>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place.clone()),
        None => diagnostic,
    }
}

/// The diagnostic with a second place, if that is known.
fn also(diagnostic: Diagnostic, place: &Option<Place>, label: &str) -> Diagnostic {
    match place {
        Some(place) => diagnostic.also(place.clone(), label),
        None => diagnostic,
    }
}
