//! Decides whether the title of an entry is a verb, such as *Parse*, by the text of the entry.

use super::front_matter::FrontMatter;
use crate::text::fold::fold;
use crate::text::inflection::Grammar;
use crate::text::language::Language;

/// Whether a title is a verb: because the text has it after the language's *to*, or because the definition begins with a
/// verb. Only in languages whose grammar has the word for *to*.
///
/// ```text
/// title       text
/// Parse       We parse it: to parse a text is …     true: *to parse*
/// Throttle    Limit the rate of calls.              true: *limit*, because *the* follows
/// Parser      A program to read texts.              false
/// ```
pub(super) fn title_is_verb(
    front: &FrontMatter,
    gloss: &str,
    text: &str,
    language: &Language,
) -> bool {
    let grammar = Grammar::of(language);
    let title = &front.title.text;
    if !grammar.has_infinitive() || !title.chars().all(char::is_alphabetic) {
        return false;
    }
    begins_with_verb(gloss, grammar, language) || has_infinitive(text, title, grammar, language)
}

/// Whether a definition begins with a verb: with *to*, or with a word before an article that is no function
/// word itself.
fn begins_with_verb(definition: &str, grammar: &Grammar, language: &Language) -> bool {
    let mut words = definition.split(' ').map(|word| fold(word, language));
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let is_verb = || {
        first.chars().all(char::is_alphabetic)
            && grammar.makes_phrase(&first)
            && !grammar.is_stop_word(&first)
    };
    grammar.is_infinitive_marker(&first) || (grammar.is_article(&second) && is_verb())
}

/// Whether a text has a title after the language's *to*.
fn has_infinitive(text: &str, title: &str, grammar: &Grammar, language: &Language) -> bool {
    let title = fold(title, language);
    let mut after_marker = false;
    text.split(|c: char| c.is_whitespace()).any(|word| {
        let is_found = after_marker && {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.len() == title.len() && fold(word, language) == title
        };
        after_marker =
            matches!(word.len(), 1..=4) && grammar.is_infinitive_marker(&word.to_lowercase());
        is_found
    })
}
