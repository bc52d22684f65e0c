//! What each template is given: finished, plain, and nothing to look up.
//!
//! `docs/templates.md` is the reference of these types. Addresses are relative to the page that
//! they stand on; only `canonical` ones are absolute.

use serde::Serialize;

use crate::config::{Config, Credit, NavigationTarget};
use crate::destination::{WebAddress, encode_path};
use crate::glossary::{EntryId, Glossary, IndexLine, LabelKind, Tag};
use crate::html::Definition;
use crate::link::{Backlink, LinkedGlossary};
use crate::site_map::{self, SITEMAP_PAGES, entry_address, root_from, tag_address};

/// What every page knows of the site, as `site`.
#[derive(Debug, Clone, Serialize)]
pub struct Site<'a> {
    /// The glossary's name.
    pub title: &'a str,
    /// What it is about.
    pub description: Option<&'a str>,
    /// The language, as HTML's `lang` takes it.
    pub language: &'a str,
    /// `ltr` or `rtl`, as HTML's `dir` takes it.
    pub direction: &'static str,
    /// The absolute address of the site's root.
    pub base_url: Option<&'a str>,
    /// Who made it.
    pub author: Option<Link<'a>>,
    /// On what terms it may be used.
    pub licence: Option<Link<'a>>,
    /// How many entries there are.
    pub entry_count: usize,
    /// How many tags there are.
    pub tag_count: usize,
    /// The program and its version.
    pub generator: &'static str,
    /// `[extra]` of `glossary.toml`.
    pub extra: &'a toml::Table,
}

/// A text that leads somewhere, or nowhere if there is no `url`.
#[derive(Debug, Clone, Serialize)]
pub struct Link<'a> {
    /// What to show.
    pub title: &'a str,
    /// Where it leads.
    pub url: Option<String>,
}

/// What every page knows of itself.
#[derive(Debug, Clone, Serialize)]
pub struct Page<'a> {
    /// The relative address of the site's root, with a final slash: `./`, `../`.
    pub root: String,
    /// Which template: `index`, `entry`, `tags`, `tag`, `404`, `redirect`.
    pub kind: &'static str,
    /// The page's own name, without the site's.
    pub title: String,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// Its absolute address, where `base_url` is set.
    pub canonical: Option<String>,
    /// Links in the header.
    pub navigation: Vec<Link<'a>>,
    /// Whether it has formulas whose look needs `assets/math.css`.
    pub math_styles: bool,
}

/// An entry as another page shows it.
#[derive(Debug, Clone, Serialize)]
pub struct EntryLink<'a> {
    /// The main name.
    pub headword: &'a str,
    /// Which meaning of it.
    pub sense: Option<&'a str>,
    /// The address of the term page.
    pub url: String,
    /// The meaning in one line.
    pub gloss: &'a str,
}

/// A tag as pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct TagLink<'a> {
    /// The tag.
    pub name: &'a str,
    /// The address of its page.
    pub url: String,
    /// How many entries have it.
    pub count: usize,
}

/// One letter of the index.
#[derive(Debug, Clone, Serialize)]
pub struct Letter<'a> {
    /// What to show: `A`, `#`.
    pub label: &'a str,
    /// The `id` of its section: `a`, `symbols`.
    pub id: &'a str,
    /// Its names, in order.
    pub lines: Vec<Line<'a>>,
}

/// One line of the index.
#[derive(Debug, Clone, Serialize)]
pub struct Line<'a> {
    /// The name that stands here, if it is not the entry's headword.
    pub other_name: Option<&'a str>,
    /// The entry.
    pub entry: EntryLink<'a>,
}

/// `index.html`.
#[derive(Debug, Clone, Serialize)]
pub struct IndexPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The letters that have names, in order.
    pub letters: Vec<Letter<'a>>,
    /// All tags, in order.
    pub tags: Vec<TagLink<'a>>,
}

/// A sentence of another entry that mentions this one.
#[derive(Debug, Clone, Serialize)]
pub struct Mention<'a> {
    /// The other entry.
    pub entry: EntryLink<'a>,
    /// The sentence up to the mention.
    pub before: &'a str,
    /// The mention.
    pub mention: &'a str,
    /// The rest of the sentence.
    pub after: &'a str,
}

/// The entry of a term page.
#[derive(Debug, Clone, Serialize)]
pub struct Term<'a> {
    /// The file's name without its ending.
    pub slug: &'a str,
    /// The main name.
    pub headword: &'a str,
    /// Which meaning of it.
    pub sense: Option<&'a str>,
    /// Short forms.
    pub abbreviations: Vec<&'a str>,
    /// Other names.
    pub synonyms: Vec<&'a str>,
    /// Other spellings.
    pub variants: Vec<&'a str>,
    /// Names to avoid.
    pub avoid: Vec<&'a str>,
    /// The meaning in one line.
    pub gloss: &'a str,
    /// Whether the gloss is the definition's first sentence, and not to be shown again.
    pub gloss_is_derived: bool,
    /// The body: safe HTML.
    pub definition: &'a str,
    /// Subjects.
    pub tags: Vec<TagLink<'a>>,
    /// Entries to see also.
    pub related: Vec<EntryLink<'a>>,
    /// Entries that this one is a kind or part of.
    pub broader: Vec<EntryLink<'a>>,
    /// Entries that are a kind or part of this one.
    pub narrower: Vec<EntryLink<'a>>,
    /// The entry that takes this one's place.
    pub replaced_by: Option<EntryLink<'a>>,
    /// Entries whose place this one takes.
    pub replaces: Vec<EntryLink<'a>>,
    /// Sentences of other entries that mention this one.
    pub mentions: Vec<Mention<'a>>,
    /// Where the definition comes from.
    pub sources: Vec<Link<'a>>,
    /// The day of the last change, as HTML's `datetime` takes it.
    pub updated: Option<String>,
    /// Where the entry can be edited.
    pub edit_url: Option<String>,
    /// `[extra]` of the entry.
    pub extra: &'a toml::Table,
}

/// `entry.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EntryPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The entry.
    pub entry: Term<'a>,
    /// The entry before this one.
    pub previous: Option<EntryLink<'a>>,
    /// The entry after this one.
    pub next: Option<EntryLink<'a>>,
}

/// `tags.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TagsPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// All tags, in order.
    pub tags: Vec<TagLink<'a>>,
}

/// `tag.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TagPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The tag.
    pub tag: TagLink<'a>,
    /// The entries that have it, in order.
    pub entries: Vec<EntryLink<'a>>,
}

/// `404.html`.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundPage<'a> {
    /// The page; its `root` is an absolute path.
    pub page: Page<'a>,
}

/// `redirect.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectPage<'a> {
    /// The page; its `canonical` is the target's.
    pub page: Page<'a>,
    /// Where readers are sent.
    pub target: EntryLink<'a>,
}

/// `sitemap.xml`.
#[derive(Debug, Clone, Serialize)]
pub struct Sitemap {
    /// Pages.
    pub pages: Vec<SitemapPage>,
}

/// One page in `sitemap.xml`, or one such file in `sitemap-index.xml`.
#[derive(Debug, Clone, Serialize)]
pub struct SitemapPage {
    /// The absolute address.
    pub url: String,
    /// The day of the last change.
    pub updated: Option<String>,
}

/// `sitemap-index.xml`.
#[derive(Debug, Clone, Serialize)]
pub struct SitemapIndex {
    /// The files.
    pub sitemaps: Vec<SitemapPage>,
}

/// Makes the data of all pages.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    linked: &'a LinkedGlossary<'a>,
    config: &'a Config,
}

impl<'a> Pages<'a> {
    /// The pages of a glossary.
    pub fn new(linked: &'a LinkedGlossary<'a>, config: &'a Config) -> Self {
        Self { linked, config }
    }

    /// What every page knows of the site.
    pub fn site(&self) -> Site<'a> {
        let config = self.config;
        let credit = |credit: &'a Credit| Link {
            title: &credit.name,
            url: credit.url.as_ref().map(WebAddress::to_string),
        };
        Site {
            title: &config.title,
            description: config.description.as_deref(),
            language: config.language.tag(),
            direction: config.language.direction(),
            base_url: config.base_url.as_ref().map(|url| url.as_str()),
            author: config.author.as_ref().map(credit),
            licence: config.licence.as_ref().map(credit),
            entry_count: self.glossary().entries.len(),
            tag_count: self.glossary().tags.len(),
            generator: concat!("Headword ", env!("CARGO_PKG_VERSION")),
            extra: &config.extra,
        }
    }

    /// The index.
    pub fn index(&self) -> IndexPage<'a> {
        let page = Page {
            description: self.config.description.clone(),
            ..self.page("", "index", self.config.title.clone())
        };
        let letters = self.glossary().index.iter().map(|group| Letter {
            label: &group.letter.label,
            id: &group.letter.id,
            lines: group
                .lines
                .iter()
                .map(|line| match line {
                    IndexLine::Entry(id) => Line {
                        other_name: None,
                        entry: self.entry_link(*id, &page.root),
                    },
                    IndexLine::OtherName(name, id) => Line {
                        other_name: Some(name),
                        entry: self.entry_link(*id, &page.root),
                    },
                })
                .collect(),
        });
        IndexPage {
            letters: letters.collect(),
            tags: self.tag_links(&page.root),
            page,
        }
    }

    /// One term page; its definition is written already.
    pub fn entry(&self, id: EntryId, definition: &'a Definition) -> EntryPage<'a> {
        let entry = self.glossary().entry(id);
        let links = self.linked.links(id);
        let page = Page {
            description: (!entry.gloss.text.is_empty()).then(|| entry.gloss.text.clone()),
            math_styles: !definition.math_styles.is_empty(),
            ..self.page(&entry_address(&entry.slug), "entry", entry.to_string())
        };
        let root = page.root.as_str();
        let list = |ids: &[EntryId]| ids.iter().map(|id| self.entry_link(*id, root)).collect();
        let (previous, next) = self.glossary().neighbours(id);
        let term = Term {
            slug: &entry.slug,
            headword: &entry.headword,
            sense: entry.sense.as_deref(),
            abbreviations: entry.names(LabelKind::Abbreviation).collect(),
            synonyms: entry.names(LabelKind::Synonym).collect(),
            variants: entry.names(LabelKind::Variant).collect(),
            avoid: entry.names(LabelKind::Deprecated).collect(),
            gloss: &entry.gloss.text,
            gloss_is_derived: entry.gloss.is_derived,
            definition: &definition.html,
            tags: entry
                .tags
                .iter()
                .map(|tag| tag_link(self.glossary().tag(*tag), root))
                .collect(),
            related: list(&links.related),
            broader: list(&links.broader),
            narrower: list(&links.narrower),
            replaced_by: links.replaced_by.map(|id| self.entry_link(id, root)),
            replaces: list(&links.replaces),
            mentions: links
                .backlinks
                .iter()
                .map(|link| self.mention(link, root))
                .collect(),
            sources: entry
                .front
                .sources
                .iter()
                .map(|source| Link {
                    title: &source.title,
                    url: source.url.as_ref().map(WebAddress::to_string),
                })
                .collect(),
            updated: entry.front.updated.map(|day| day.to_string()),
            edit_url: self
                .config
                .edit_url
                .as_ref()
                .map(|pattern| pattern.replace("{path}", &encode_path(&entry.file.path))),
            extra: &entry.front.extra,
        };
        EntryPage {
            entry: term,
            previous: previous.map(|id| self.entry_link(id, root)),
            next: next.map(|id| self.entry_link(id, root)),
            page,
        }
    }

    /// The list of tags.
    pub fn tags(&self) -> TagsPage<'a> {
        let names = self.glossary().tags.iter().map(|tag| tag.name.as_str());
        let page = Page {
            description: listed(names),
            ..self.page("tags/", "tags", "Tags".to_owned())
        };
        TagsPage {
            tags: self.tag_links(&page.root),
            page,
        }
    }

    /// One tag's page.
    pub fn tag(&self, tag: &'a Tag) -> TagPage<'a> {
        let entries = tag.entries.iter().map(|id| self.glossary().entry(*id));
        let page = Page {
            description: listed(entries.map(|entry| entry.headword.as_str())),
            ..self.page(&tag_address(tag), "tag", tag.name.clone())
        };
        TagPage {
            tag: tag_link(tag, &page.root),
            entries: tag
                .entries
                .iter()
                .map(|id| self.entry_link(*id, &page.root))
                .collect(),
            page,
        }
    }

    /// The page for addresses that there are not. It is served at any depth: its addresses begin
    /// with the path of `base_url`, or with `/`.
    pub fn not_found(&self) -> NotFoundPage<'a> {
        let root = self.config.base_url.as_ref().map_or("/", |url| url.path());
        NotFoundPage {
            page: Page {
                canonical: None,
                navigation: self.navigation(root),
                root: root.to_owned(),
                ..self.page("", "404", "Not found".to_owned())
            },
        }
    }

    /// The page at a former address, a path from the site's root to an HTML file.
    pub fn redirect(&self, path: &str, target: EntryId) -> RedirectPage<'a> {
        let entry = self.glossary().entry(target);
        let page = Page {
            canonical: self.canonical(&entry_address(&entry.slug)),
            ..self.page(path, "redirect", entry.to_string())
        };
        RedirectPage {
            target: self.entry_link(target, &page.root),
            page,
        }
    }

    /// A part of the pages that search engines are told of; empty where `base_url` is not set.
    pub fn sitemap(&self, part: usize) -> Sitemap {
        let glossary = self.glossary();
        let pages = site_map::listed(glossary)
            .skip(part * SITEMAP_PAGES)
            .take(SITEMAP_PAGES)
            .filter_map(|(address, id)| {
                let day = id.and_then(|id| glossary.entry(id).front.updated);
                Some(SitemapPage {
                    url: self.canonical(&address)?,
                    updated: day.map(|day| day.to_string()),
                })
            });
        Sitemap {
            pages: pages.collect(),
        }
    }

    /// The list of the parts, if there are several.
    pub fn sitemap_index(&self) -> Option<SitemapIndex> {
        let parts = site_map::sitemap_parts(self.glossary());
        (!parts.is_empty()).then(|| SitemapIndex {
            sitemaps: parts
                .filter_map(|part| {
                    Some(SitemapPage {
                        url: self.canonical(&site_map::sitemap_part(part))?,
                        updated: None,
                    })
                })
                .collect(),
        })
    }

    fn glossary(&self) -> &'a Glossary<'a> {
        &self.linked.glossary
    }

    fn page(&self, path: &str, kind: &'static str, title: String) -> Page<'a> {
        let root = root_from(path);
        Page {
            navigation: self.navigation(&root),
            root,
            kind,
            title,
            description: None,
            canonical: self.canonical(path),
            math_styles: false,
        }
    }

    fn canonical(&self, path: &str) -> Option<String> {
        self.config.base_url.as_ref().map(|base| base.join(path))
    }

    fn navigation(&self, root: &str) -> Vec<Link<'a>> {
        self.config
            .navigation
            .iter()
            .map(|link| Link {
                title: &link.title,
                url: Some(match &link.target {
                    NavigationTarget::Web(address) => address.to_string(),
                    NavigationTarget::Site(path, suffix, _) => {
                        format!("{root}{}{}", encode_path(path), suffix.as_str())
                    }
                }),
            })
            .collect()
    }

    fn entry_link(&self, id: EntryId, root: &str) -> EntryLink<'a> {
        let entry = self.glossary().entry(id);
        EntryLink {
            headword: &entry.headword,
            sense: entry.sense.as_deref(),
            url: format!("{root}{}", entry_address(&entry.slug)),
            gloss: &entry.gloss.text,
        }
    }

    fn tag_links(&self, root: &str) -> Vec<TagLink<'a>> {
        let tags = self.glossary().tags.iter();
        tags.map(|tag| tag_link(tag, root)).collect()
    }

    fn mention(&self, link: &'a Backlink, root: &str) -> Mention<'a> {
        Mention {
            entry: self.entry_link(link.from, root),
            before: &link.quotation.before,
            mention: &link.quotation.mention,
            after: &link.quotation.after,
        }
    }
}

fn tag_link<'a>(tag: &'a Tag, root: &str) -> TagLink<'a> {
    TagLink {
        name: &tag.name,
        url: format!("{root}{}", tag_address(tag)),
        count: tag.entries.len(),
    }
}

/// How long a description of what a page lists may be, in bytes: search engines show no more.
const DESCRIPTION: usize = 150;

/// A description of a page that lists names: the first of them.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut description = String::new();
    for name in names {
        if !description.is_empty() && description.len() + name.len() > DESCRIPTION {
            description.push_str(", …");
            break;
        }
        if !description.is_empty() {
            description.push_str(", ");
        }
        description.push_str(name);
    }
    (!description.is_empty()).then_some(description)
}
