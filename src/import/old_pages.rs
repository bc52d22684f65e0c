//! The pages of the old site that had several terms each: their addresses, and the anchors that its generator made.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::asciidoc::{self, Component};
use super::read::{self, Unread};
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::text::slug::is_slug_char;

/// The largest number of folders above the source in which its generator is looked for.
const FOLDERS: usize = 8;

/// The files that show the generator of a documentation, which lies in their folder or below it.
const MARKS: &[(&str, Generator)] = &[
    ("conf.py", Generator::Sphinx),
    ("myst.yml", Generator::MystMd),
    ("mkdocs.yml", Generator::MkDocs),
    ("mkdocs.yaml", Generator::MkDocs),
    ("book.toml", Generator::MdBook),
    ("docusaurus.config.js", Generator::Docusaurus),
    ("docusaurus.config.ts", Generator::Docusaurus),
    ("docusaurus.config.mjs", Generator::Docusaurus),
    ("hugo.toml", Generator::Hugo),
    ("hugo.yaml", Generator::Hugo),
    ("_config.yml", Generator::Jekyll),
    (asciidoc::SETTINGS, Generator::Antora),
];

/// The program that made the old site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Generator {
    /// Nothing shows it.
    #[default]
    Unknown,
    /// Sphinx.
    Sphinx,
    /// mystmd, which reads MyST without Sphinx.
    MystMd,
    /// MkDocs.
    MkDocs,
    /// mdBook.
    MdBook,
    /// Docusaurus.
    Docusaurus,
    /// Hugo.
    Hugo,
    /// Jekyll.
    Jekyll,
    /// Antora.
    Antora,
    /// The source has the pages of the old site themselves.
    Itself,
}

/// An anchor of a term on a page with several terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OldAnchor {
    /// The identifier as the source has it, or as Sphinx makes it.
    Id(String),
    /// The anchor that the generator makes of the words of a heading. `repeated` is the number after it, which tells it
    /// from those before it on the page: see [`HeadingNumbers`].
    Heading { words: String, repeated: usize },
}

/// The numbers after the anchors of a page's headings, as GitHub, Hugo and Docusaurus give them: 0 means none.
///
/// ```text
/// C, C++, C#        0, 1, 2    for `c`, `c-1`, `c-2`
/// C, C 1, C++       0, 0, 2    for `c`, `c-1`, `c-2`
/// ```
#[derive(Debug, Default)]
pub(super) struct HeadingNumbers {
    /// The anchors so far, each with the last number that was added to it.
    taken: HashMap<String, usize>,
}

impl HeadingNumbers {
    /// The number of the next heading of the page, which has these words.
    pub(super) fn next(&mut self, words: &str) -> usize {
        let base = of_github(words);
        let mut anchor = base.clone();
        let mut number = 0;
        while self.taken.contains_key(&anchor) {
            let last = self.taken.entry(base.clone()).or_default();
            *last += 1;
            number = *last;
            anchor = format!("{base}-{number}");
        }
        self.taken.insert(anchor, 0);
        number
    }
}

/// The place of the source in the old site.
#[derive(Debug, Clone, Default)]
pub(super) struct OldPages {
    generator: Generator,
    /// Whether each page is the `index.html` of a folder.
    has_folders: bool,
    /// The path of the source's folder on the old site; empty, or with a slash at its end.
    folder: String,
    /// The name of the source's folder, if nothing shows the generator and the name says something about the page.
    own_folder: Option<String>,
}

/// Names of folders that contain a whole site.
const ROOTS: &[&str] = &[
    "content",
    "doc",
    "docs",
    "documentation",
    "main",
    "pages",
    "public",
    "site",
    "source",
    "src",
    "www",
];

impl OldPages {
    /// Finds the generator by its settings, in the folders around the source.
    ///
    /// # Errors
    ///
    /// [`Failure::Io`] if a folder or its settings cannot be read.
    pub(super) fn find(disk: &Disk, source: &Path, is_folder: bool) -> Result<Self, Failure> {
        let source = disk.canonical(source)?;
        let start = if is_folder {
            Some(source.as_path())
        } else {
            source.parent()
        };
        let Some(start) = start else {
            return Ok(Self::default());
        };
        for root in start.ancestors().take(FOLDERS) {
            for (name, generator) in MARKS {
                let settings = root.join(name);
                if disk.exists(&settings)? {
                    let text = match read::text(disk, &settings) {
                        Ok(text) => text,
                        Err(Unread::Failed(error)) => return Err(error.into()),
                        Err(Unread::Invalid(_)) => String::new(),
                    };
                    return Ok(Self::of(*generator, &text, root, start));
                }
            }
            if disk.exists(&root.join(".git"))? {
                break;
            }
        }
        Ok(Self {
            own_folder: own_folder(disk, start)?,
            ..Self::default()
        })
    }

    /// The pages of a source that are those of the old site, so that their paths are their addresses.
    ///
    /// # Errors
    ///
    /// [`Failure::Io`] if a folder cannot be read.
    pub(super) fn of_files(disk: &Disk, source: &Path, is_folder: bool) -> Result<Self, Failure> {
        let source = disk.canonical(source)?;
        let start = if is_folder {
            Some(source.as_path())
        } else {
            source.parent()
        };
        Ok(Self {
            generator: Generator::Itself,
            own_folder: start
                .map(|start| own_folder(disk, start))
                .transpose()?
                .flatten(),
            ..Self::default()
        })
    }

    /// The place of the folder `start` in a site with these settings, which lie in `root`.
    fn of(generator: Generator, settings: &str, root: &Path, start: &Path) -> Self {
        let setting = |key: &str| {
            let mut values = settings.lines().filter_map(|line| {
                let rest = line.strip_prefix(key)?.trim_start();
                let rest = rest.strip_prefix([':', '='])?.trim();
                Some(rest.trim_matches(['"', '\'']))
            });
            values.next()
        };
        // the folder of the texts, from which addresses are counted
        let texts = match generator {
            Generator::MkDocs => setting("docs_dir").unwrap_or("docs"),
            Generator::MdBook => setting("src").unwrap_or("src"),
            Generator::Hugo => setting("contentDir").unwrap_or("content"),
            Generator::Docusaurus => "src/pages",
            _ => "",
        };
        let below = |folder: PathBuf| start.strip_prefix(folder).ok();
        let folder = below(root.join(texts)).or_else(|| below(root.to_owned()));
        let mut folder: String = folder
            .into_iter()
            .flat_map(Path::components)
            .map(|part| format!("{}/", part.as_os_str().to_string_lossy()))
            .collect();
        if generator == Generator::Hugo {
            folder = folder.to_lowercase();
        }
        if generator == Generator::Antora {
            folder = Component::of(settings, root).address(start);
        }
        let has_folders = match generator {
            Generator::MkDocs => setting("use_directory_urls") != Some("false"),
            Generator::Jekyll => setting("permalink") == Some("pretty"),
            Generator::Docusaurus | Generator::Hugo | Generator::MystMd => true,
            Generator::Unknown
            | Generator::Sphinx
            | Generator::MdBook
            | Generator::Antora
            | Generator::Itself => false,
        };
        Self {
            generator,
            has_folders,
            folder,
            own_folder: None,
        }
    }

    /// The address of a page of the source from the root of the old site. `page` is its path in the source without
    /// the extension, or its address if this begins with a slash; `base` is the path of the source's folder on the
    /// old site, if it is known.
    ///
    /// ```text
    /// glossary          glossary.html       with folders: glossary
    /// words/index       words/index.html    with folders: words/index.html
    /// /words/           words
    /// ```
    pub(super) fn address(&self, page: &str, base: Option<&str>) -> String {
        if let Some(address) = page.strip_prefix('/') {
            return address.trim_end_matches('/').to_owned();
        }
        let folder = match base.map(|base| base.trim_matches('/')) {
            Some("") => String::new(),
            Some(base) => format!("{base}/"),
            None => self.folder.clone(),
        };
        let page = match self.generator {
            Generator::Hugo => page.to_lowercase(),
            _ => page.to_owned(),
        };
        let (parent, name) = match page.rsplit_once('/') {
            Some((parent, name)) => (format!("{parent}/"), name),
            None => (String::new(), page.as_str()),
        };
        let is_itself = self.generator == Generator::Itself;
        let stem = if is_itself { read::stem(name) } else { name };
        let is_index = ["index", "_index", "readme"]
            .iter()
            .any(|index| stem.eq_ignore_ascii_case(index));
        if is_index
            && let Some(own) = self
                .own_folder
                .as_ref()
                .filter(|_| base.is_none() && parent.is_empty())
        {
            return format!("{own}/index.html");
        }
        if is_index {
            return format!("{folder}{parent}index.html");
        }
        let ending = if self.has_folders || is_itself {
            ""
        } else {
            ".html"
        };
        format!("{folder}{page}{ending}")
    }

    /// The program that made the old site, as a report names it; `None` if nothing shows it.
    pub(super) fn generator(&self) -> Option<&'static str> {
        Some(match self.generator {
            Generator::Unknown | Generator::Itself => return None,
            Generator::Sphinx => "Sphinx",
            Generator::MystMd => "mystmd",
            Generator::MkDocs => "MkDocs",
            Generator::MdBook => "mdBook",
            Generator::Docusaurus => "Docusaurus",
            Generator::Hugo => "Hugo",
            Generator::Jekyll => "Jekyll",
            Generator::Antora => "Antora",
        })
    }

    /// The fragment of an anchor on the old site; `None` if it cannot be known.
    pub(super) fn fragment(&self, anchor: &OldAnchor) -> Option<String> {
        let (words, repeated) = match anchor {
            OldAnchor::Id(id) if self.generator == Generator::MystMd => {
                return Some(of_mystmd(id));
            }
            OldAnchor::Id(id) => return Some(id.clone()),
            OldAnchor::Heading { words, repeated } => (words, *repeated),
        };
        let (made, joint) = match self.generator {
            Generator::MkDocs => (of_python_markdown(words), '_'),
            Generator::MdBook => (of_mdbook(words), '-'),
            _ => (of_github(words), '-'),
        };
        let made = Some(made).filter(|made| !made.is_empty())?;
        Some(match repeated {
            0 => made,
            count => format!("{made}{joint}{count}"),
        })
    }
}

/// The name of a folder, if it says something about the page in it.
fn own_folder(disk: &Disk, folder: &Path) -> Result<Option<String>, Failure> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let says =
        !ROOTS.contains(&name.to_lowercase().as_str()) && !disk.exists(&folder.join(".git"))?;
    Ok(says.then(|| name.into_owned()))
}

/// The anchor of a heading as GitHub makes it, and as kramdown, Docusaurus and Hugo do: in small letters, without
/// signs, with hyphens for spaces.
fn of_github(words: &str) -> String {
    let is_kept = |c: &char| is_slug_char(*c) || matches!(c, ' ' | '-' | '_');
    let kept: String = words.to_lowercase().chars().filter(is_kept).collect();
    kept.replace(' ', "-")
}

/// The anchor of a heading as mdBook makes it, which leaves capitals beyond ASCII.
fn of_mdbook(words: &str) -> String {
    let kept = words.trim().chars().filter_map(|c| match c {
        c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c.to_ascii_lowercase()),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

/// The anchor of a heading as Python-Markdown makes it, for MkDocs: letters beyond ASCII become those that they
/// contain, or go.
fn of_python_markdown(words: &str) -> String {
    let is_kept =
        |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_ascii_whitespace();
    let words = DecomposingNormalizerBorrowed::new_nfkd().normalize(words);
    let kept: String = words.chars().filter(is_kept).collect();
    let mut anchor = String::new();
    for c in kept.trim().chars() {
        match c {
            '-' | ' ' | '\t' | '\n' if anchor.ends_with('-') => {}
            c if c.is_ascii_whitespace() => anchor.push('-'),
            c => anchor.push(c.to_ascii_lowercase()),
        }
    }
    anchor
}

/// An identifier as mystmd makes it: in small letters, with one hyphen for all other signs.
fn of_mystmd(id: &str) -> String {
    hyphenated(&id.to_lowercase())
}

/// The letters and digits of ASCII in a text, with one hyphen for all signs between two of them.
fn hyphenated(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// The identifier that Sphinx makes of a term, which it calls `term-…`; `None` if the term has no letter or digit of
/// ASCII, so that Sphinx numbers it. (`sphinx.util.nodes.make_id`)
///
/// ```text
/// Source Directory    term-Source-Directory
/// naïve C++           term-naive-C
/// ```
pub(super) fn of_sphinx(term: &str) -> Option<String> {
    let ascii: String = decomposed(term).chars().filter(char::is_ascii).collect();
    let words: Vec<&str> = ascii.split_whitespace().collect();
    let mut id = String::from("term");
    for c in format!("-{}", words.join(" ")).chars() {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') => id.push(c),
            _ if !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    let id = id.trim_end_matches('-');
    (id != "term").then(|| id.to_owned())
}

/// The identifier that docutils makes of a label. (`docutils.nodes.make_id`)
pub(super) fn of_label(label: &str) -> String {
    let small = decomposed(&label.to_lowercase());
    let ascii: String = small.chars().filter(char::is_ascii).collect();
    let id = hyphenated(&ascii);
    let start = |c: char| c.is_ascii_digit() || c == '-';
    id.trim_start_matches(start).to_owned()
}

/// A text with its letters taken apart (Unicode form NFKD), and with letters of ASCII for some that have no parts.
fn decomposed(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' => plain.push_str("sz"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'đ' => plain.push('d'),
            'ħ' => plain.push('h'),
            'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ŧ' => plain.push('t'),
            c => plain.push(c),
        }
    }
    let normalizer = DecomposingNormalizerBorrowed::new_nfkd();
    normalizer.normalize(&plain).into_owned()
}
