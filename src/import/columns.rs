//! What the columns of a table hold, by their names in the first row.

use crate::diagnostic::failure::Failure;
use crate::entry::front_matter::meaning::{
    KeyMeaning, holds_definition, is_known, meaning, names_term,
};
use crate::entry::front_matter::{Key, KeyKind, LabelKind};
use crate::text::counted;
use crate::text::language::Language;

/// The names of columns in tables, in common languages, for each key. Front matter has other names, which
/// `front_matter::meaning` knows.
const NAMES: &[(&str, &[&str])] = &[
    (
        "term",
        &[
            "begrip",
            "bezeichnung",
            "concept",
            "concepto",
            "conceito",
            "expression",
            "mot",
            "palabra",
            "palavra",
            "parola",
            "phrase",
            "pojęcie",
            "stichwort",
            "termin",
            "termine",
            "termini",
            "termino",
            "terms",
            "voce",
            "wort",
            "слово",
            "термин",
            "用語",
            "용어",
            "术语",
            "術語",
            "词汇",
        ],
    ),
    (
        "definition",
        &[
            "beschreibung",
            "betekenis",
            "definicion",
            "definicja",
            "definitie",
            "definitions",
            "definizione",
            "descrizione",
            "descripción",
            "descrição",
            "erläuterung",
            "explanations",
            "explicación",
            "explication",
            "meanings",
            "omschrijving",
            "opis",
            "sens",
            "significado",
            "significato",
            "signification",
            "what it means",
            "znaczenie",
            "значение",
            "описание",
            "определение",
            "意味",
            "説明",
            "解释",
            "解釋",
            "释义",
            "定义",
            "定義",
            "含义",
            "설명",
            "정의",
        ],
    ),
    (
        "abbreviations",
        &[
            "abkürzung",
            "abkürzungen",
            "abbreviazione",
            "abreviatura",
            "abréviation",
            "acronimo",
            "acronyme",
            "acrónimo",
            "acrônimo",
            "afkorting",
            "akronym",
            "kurzform",
            "kürzel",
            "short",
            "short name",
            "sigla",
            "siglas",
            "sigle",
            "skrót",
            "аббревиатура",
            "сокращение",
            "略語",
            "略称",
            "缩写",
            "縮寫",
            "약어",
        ],
    ),
    (
        "long form",
        &[
            "ausgeschrieben",
            "expanded",
            "expanded form",
            "expansion",
            "forme longue",
            "full form",
            "full term",
            "langform",
            "long name",
            "spelled out",
            "stands for",
            "全称",
        ],
    ),
    (
        "synonyms",
        &[
            "alternative terms",
            "auch",
            "other terms",
            "sinonimi",
            "sinónimos",
            "sinônimos",
            "synoniemen",
            "synonimy",
            "synonyme",
            "synonymes",
            "синонимы",
            "同义词",
            "同義語",
            "類義語",
        ],
    ),
    (
        "tags",
        &[
            "area",
            "bereich",
            "categoria",
            "categorie",
            "categoría",
            "catégorie",
            "domaine",
            "kategoria",
            "kategorie",
            "kategorien",
            "tema",
            "thema",
            "thème",
            "категория",
            "тема",
            "カテゴリ",
            "分类",
            "分類",
        ],
    ),
    (
        "related",
        &[
            "related",
            "siehe auch",
            "veja também",
            "vedi anche",
            "ver también",
            "voir aussi",
            "véase también",
            "zie ook",
            "см. также",
            "参见",
            "関連",
            "関連用語",
        ],
    ),
    (
        "sources",
        &[
            "bron",
            "fonte",
            "fuente",
            "quelle",
            "quellen",
            "źródło",
            "источник",
            "出典",
            "来源",
        ],
    ),
];

/// The names of languages, in some of them, with their subtags.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "arabisch", "العربية"]),
    ("cs", &["czech", "tschechisch", "čeština"]),
    (
        "de",
        &["german", "deutsch", "allemand", "alemán", "tedesco"],
    ),
    (
        "en",
        &[
            "english",
            "englisch",
            "anglais",
            "inglés",
            "inglese",
            "inglês",
            "английский",
            "英语",
            "英語",
        ],
    ),
    ("es", &["spanish", "spanisch", "espagnol", "español"]),
    (
        "fr",
        &["french", "französisch", "français", "francés", "francese"],
    ),
    ("it", &["italian", "italienisch", "italien", "italiano"]),
    ("ja", &["japanese", "japanisch", "japonais", "日本語"]),
    ("ko", &["korean", "koreanisch", "한국어"]),
    ("nl", &["dutch", "niederländisch", "nederlands"]),
    ("pl", &["polish", "polnisch", "polski"]),
    ("pt", &["portuguese", "portugiesisch", "português"]),
    ("ru", &["russian", "russisch", "russe", "русский"]),
    ("tr", &["turkish", "türkisch", "türkçe"]),
    ("uk", &["ukrainian", "ukrainisch", "українська"]),
    ("zh", &["chinese", "chinesisch", "chinois", "中文"]),
];

/// The keys of the first columns if nothing else is known of a table.
const PLAIN: [&str; 2] = ["term", "definition"];

/// The key of each column, if the names are those of a header: one column holds the term and one its meaning, or all
/// of them are known. A column keeps its own name if it is a key, or is unknown.
pub(super) fn roles(names: &[String], language: Option<&Language>) -> Option<Vec<String>> {
    let mut keys: Vec<String> = names.iter().map(|name| key(name)).collect();
    let has = |keys: &[String], is: fn(&str) -> bool| keys.iter().any(|key| is(key));
    let languages: Vec<Option<&str>> = names.iter().map(|name| language_of(name)).collect();
    let mut all_known = keys
        .iter()
        .zip(&languages)
        .all(|(key, language)| is_known(key) || language.is_some() || key.is_empty());
    let has_languages = languages.iter().flatten().count() > 0;
    if !has(&keys, names_term) {
        let short = keys.iter().position(|key| is_short(key));
        let own = |tag: &Option<&str>| {
            let primary = language.map(Language::primary);
            primary.is_some() && *tag == primary
        };
        let of_language = languages.iter().position(own);
        let of_language = of_language.or_else(|| languages.iter().position(Option::is_some));
        // a short form is the term where there is no other
        let place = of_language.or(short)?;
        if let Some(term) = keys.get_mut(place) {
            "term".clone_into(term);
        }
    }
    for (key, language) in keys.iter_mut().zip(&languages) {
        if language.is_some() && !names_term(key) {
            "synonyms".clone_into(key);
        }
    }
    // a long form says what a short one means, if nothing else does
    if !has(&keys, holds_definition)
        && !has_languages
        && let Some(long) = keys.iter_mut().find(|key| is_long(key))
    {
        "definition".clone_into(long);
    }
    all_known &= keys.len() > 1;
    let is_header = has(&keys, names_term) && (has(&keys, holds_definition) || all_known);
    is_header.then_some(keys)
}

/// The column whose name is a language and that holds the terms: its name, and the language.
pub(super) fn language_of_terms<'n>(
    names: &'n [String],
    keys: &[String],
) -> Option<(&'n str, &'static str)> {
    let mut columns = names.iter().zip(keys);
    let (name, _) = columns.find(|(_, key)| names_term(key))?;
    Some((name, language_of(name)?))
}

/// The keys for the names of columns, each by itself.
pub(super) fn known(names: &[String]) -> Vec<String> {
    names.iter().map(|name| key(name)).collect()
}

/// The keys of records, whose names are always known.
pub(super) fn of_records(names: &[String], language: Option<&Language>) -> Vec<String> {
    if let Some(keys) = roles(names, language) {
        return keys;
    }
    let keys = known(names);
    match keys.iter().any(|key| names_term(key)) {
        true => keys,
        false => by_place(names),
    }
}

/// The columns whose names are not their keys, in words.
pub(super) fn meant(names: &[String], keys: &[String]) -> Option<String> {
    let meant = keys.iter().zip(names).filter(|(key, name)| key != name);
    let meant: Vec<String> = meant
        .filter(|(_, name)| !name.is_empty())
        .map(|(key, name)| format!("`{name}` as {key}"))
        .collect();
    (!meant.is_empty()).then(|| meant.join(", "))
}

/// What a note says about a row with more cells than its table has columns. `help` says what to do.
pub(super) fn wide_row(columns: usize, help: &str) -> String {
    let columns = counted(columns, "column", "columns");
    format!("a row with more cells than the {columns}: {help}")
}

/// The keys of columns whose names are not known: the first holds the term, the second its meaning.
pub(super) fn by_place(names: &[String]) -> Vec<String> {
    let plain = PLAIN.iter().map(|key| (*key).to_owned());
    let others = names.iter().enumerate().skip(PLAIN.len());
    let others = others.map(|(index, name)| match name.as_str() {
        "" => format!("column {}", index + 1),
        name => name.to_owned(),
    });
    plain.chain(others).take(names.len().max(1)).collect()
}

/// Whether the cells of a column hold names, and not texts.
pub(super) fn holds_names(key: &str) -> bool {
    let is_names = |key: &Key| {
        matches!(
            key.kind,
            KeyKind::Label(_) | KeyKind::Name | KeyKind::Tags | KeyKind::Entries | KeyKind::Entry
        )
    };
    matches!(meaning(key), Some(KeyMeaning::Own(key)) if is_names(key))
}

/// The key for the name of a column: the name itself, unless only tables have it.
fn key(name: &str) -> String {
    let lower = name.trim().trim_start_matches('\u{feff}').to_lowercase();
    let bare = lower
        .trim_end_matches([':', '*'])
        .trim()
        .replace(['-', '_'], " ");
    let of_table = NAMES
        .iter()
        .find(|(_, names)| names.contains(&bare.as_str()));
    match of_table {
        Some((key, _)) if !is_known(name) => (*key).to_owned(),
        _ => name.trim().to_owned(),
    }
}

/// Whether the cells of a column are short forms.
pub(super) fn is_short(key: &str) -> bool {
    let kind = KeyKind::Label(LabelKind::Abbreviation);
    matches!(meaning(key), Some(KeyMeaning::Own(key)) if key.kind == kind)
}

/// Whether the cells of a column are long forms.
pub(super) fn is_long(key: &str) -> bool {
    key == "long form"
}

/// The subtag of the language that a column has as its name: `Deutsch`, `de`, `de-CH`.
fn language_of(name: &str) -> Option<&'static str> {
    let lower = name.trim().to_lowercase();
    let primary = lower.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES
        .iter()
        .find(|(tag, names)| names.contains(&lower.as_str()) || *tag == primary)
        .map(|(tag, _)| *tag)
}

/// A key for a column, from the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The key of front matter, or `definition`; empty for a column that keeps its own name.
    pub key: String,
    /// The name or the number of the column; `None` for the next column.
    pub column: Option<String>,
}

impl Choice {
    /// Reads the choices in `term,definition,synonyms=Also called`.
    ///
    /// # Errors
    ///
    /// The help for a key that does not exist.
    pub fn read_all(text: &str) -> Result<Vec<Self>, String> {
        let choices = text.split(',').map(|part| {
            let (key, column) = match part.split_once('=') {
                Some((key, column)) => (key, Some(column.trim().to_owned())),
                None => (part, None),
            };
            let key = key.trim().trim_matches('-');
            if key.is_empty() || is_known(key) {
                Ok(Self {
                    key: key.to_owned(),
                    column,
                })
            } else {
                Err(format!(
                    "there is no key `{key}`: use `term`, `definition`, `abbreviations`, `synonyms`, `tags`, \
                     `related`, `sources` or another key of front matter, or `-` for a column that keeps its name"
                ))
            }
        });
        choices.collect()
    }

    /// Whether it names a column, so that the table has a header.
    pub(super) fn is_by_name(&self) -> bool {
        let column = self.column.as_ref();
        column.is_some_and(|column| column.parse::<usize>().is_err())
    }
}

/// Gives columns the keys that the command line chooses. `names` are the names of the columns, if the table has a
/// header.
///
/// # Errors
///
/// [`Failure::Usage`] if there is no such column.
pub(super) fn choose(
    keys: &mut [String],
    names: &[String],
    choices: &[Choice],
) -> Result<(), Failure> {
    let mut next = 0;
    for choice in choices {
        let place = match &choice.column {
            None => {
                next += 1;
                Some(next - 1)
            }
            Some(column) => {
                let is_named = |name: &String| name.to_lowercase() == column.to_lowercase();
                let number = column
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| number.checked_sub(1));
                names.iter().position(is_named).or(number)
            }
        };
        let found = place.and_then(|place| keys.get_mut(place));
        let Some(key) = found else {
            let column = choice.column.clone().unwrap_or_else(|| next.to_string());
            let known = match names {
                [] => format!("it has {} columns", keys.len()),
                names => format!("its columns are `{}`", names.join("`, `")),
            };
            return Err(Failure::Usage(format!(
                "the table has no column `{column}`: {known}"
            )));
        };
        if !choice.key.is_empty() {
            key.clone_from(&choice.key);
        } else if choice.column.is_none()
            && let Some(name) = names.get(next - 1)
        {
            // the column keeps its own name, and means nothing
            *key = format!("{name} (column {next})");
        }
    }
    Ok(())
}
