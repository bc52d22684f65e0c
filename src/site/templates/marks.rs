//! Marks phrases of the interface with their language, on the pages of a glossary in another one, so that screen
//! readers pronounce them right and browsers do not translate them twice. On all other pages, it changes nothing.

use std::sync::Arc;

use pulldown_cmark_escape::escape_html;
use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::isolated;
use crate::site::pages::SiteData;
use crate::site::phrases::Phrases;

/// The languages of a page, if its phrases are not in that of the glossary.
struct Marks {
    /// The attributes of a phrase in a text.
    of_phrase: String,
    /// The language of the phrases, as an attribute.
    of_words: String,
    /// The language of the glossary, as an attribute.
    of_glossary: String,
}

impl Marks {
    fn new(site: &SiteData<'_>, phrases: &Phrases) -> Option<Self> {
        let spoken = &phrases.spoken.tag;
        let of_words = format!(r#" lang="{spoken}""#);
        (spoken != site.language).then(|| Self {
            // phrases from right to left have a file in their language
            of_phrase: match site.direction {
                "rtl" => format!(r#"{of_words} dir="ltr""#),
                _ => of_words.clone(),
            },
            of_words,
            of_glossary: format!(r#" lang="{}""#, site.language),
        })
    }

    fn said(&self, phrase: &str) -> String {
        format!("<span{}>{phrase}</span>", self.of_phrase)
    }

    fn named(&self, name: &str, language: Option<&str>) -> String {
        match language {
            Some(tag) => format!(r#"<bdi lang="{tag}">{name}</bdi>"#),
            None => format!("<bdi{}>{name}</bdi>", self.of_glossary),
        }
    }
}

/// Gives templates the means to mark languages: the functions `words_lang` and `own_lang`, and the filters `said`,
/// `in_phrase` and `state`.
pub(super) fn register(tera: &mut Tera, site: &SiteData<'_>, phrases: &Phrases) {
    let is_rtl = site.direction == "rtl";
    let marks = Marks::new(site, phrases).map(Arc::new);
    let attribute = |of: fn(&Marks) -> &str| {
        let text = marks.as_deref().map_or("", of).to_owned();
        move |_: Kwargs, _: &State<'_>| Value::safe_string(&text)
    };
    tera.register_function("words_lang", attribute(|marks| &marks.of_words));
    tera.register_function("own_lang", attribute(|marks| &marks.of_glossary));
    let said = marks.clone();
    tera.register_filter(
        "said",
        move |phrase: StringInput<'_>, _: Kwargs, state: &State<'_>| match &said {
            Some(marks) => html(marks.said(&phrase.rendered(state)?)),
            None => Ok(phrase.into_value()),
        },
    );
    let named = marks.clone();
    tera.register_filter(
        "in_phrase",
        move |name: StringInput<'_>, given: Kwargs, state: &State<'_>| {
            let language: Option<&str> = given.get("language")?;
            match &named {
                Some(marks) => html(marks.named(&name.rendered(state)?, language)),
                // the name of a language has no signs at its ends
                None => isolated(name, is_rtl && language.is_none(), state),
            }
        },
    );
    let words = phrases.pages.clone();
    tera.register_filter(
        "state",
        move |text: StringInput<'_>, _: Kwargs, state: &State<'_>| {
            let parts = words.parts_of_status(text.as_str());
            match (&marks, parts) {
                (Some(marks), Some((phrase, name))) => {
                    html(marks.said(&escaped(phrase)) + &escaped(name))
                }
                _ => isolated(text, is_rtl, state),
            }
        },
    );
}

fn html(text: String) -> TeraResult<Value> {
    Ok(Value::safe_string(&text))
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    // writing to a string cannot fail
    let _: Result<(), _> = escape_html(&mut html, text);
    html
}
