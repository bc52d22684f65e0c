//! The name of a file, from which an entry or a page has its address.

use super::faults::{kind, with_article};
use crate::diagnostic::{Code, Diagnostic};
use crate::project::config::Config;
use crate::source::SourceFile;
use crate::text::endonym::endonym;
use crate::text::invisible::first_invisible;
use crate::text::language::Language;
use crate::text::slice;
use crate::text::slug::{self, Instead, SlugError};

/// The error for a file name that is not a `slug` with `.md` after it, and perhaps with the tag of a translation between.
pub(super) fn fault(file: &SourceFile, slug: &str, config: &Config) -> Option<Diagnostic> {
    let error = match slug::check(slug) {
        Ok(()) if file.path.ends_with(".md") => return None,
        Ok(()) => SlugError::Form,
        Err(error) => error,
    };
    let language = &config.edition.language;
    Some(invalid_slug(file, slug, error, language, &known(config)))
}

/// The tags of the languages into which the glossary is translated.
fn known(config: &Config) -> Vec<&str> {
    let languages = config.languages.iter();
    languages.map(|it| it.language.tag()).collect()
}

/// A file whose name cannot be an address. The help gives one by the rules of `language`. `known` are the tags of the
/// languages into which the glossary is translated.
fn invalid_slug(
    file: &SourceFile,
    stem: &str,
    error: SlugError,
    language: &Language,
    known: &[&str],
) -> Diagnostic {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let kind = kind(file);
    let translation = translation(stem, known);
    let ending = ending(name, stem);
    let reason = match &translation {
        Some(it) if it.has_dot && known.contains(&it.written) => {
            "its name or its folder names a language already".to_owned()
        }
        Some(it) if it.has_dot && it.tag == language.tag() => {
            "its name has the tag of the main language".to_owned()
        }
        Some(it) if it.has_dot && name.ends_with(".md") && first_invisible(name).is_none() => {
            format!("`{}` is not a language of this glossary", it.written)
        }
        _ => reason_against(name, stem, kind, error),
    };
    let subject = if kind == "page" { "page" } else { "term" };
    let rename = match slug::instead(stem, language) {
        None => format!("name the file after the {subject}, with letters or digits"),
        Some(Instead { slug, is_longer }) if is_longer && kind == "page" => {
            let slug = slug.replace("-term", "-page");
            format!("name the file after the page, such as `{slug}{ending}`")
        }
        Some(Instead { slug, is_longer }) if is_longer => {
            format!("name the file after the {subject}, such as `{slug}{ending}`")
        }
        Some(Instead { slug, .. }) => format!("name the file `{slug}{ending}`"),
    };
    let rename = match stem {
        "index" | "_index" if kind != "page" => {
            format!("for the text above the index, use pages/index.md; otherwise, {rename}")
        }
        _ => rename,
    };
    let message = format!("`{name}` cannot be {}'s file: {reason}", with_article(kind));
    let diagnostic = Diagnostic::new(Code::InvalidSlug, message).at_path(file.path.as_str());
    let Some(translation) = translation else {
        return diagnostic.help(rename);
    };
    let (slug, tag) = (translation.slug, &translation.tag);
    diagnostic.help(match translation.name(ending, language, known) {
        Some(name) if translation.has_dot && known.contains(&translation.written) => {
            format!(
                "name the file `{name}`, in the folder of its language or outside of such folders"
            )
        }
        Some(name) if tag == language.tag() => format!("name the file `{name}`"),
        Some(name) => {
            format!("for the translation of `{slug}`, name the file `{name}`; otherwise, {rename}")
        }
        None => format!(
            "for a translation, write `[languages.{tag}]` in glossary.toml; otherwise, {rename}"
        ),
    })
}

/// The end of the name of a file whose address is made of `stem`: `.md`, after the tag of a translation.
fn ending<'n>(name: &'n str, stem: &str) -> &'n str {
    let ending = name.strip_prefix(stem).unwrap_or_default();
    if ending.ends_with(".md") {
        ending
    } else {
        ".md"
    }
}

/// The name to give to the file at a path whose name cannot be an address, by the settings of its language. `None` if
/// the author has to think of one.
///
/// ```text
/// content/Oat Bran.md      oat-bran.md
/// content/rye_de.md        rye.de.md, if there is a `[languages.de]`
/// ```
pub fn better(path: &str, config: &Config) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let (_, stem) = config.place_of(path);
    let language = &config.edition.language;
    let known = known(config);
    let ending = ending(name, stem);
    let translation = translation(stem, &known);
    let as_translation = translation.and_then(|it| it.name(ending, language, &known));
    as_translation.or_else(|| {
        let Instead { slug, is_longer } = slug::instead(stem, language)?;
        (!is_longer).then(|| format!("{slug}{ending}"))
    })
}

/// The name of a file that may be meant as a translation.
struct MeantTranslation<'n> {
    /// The slug of the entry.
    slug: &'n str,
    /// What stands in the place of the tag.
    written: &'n str,
    /// The tag of the language.
    tag: String,
    /// Whether the slug and the tag have a dot between them, as they should.
    has_dot: bool,
}

impl MeantTranslation<'_> {
    /// The right name of the file, which has this `ending` now; `None` if the glossary does not have its language.
    fn name(&self, ending: &str, language: &Language, known: &[&str]) -> Option<String> {
        let (slug, tag) = (self.slug, self.tag.as_str());
        if tag == language.tag() || (self.has_dot && known.contains(&self.written)) {
            Some(format!("{slug}{ending}"))
        } else {
            known.contains(&tag).then(|| format!("{slug}.{tag}.md"))
        }
    }
}

/// The translation that a name without `.md` may mean, if `known` are the languages of the glossary.
///
/// ```text
/// rye.de    German
/// rye.ger   German: the tag of BCP 47 is `de`
/// rye_de    German, if it is known
/// rye.pt_BR Portuguese of Brazil
/// ```
fn translation<'n>(stem: &'n str, known: &[&str]) -> Option<MeantTranslation<'n>> {
    let after_dot = stem.find('.').filter(|dot| {
        let tag = slice(stem, dot + 1..).replace('_', "-");
        Language::from_tag(&tag).is_some()
    });
    let at = after_dot.or_else(|| stem.rfind(['.', '_', ' ']))?;
    let (slug, written) = (slice(stem, ..at), slice(stem, at + 1..));
    let is_short = (2..=3).contains(&written.split(['-', '_']).next().unwrap_or_default().len());
    let language = Language::from_tag(&written.replace('_', "-"));
    let language = language.filter(|_| is_short && slug::check(slug).is_ok())?;
    let shorter = language.shorter();
    // `bread.rye.md` is not in a language: those that CLDR does not know have no name
    let has_name = shorter.is_some() || endonym(&language) != language.tag();
    let tag = shorter.unwrap_or_else(|| language.tag().to_owned());
    let has_dot = stem.as_bytes().get(at) == Some(&b'.');
    let is_meant = known.contains(&tag.as_str()) || (has_dot && has_name);
    is_meant.then_some(MeantTranslation {
        slug,
        written,
        tag,
        has_dot,
    })
}

/// The reason why a file called `name`, which is `stem` and an ending, cannot be the file of an entry or a page,
/// as `kind` says.
fn reason_against(name: &str, stem: &str, kind: &str, error: SlugError) -> String {
    match (error, first_invisible(name)) {
        (SlugError::Form, _) if !name.ends_with(".md") => {
            format!("{}'s file ends in `.md`, in lower case", with_article(kind))
        }
        (_, Some(c)) => format!("it contains an invisible character, U+{:04X}", u32::from(c)),
        (SlugError::Reserved, None) => {
            format!("the address `/{stem}/` is reserved for the site itself")
        }
        (SlugError::Empty, None) => SlugError::Form.to_string(),
        (SlugError::Form | SlugError::TooLong | SlugError::Device, None) => error.to_string(),
    }
}
