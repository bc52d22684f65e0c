//! Reads HTML with a browser's rules for tokens, to find broken HTML.

use html5gum::{Token, Tokenizer};

/// The links, ids, text and problems of a page.
#[derive(Default)]
pub(crate) struct Html {
    /// Addresses in `href` and `src`.
    pub(crate) addresses: Vec<String>,
    pub(crate) ids: Vec<String>,
    /// The text in `.definition`.
    pub(crate) definition: String,
    /// Elements and attributes that no page may have.
    pub(crate) forbidden: Vec<String>,
    pub(crate) errors: Vec<String>,
    /// The number of `a.term` in sections with an id.
    pub(crate) index_terms: usize,
    /// The ids of these sections.
    pub(crate) index_sections: Vec<String>,
}

const VOID: &[&str] = &["meta", "link", "br", "hr", "img", "input"];

/// Elements that the next item or the end of the list ends (HTML standard, "Optional tags").
const ITEMS: &[&str] = &["dd", "dt", "li"];
const LISTS: &[&str] = &["dl", "ol", "ul"];

/// Ends an item that is open right before an item or the end of a list.
fn end_item(open: &mut Vec<(String, bool)>) {
    open.pop_if(|(name, _)| ITEMS.contains(&name.as_str()));
}

pub(crate) fn parse(text: &str) -> Html {
    let mut html = Html::default();
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut section = 0;
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.0.clone()).unwrap();
                let attribute = |key: &str| {
                    tag.attributes
                        .get(key.as_bytes())
                        .map(|value| String::from_utf8(value.0.clone()).unwrap())
                };
                for key in ["href", "src"] {
                    html.addresses.extend(attribute(key));
                }
                html.ids.extend(attribute("id"));
                let is_data = attribute("type").is_some_and(|kind| kind == "application/ld+json");
                let is_inline = match name.as_str() {
                    "style" => true,
                    "script" => attribute("src").is_none() && !is_data,
                    _ => attribute("style").is_some(),
                };
                let has_handler = tag.attributes.keys().any(|key| key.0.starts_with(b"on"));
                if is_inline || has_handler {
                    html.forbidden.push(name.clone());
                }
                let classes = attribute("class").unwrap_or_default();
                let has = |class: &str| classes.split_whitespace().any(|other| other == class);
                if name == "section"
                    && let Some(id) = attribute("id")
                {
                    section = open.len() + 1;
                    html.index_sections.push(id);
                }
                if name == "a" && has("term") && section > 0 {
                    html.index_terms += 1;
                }
                if ITEMS.contains(&name.as_str()) {
                    end_item(&mut open);
                }
                if !VOID.contains(&name.as_str()) && !tag.self_closing {
                    open.push((name, has("definition")));
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8(tag.name.0.clone()).unwrap();
                if LISTS.contains(&name.as_str()) {
                    end_item(&mut open);
                }
                match open.pop() {
                    Some((top, _)) if top == name => {}
                    other => html.errors.push(format!("{other:?} closed by {name}")),
                }
                if open.len() < section {
                    section = 0;
                }
            }
            Token::String(text) if open.iter().any(|(_, definition)| *definition) => {
                html.definition
                    .push_str(std::str::from_utf8(&text.0).unwrap());
            }
            Token::Error(error) => html.errors.push(format!("{error:?}")),
            _ => {}
        }
    }
    html.errors
        .extend(open.iter().map(|(name, _)| format!("{name} is not closed")));
    html
}
