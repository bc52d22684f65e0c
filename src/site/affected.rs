//! Names pages in diagnostics about templates.

use crate::diagnostic::AffectedPage;
use crate::glossary::Glossary;
use crate::site_map::{Route, written_address};

/// The page at a path, which is that of a file from the site's root.
pub(super) fn page(path: &str, route: &Route, glossary: &Glossary) -> AffectedPage {
    let description = match route {
        Route::Entry(id) => {
            return AffectedPage::Entry {
                position: id.index(),
                name: glossary.entry(*id).to_string(),
            };
        }
        Route::Page(id) => format!("the page `{}`", glossary.page(*id).front.title.text),
        Route::Index => "the index".to_owned(),
        Route::Letter(index) => match glossary.index.get(*index) {
            Some(group) => format!("the letter `{}`", group.letter.label),
            None => format!("`{path}`"),
        },
        Route::Tags => "the list of tags".to_owned(),
        Route::Tag(id) => format!("the tag `{}`", glossary.tag(*id).name),
        Route::Senses(index) => match glossary.shared_headwords().get(*index) {
            Some(shared) => format!("the senses of `{}`", shared.name),
            None => format!("`{path}`"),
        },
        Route::Book => "the book".to_owned(),
        Route::Map => "the map".to_owned(),
        Route::Coverage => "the page about translations".to_owned(),
        Route::Search => "the search page".to_owned(),
        Route::Redirect(_) | Route::OnlySense(_) | Route::FormerParts => {
            format!("the former address `{}`", written_address(path))
        }
        Route::Retired(_) => format!("the retired address `{}`", written_address(path)),
        Route::NotFound
        | Route::BookMargins
        | Route::OpenSearch
        | Route::Redirects
        | Route::Sitemap
        | Route::SitemapPart(_)
        | Route::Robots
        | Route::Output(_)
        | Route::FullText
        | Route::Twin(_)
        | Route::Theme(_)
        | Route::Static(_) => format!("`{path}`"),
    };
    AffectedPage::Other { description }
}
