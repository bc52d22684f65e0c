//! Messages about other sites, and about published glossaries.

use std::path::Path;

use super::file_kind::FileKind;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::counted;
use crate::web_page::facts::Framework;

/// A file that is not the `glossary.json` of a glossary.
pub(super) fn not_a_glossary(path: &str, why: &str) -> Failure {
    Failure::Usage(format!(
        "{path} is not a `glossary.json` of Headword: {why}; write one with `headword export json --output \
         glossary.json`"
    ))
}

/// A file of a later version.
pub(super) fn unknown_format(path: &str, format: u64) -> Failure {
    Failure::Usage(format!(
        "{path} has format {format}, and this version of Headword reads format 1: update Headword"
    ))
}

/// A glossary whose address is not known.
pub(super) fn no_address() -> Failure {
    Failure::Usage(
        "the glossary has no `base_url`, so its address is unknown: write it as `--to \
         https://example.org/glossary/`, or as a path such as `--to /glossary/`"
            .to_owned(),
    )
}

/// A selector that cannot be used.
pub(super) fn bad_selector(selector: &str, why: &str) -> Failure {
    Failure::Usage(format!("`--within {selector}`: {why}"))
}

/// A site that is not a folder.
pub(super) fn not_a_site(site: &Path) -> Failure {
    Failure::Unusable {
        path: site.display().to_string(),
        why: "is not a folder: name the folder of the built site".to_owned(),
    }
}

/// A folder for the copy that has files already.
pub(super) fn output_is_used(output: &Path) -> Failure {
    Failure::NotOurs {
        path: output.display().to_string(),
        why: "is not empty: remove it first, or choose another folder for the copy".to_owned(),
    }
}

/// A folder for the copy that is in the site, or contains it.
pub(super) fn output_in_site(output: &Path) -> Failure {
    Failure::Unusable {
        path: output.display().to_string(),
        why: "is in the site: choose a folder beside it for the copy".to_owned(),
    }
}

/// A file of somebody else with the name of one of ours.
pub(super) fn somebody_elses(path: &Path) -> Failure {
    Failure::NotOurs {
        path: path.display().to_string(),
        why: "is a file of the site, and Headword needs its name: rename it".to_owned(),
    }
}

/// A folder without a file that gets links.
pub(super) fn no_page(site: &Path, kind: FileKind) -> Diagnostic {
    let (message, help) = match kind {
        FileKind::Pages => (
            "there is no HTML page in this folder",
            "build the site first, and name the folder with its pages",
        ),
        FileKind::Sources => (
            "there is no Markdown file in this folder",
            "name the folder with the sources of the site: `.md`, `.markdown` or `.mdx`",
        ),
    };
    Diagnostic::new(Code::NoHtmlPage, message)
        .at_path(site.display().to_string())
        .help(help)
}

/// A source that is not UTF-8.
pub(super) fn not_utf8(path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownEncoding, "the file is not UTF-8")
        .at_path(path)
        .help("write the file in UTF-8")
}

/// A page whose encoding is unknown.
pub(super) fn unknown_encoding(path: &str, encoding: Option<&str>) -> Diagnostic {
    match encoding {
        Some(encoding) => {
            let message = format!("cannot add links to a page with the encoding `{encoding}`");
            Diagnostic::new(Code::UnknownEncoding, message)
                .at_path(path)
                .help("write the page in UTF-8, and declare it: `<meta charset=\"utf-8\">`")
        }
        None => Diagnostic::new(
            Code::UnknownEncoding,
            "the page is not UTF-8, and declares no encoding",
        )
        .at_path(path)
        .help("declare the encoding in the head of the page, as `<meta charset=\"…\">`"),
    }
}

/// A page that was changed after links were added.
pub(super) fn changed_page(path: &str) -> Diagnostic {
    let message = "the page was changed after links were added, so it stays as it is";
    Diagnostic::new(Code::ChangedPage, message)
        .at_path(path)
        .help("build the site again, and then add the links")
}

/// A site that the browser draws again. `pages` is the number of such pages, of which the first is at `path`.
pub(super) fn drawn_again(framework: Framework, path: &str, pages: usize) -> Diagnostic {
    let are_made = if pages == 1 { "is made" } else { "are made" };
    let message = format!(
        "{} {are_made} with {}, which draws such pages again in the browser: added links would be lost, or take text \
         with them",
        counted(pages, "page", "pages"),
        framework.name()
    );
    Diagnostic::new(Code::DrawnAgain, message)
        .at_path(path)
        .help("write the links into copies of its sources, with `headword annotate --markdown`")
}
