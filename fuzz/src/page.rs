//! The checks of every page: elements are nested as in a browser, only elements of the theme and of the
//! renderer, only the theme's script, and only addresses that exist.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::markup::{self, Piece, Tag};

type Words = LazyLock<HashSet<&'static str>>;

macro_rules! words {
    ($list:literal) => {
        LazyLock::new(|| $list.split_whitespace().collect())
    };
}

/// Elements that the renderer writes for a body.
static OF_BODIES: Words = words!(
    "a abbr blockquote br code dd del div dl dt em h2 h3 h4 h5 h6 hr img kbd li mark math ol \
     p pre small span strong sub sup table tbody td th thead tr ul"
);

/// Elements of formulas.
static OF_FORMULAS: Words = words!(
    "mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace \
     msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
);

/// HTML in the text of formulas.
const OF_FORMULAS_TEXT: &[&str] = &["b", "code", "em", "i", "span", "strong", "tt"];

/// Elements that templates write around a body.
static OF_THEME: Words = words!(
    "a article audio bdi blockquote body button cite dd details dfn div dl dt footer form h1 h2 head header html \
     input li link main mark meta nav noscript ol p q s script section small span summary time title ul"
);

const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta"];

/// Elements that end a paragraph around them.
static END_PARAGRAPHS: Words = words!(
    "article blockquote dd details div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main nav \
     ol p pre section summary table ul"
);

/// Elements that keep elements inside them from ending a paragraph around both.
const SCOPES: &[&str] = &[
    "button", "table", "td", "th", "mi", "mn", "mo", "ms", "mtext",
];

/// Elements that can have only certain children, and these children.
const CHILDREN: &[(&str, &[&str])] = &[
    ("ul", &["li"]),
    ("ol", &["li"]),
    ("dl", &["dt", "dd", "div"]),
    ("table", &["thead", "tbody"]),
    ("thead", &["tr"]),
    ("tbody", &["tr"]),
    ("tr", &["td", "th"]),
    ("mtable", &["mtr"]),
    ("mtr", &["mtd"]),
];

/// Elements of formulas with a fixed number of children.
const COUNTS: &[(&str, usize)] = &[
    ("mfrac", 2),
    ("mroot", 2),
    ("msub", 2),
    ("msup", 2),
    ("munder", 2),
    ("mover", 2),
    ("msubsup", 3),
    ("munderover", 3),
];

/// Attributes of the theme, the renderer and formulas.
static ATTRIBUTES: Words = words!(
    "accent accentunder action alt aria-current aria-hidden aria-label autocapitalize autocomplete charset class \
     columnspan content controls data-copy data-done data-failed data-fragment data-plain data-slug data-text depth dir \
     display displaystyle fence form height hidden href http-equiv id lang largeop \
     linethickness loading lspace mathvariant maxsize minsize movablelimits name placeholder \
     preload property rel role rowspan rspace scope scriptlevel separator spellcheck src start \
     stretchy symmetric tabindex title type voffset width"
);

/// Elements that the next item or the end of the list ends (HTML standard, "Optional tags"). The theme makes use of
/// this, bodies do not.
const ITEMS: &[&str] = &["dd", "dt", "li"];
const LISTS: &[&str] = &["dl", "ol", "ul"];

/// Ends an item of the theme that is open right before an item or the end of a list.
fn end_item(open: &mut Vec<Open<'_>>) {
    open.pop_if(|top| ITEMS.contains(&top.name) && !top.in_body);
}

/// The addresses and ids of a page.
#[derive(Debug, Default)]
pub struct Page {
    /// The values of `href` and `src`, and the target of a redirect.
    pub addresses: Vec<String>,
    /// All `id`s.
    pub ids: BTreeSet<String>,
}

/// An element that is open.
struct Open<'t> {
    name: &'t str,
    in_body: bool,
    children: usize,
}

impl Page {
    /// Reads a page, or a body if `is_body` is set. Panics if a check fails. In a project with errors
    /// (`is_faultless` is not set), the page may contain characters that HTML forbids.
    pub fn read(html: &str, is_body: bool, is_faultless: bool) -> Self {
        let mut page = Self::default();
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut is_data = false;
        markup::read(html, is_faultless, |piece| match piece {
            Piece::Doctype => assert!(!is_body && open.is_empty(), "a late doctype"),
            Piece::Start(tag) => {
                if ITEMS.contains(&tag.name) {
                    end_item(&mut open);
                }
                let in_body = open.last().map_or(is_body, |parent| parent.in_body);
                check_element(&tag, &open, in_body);
                is_data = page.take_attributes(&tag);
                if let Some(parent) = open.last_mut() {
                    parent.children += 1;
                }
                let is_void = VOID.contains(&tag.name);
                let is_foreign = within(&open, "math");
                if tag.is_closed && !is_foreign && !is_void {
                    panic!("an element that is not void closes itself: {}", tag.name);
                }
                if !tag.is_closed && !is_void {
                    open.push(Open {
                        name: tag.name,
                        in_body: in_body || tag.get("class") == Some("definition"),
                        children: 0,
                    });
                }
            }
            Piece::End(name) => {
                if LISTS.contains(&name) {
                    end_item(&mut open);
                }
                let top = open.pop();
                assert_eq!(top.as_ref().map(|top| top.name), Some(name), "tags cross");
                check_count(name, top.map_or(0, |top| top.children));
                is_data = false;
            }
            Piece::Text(text) => {
                if is_data && let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
                    panic!("structured data is not JSON: {error}");
                }
                let parent = open.last().map_or("", |parent| parent.name);
                if CHILDREN.iter().any(|(name, _)| *name == parent) {
                    assert!(text.trim().is_empty(), "text in {parent}");
                }
            }
        });
        if let Some(open) = open.last() {
            panic!("an element is not closed: {}", open.name);
        }
        page
    }

    /// Stores the attributes of a tag, and returns whether the tag begins data for programs.
    fn take_attributes(&mut self, tag: &Tag<'_>) -> bool {
        let name = tag.name;
        for (key, _) in &tag.attributes {
            let is_known = ATTRIBUTES.contains(key);
            assert!(is_known, "an unknown attribute: {key} of {name}");
        }
        for key in ["href", "src"] {
            self.addresses.extend(tag.get(key).map(str::to_owned));
        }
        if tag.get("http-equiv") == Some("refresh") {
            let content = tag.get("content").unwrap_or_default();
            let address = content.strip_prefix("0; url=");
            self.addresses
                .push(address.expect("a refresh has an address").to_owned());
        }
        if let Some(id) = tag.get("id") {
            let is_new = self.ids.insert(id.to_owned());
            assert!(is_new, "an id twice: {id}");
        }
        if name != "script" {
            return false;
        }
        let source = tag.get("src");
        let scripts = ["assets/headword.js", "assets/redirect.js", "assets/former.js"];
        let is_themes = source.is_some_and(|source| scripts.iter().any(|own| source.ends_with(own)));
        let is_data = source.is_none() && tag.get("type") == Some("application/ld+json");
        assert!(is_themes || is_data, "a script that is not the theme's");
        is_data
    }
}

fn check_element(tag: &Tag<'_>, open: &[Open<'_>], in_body: bool) {
    let name = tag.name;
    let parent = open.last().map_or("", |parent| parent.name);
    let is_known = if within(open, "mtext") {
        OF_FORMULAS_TEXT.contains(&name)
    } else if within(open, "math") {
        OF_FORMULAS.contains(&name)
    } else if in_body {
        OF_BODIES.contains(&name)
    } else {
        OF_THEME.contains(&name)
    };
    if !is_known {
        panic!(
            "an unknown element: {name} in {parent:?} with {:?}",
            tag.attributes
        );
    }
    if name == "a" && within(open, "a") {
        panic!("a link in a link");
    }
    if END_PARAGRAPHS.contains(&name) {
        let around = open.iter().rev();
        let mut around = around.take_while(|other| !SCOPES.contains(&other.name));
        if around.any(|other| other.name == "p") {
            panic!("an element that ends the paragraph around it: {name}");
        }
    }
    let is_heading = |name: &str| matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
    if is_heading(name) && open.iter().any(|other| is_heading(other.name)) {
        panic!("a heading in a heading");
    }
    for (of, children) in CHILDREN {
        if *of == parent && !children.contains(&name) {
            panic!("a child that its parent cannot have: {name} in {parent}");
        }
    }
}

fn check_count(name: &str, children: usize) {
    if let Some((_, count)) = COUNTS.iter().find(|(known, _)| *known == name) {
        assert_eq!(children, *count, "another number of children: {name}");
    }
}

fn within(open: &[Open<'_>], name: &str) -> bool {
    open.iter().any(|other| other.name == name)
}

/// The files and ids of a site.
pub struct Site<'s> {
    /// The URL of its root, with a slash at the end.
    pub root: Url,
    /// Whether it has a file with this path.
    pub has: &'s dyn Fn(&str) -> bool,
    /// The ids of pages, by path. Pages may be missing.
    pub ids: BTreeMap<String, BTreeSet<String>>,
}

impl Site<'_> {
    /// Follows all addresses of the page with the file `path`, as a browser does. Panics if an address does
    /// not exist.
    pub fn follow<'p>(&self, path: &str, addresses: impl IntoIterator<Item = &'p String>) {
        let here = self.root.join(path).expect("a file has an address");
        for address in addresses {
            let Ok(url) = here.join(address) else {
                panic!("{path}: not an address: {address}");
            };
            if let Ok(absolute) = Url::parse(address) {
                assert_eq!(
                    absolute, url,
                    "{path}: an address with two meanings: {address}"
                );
                check_web(&absolute);
                continue;
            }
            let inside = self.inside(&url);
            let Some(inside) = inside else {
                panic!("{path}: an address leaves the site: {address} to {url}");
            };
            let Ok(target) = percent_decode_str(inside).decode_utf8() else {
                panic!("{path}: an address that is not UTF-8: {address}");
            };
            let target = match target.as_ref() {
                folder if folder.is_empty() || folder.ends_with('/') => {
                    format!("{folder}index.html")
                }
                file => file.to_owned(),
            };
            if !(self.has)(&target) {
                panic!("{path}: an address leads to no file: {address} to {target}");
            }
            let fragment = url.fragment().unwrap_or_default();
            let fragment = percent_decode_str(fragment).decode_utf8_lossy();
            if let Some(ids) = self.ids.get(&target)
                && !fragment.is_empty()
                && !ids.contains(fragment.as_ref())
            {
                panic!("{path}: an address leads to no id: {address}");
            }
        }
    }

    fn inside<'u>(&self, url: &'u Url) -> Option<&'u str> {
        let is_same = url.origin() == self.root.origin();
        is_same
            .then(|| url.path().strip_prefix(self.root.path()))
            .flatten()
    }
}

/// Checks the URL of another site that a page links to.
pub fn check_web(url: &Url) {
    match url.scheme() {
        "http" | "https" => assert!(url.host().is_some(), "no host: {url}"),
        "mailto" => assert!(!url.path().is_empty(), "no mailbox: {url}"),
        _ => panic!("a scheme that is not allowed: {url}"),
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::Page;

    fn is_sound(html: &str) -> bool {
        catch_unwind(|| Page::read(html, true, true)).is_ok()
    }

    #[test]
    fn html_of_the_renderer_passes() {
        for html in [
            "<p>A <a class=\"term\" href=\"../b/\">b</a> &amp; <em>c</em>.<br />\n</p>\n",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n",
            "<p><math display=\"block\"><mrow><mtext>a <b>b</b></mtext></mrow></math></p>",
            "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>",
        ] {
            assert!(is_sound(html), "{html}");
        }
    }

    #[test]
    fn other_html_fails() {
        for html in [
            "<p>a",
            "<em>a<strong>b</em></strong>",
            "<p>a<ul><li>b</li></ul></p>",
            "<a href=\"a\"><em><a href=\"b\">c</a></em></a>",
            "<ul><p>a</p></ul>",
            "<tr>a</tr>",
            "<p>1 < 2</p>",
            "<p>a & b</p>",
            "<p>\u{1}</p>",
            "<p title=\"a\" title=\"b\">c</p>",
            "<p id=\"a\">b</p><p id=\"a\">c</p>",
            "<p onclick=\"a\">b</p>",
            "<p style=\"a\">b</p>",
            "<script>a</script>",
            "<script src=\"https://e.test/a.js\"></script>",
            "<iframe src=\"a\"></iframe>",
            "<article>a</article>",
            "<math><p>a</p></math>",
            "<!-- a -->",
            "<em/>a",
            "<math><msup><mi>a</mi></msup></math>",
            "<math><mtable><mi>a</mi></mtable></math>",
        ] {
            assert!(!is_sound(html), "{html}");
        }
    }
}
