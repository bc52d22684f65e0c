//! Rewrites the texts and the front matter of all drafts, when the names and addresses of all are known.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

use rayon::prelude::*;
use url::Url;

use super::account::Gathered;
use super::apart::without_date;
use super::context::Context;
use super::draft::{Draft, Markup, Place};
use super::file_names::FileNames;
use super::notes::{Note, NoteKind, excerpt};
use super::old_pages::OldPages;
use super::old_site::{OldSite, OldSiteHints};
use super::old_sites::OldSites;
use super::passage::Passage;
use super::project::{TargetProject, path_parts};
use super::report::Report;
use super::{
    ImportOptions, containers, inline_marks, links, markup, old_site, record_reference, shortcodes,
};
use crate::diagnostic::progress::Progress;
use crate::entry::front_matter::{KEYS, KeyKind};
use crate::site_map::{FormerAddress, written_address};
use crate::source::Edit;
use crate::text::fold::is_forbidden;
use crate::text::{short_list, slug};

/// Rewrites texts and references. Gives the files that texts use: for each path from the entries' folder,
/// the path in the source and the path on the disk. `folder` is that folder, as a path from the project's root.
pub(super) fn rewrite(
    drafts: &mut [Draft],
    gathered: &Gathered,
    project: &TargetProject,
    folder: &str,
    options: &ImportOptions,
    progress: &dyn Progress,
    report: &mut Report,
) -> BTreeMap<String, (String, PathBuf)> {
    let url = options.from_url.as_ref();
    let hints = OldSiteHints {
        base: options.base_path.clone(),
        old_pages: gathered.old_pages.clone(),
        url: url.and_then(|url| Url::parse(url.as_str()).ok()),
        parts: path_parts(&options.source),
        of_language: None,
    };
    let tags = gathered.translations.iter();
    let tags = tags.map(|it| Some(it.language.tag().to_owned()));
    let tags: Vec<Option<String>> = std::iter::once(None).chain(tags).collect();
    let no_pages = BTreeSet::new();
    let sites = tags.iter().map(|tag| {
        let of_language = gathered.bases.get(tag).cloned();
        let parts = hints.parts.iter().chain(&of_language).cloned().collect();
        let hints = OldSiteHints {
            parts,
            of_language,
            ..hints.clone()
        };
        let pages = gathered.pages.get(tag).unwrap_or(&no_pages);
        let language = project.language(tag.as_deref());
        let tag = tag.as_deref();
        OldSite::new(drafts, tag, pages, &gathered.files, &hints, language)
    });
    let sites: Vec<OldSite<'_>> = sites.collect();
    let place_of = |draft: &Draft| {
        let found = tags.iter().position(|tag| *tag == draft.translation.tag);
        found.unwrap_or_default()
    };
    // no page is made of a draft
    let in_main = drafts
        .iter()
        .filter(|draft| draft.tag().is_none() && !draft.is_draft);
    let in_main: HashSet<(bool, String)> = in_main
        .map(|draft| (draft.is_entry(), draft.slug.clone()))
        .collect();
    let names = FileNames::new(&gathered.files);
    let part = progress.begin("rewriting", drafts.len());
    let all: &[Draft] = drafts;
    let rewritten: Vec<RewrittenEntry> = (0..all.len())
        .into_par_iter()
        .filter_map(|index| {
            part.step();
            let draft = all.get(index)?;
            let site = OldSites::new(sites.get(place_of(draft))?, &sites);
            let mut context = Context {
                site,
                drafts: all,
                index,
                project,
                language: project.language(draft.tag()),
                in_main: &in_main,
                folder,
                index_anchors: &gathered.index_anchors,
                is_vault: gathered.is_vault,
                notes: Vec::new(),
                files: BTreeSet::new(),
                tags: Vec::new(),
            };
            Some(RewrittenEntry {
                body: rewritten_body(&mut context, &names),
                notes: context.notes,
                files: context.files,
                tags: context.tags,
                references: references(all, index, site),
            })
        })
        .collect();
    let bases: Vec<OldBase> = sites.iter().map(OldBase::of).collect();
    drop(sites);
    let base = bases.first().cloned().unwrap_or_default();
    if base.is_found && options.base_path.is_none() {
        report.remarks.push(format!(
            "the old addresses seem to begin with `/{}/`: if they did not, use `--base-path`",
            base.path
        ));
    }
    let mut copies = BTreeMap::new();
    let mut parts = OldParts {
        pages: &gathered.old_pages,
        base: (options.base_path.is_some() || !base.path.is_empty()).then(|| base.path.clone()),
        entries: HashSet::new(),
        seen: BTreeSet::new(),
    };
    for (draft, rewritten) in drafts.iter_mut().zip(rewritten) {
        for file in &rewritten.files {
            if let Some(path) = gathered.files.get(file) {
                copies.insert(names.stored(file).to_owned(), (file.clone(), path.clone()));
            }
        }
        take_over(draft, rewritten);
        let base = bases.get(place_of(draft)).unwrap_or(&base);
        redirect(draft, base, gathered.had_pages);
        parts.redirect(draft);
    }
    report.remarks.extend(parts.remark());
    copies
}

/// Gives a draft its rewritten text and references, and notes if it is an entry without a text.
fn take_over(draft: &mut Draft, rewritten: RewrittenEntry) {
    draft.body = rewritten.body;
    for (key, names) in rewritten.references {
        *draft.list_mut(key) = names;
    }
    for tag in rewritten.tags {
        if draft.is_entry() {
            draft.add("tags", tag);
        }
    }
    draft.notes.extend(rewritten.notes);
    if draft.body.text.is_empty() && draft.text_of("gloss").is_none() && draft.is_entry() {
        let detail = excerpt(&draft.title);
        draft.note(
            NoteKind::Changed,
            draft.line,
            "an entry without a text",
            detail,
        );
    }
}

/// The beginning and the end of the addresses in one language on the old site.
#[derive(Debug, Clone, Default)]
struct OldBase {
    path: String,
    /// Whether links show the path.
    is_found: bool,
    /// Whether addresses end in `.html`.
    has_endings: bool,
}

impl OldBase {
    fn of(site: &OldSite<'_>) -> Self {
        Self {
            path: site.base.clone(),
            is_found: site.is_base_found && !site.base.is_empty(),
            has_endings: site.has_endings,
        }
    }
}

/// The result of rewriting one entry.
struct RewrittenEntry {
    body: Passage,
    notes: Vec<Note>,
    /// The files of the source that its text uses.
    files: BTreeSet<String>,
    /// The tags that its text contains.
    tags: Vec<String>,
    /// The names of other entries, by key of front matter.
    references: Vec<(&'static str, Vec<String>)>,
}

/// The rewritten text of the context's entry.
fn rewritten_body(context: &mut Context<'_>, names: &FileNames) -> Passage {
    let draft = context.own();
    let mut body = draft.map(|draft| draft.body.clone()).unwrap_or_default();
    let markup = draft.map_or(Markup::Made, |draft| draft.markup);
    if markup == Markup::Markdown {
        let before = body.text.clone();
        inline_marks::rewrite(&mut body, context);
        shortcodes::rewrite(&mut body, context);
        containers::rewrite(&mut body, context);
        if body.text != before {
            body.tidy();
        }
    } else if markup.is_made() {
        body.tidy();
    }
    if !matches!(markup, Markup::Concept | Markup::Made | Markup::OwnCell) {
        let before = body.text.len();
        markup::rewrite(&mut body, context);
        if body.text.len() != before && markup == Markup::Markdown {
            body.tidy();
        }
    }
    links::rewrite(&mut body, context, names);
    clean(&mut body, context);
    body
}

/// Removes characters that no page may contain, and white space at the ends.
pub(super) fn clean(body: &mut Passage, context: &mut Context<'_>) {
    let found: Vec<Edit> = body
        .text
        .char_indices()
        .filter(|(_, c)| is_forbidden(*c))
        .map(|(at, c)| Edit::new(at..at + c.len_utf8(), ""))
        .collect();
    for edit in &found {
        let line = body.line(edit.span.start);
        context.note(
            NoteKind::Changed,
            line,
            "a control character was removed",
            "",
        );
    }
    body.apply(found);
    body.trim();
}

/// The references in an entry's front matter, for each of its keys: the title of the entry, or its slug if it has
/// a sense.
pub(super) fn references(
    drafts: &[Draft],
    at: usize,
    site: OldSites<'_>,
) -> Vec<(&'static str, Vec<String>)> {
    let Some(draft) = drafts.get(at).filter(|draft| draft.is_entry()) else {
        return Vec::new();
    };
    let named = |name: &String| match site.named(name, draft) {
        Some(found) if found == at => None,
        Some(found) => drafts.get(found).map(|other| match other.text_of("sense") {
            // names are those of the own language, or else of the main one
            _ if !other.is_entry() || other.tag().is_some_and(|tag| Some(tag) != draft.tag()) => {
                record_reference::shown(name).to_owned()
            }
            // a slug that is the title itself means all entries with this title
            Some(sense) if other.slug == other.title => format!("{} ({sense})", other.title),
            Some(_) => other.slug.clone(),
            None => other.title.clone(),
        }),
        None => Some(record_reference::shown(name).to_owned()),
    };
    let list = |names: &[String]| {
        let mut found: Vec<String> = Vec::new();
        for name in names.iter().filter_map(named) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found
    };
    KEYS.iter()
        .filter(|key| matches!(key.kind, KeyKind::Entries | KeyKind::Entry))
        .map(|key| (key.name, list(draft.list(key.name))))
        .collect()
}

/// Adds redirects for old addresses that differ from the new one. `had_page` says whether the file of the source
/// had an address of its own.
fn redirect(draft: &mut Draft, base: &OldBase, had_page: bool) {
    if draft.place == Place::Introduction {
        // the index cannot have former addresses
        let old: Vec<String> = draft.old.iter().chain(&draft.address).cloned().collect();
        for address in old {
            lost_address(draft, &address);
        }
        return;
    }
    let rooted = |path: &str| match base.path.as_str() {
        "" => path.trim_matches('/').to_owned(),
        base => format!("{base}/{}", path.trim_matches('/')),
    };
    let own = match &draft.address {
        Some(address) if address.starts_with('/') => {
            Some(address.trim_start_matches('/').to_owned())
        }
        Some(address) if had_page => Some(rooted(address)),
        None if had_page && !draft.path.is_empty() => {
            let path = draft.path.trim_start_matches('_').replace("/_", "/");
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            let name = draft.wanted.as_deref().unwrap_or(without_date(name));
            let path = rooted(&format!("{folder}/{name}")).replace(' ', "-");
            Some(if base.has_endings {
                path + ".html"
            } else {
                path.to_lowercase()
            })
        }
        _ => None,
    };
    let older = draft.old.iter().map(|old| match old.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None => rooted(&old_site::joined(&draft.folder, old)),
    });
    let addresses: Vec<String> = own.into_iter().chain(older).collect();
    let new = match draft.tag() {
        None => draft.slug.clone(),
        Some(tag) => format!("{}/{}", tag.to_lowercase(), draft.slug),
    };
    for address in addresses {
        let address = written_address(address.trim_matches('/'));
        match FormerAddress::read(address).map(|former| former.to_string()) {
            _ if address.is_empty() => {}
            Ok(address) if address == new => {}
            Ok(address) => draft.add("redirect_from", address),
            Err(_) => lost_address(draft, &format!("/{address}")),
        }
    }
}

/// The parts of pages of the old site that lead to entries now.
struct OldParts<'o> {
    pages: &'o OldPages,
    /// The path of the source's folder on the old site, if it is known.
    base: Option<String>,
    /// The addresses of the parts.
    entries: HashSet<String>,
    /// The addresses of the pages.
    seen: BTreeSet<String>,
}

impl OldParts<'_> {
    /// Adds redirects for the anchors that led to an entry.
    fn redirect(&mut self, draft: &mut Draft) {
        if draft.old_anchors.is_empty() {
            return;
        }
        let page = self.pages.address(&draft.page, self.base.as_deref());
        for anchor in std::mem::take(&mut draft.old_anchors) {
            let Some(fragment) = self.pages.fragment(&anchor) else {
                lost_address(draft, &format!("{page}#…"));
                continue;
            };
            let address = format!("{page}#{fragment}");
            match FormerAddress::read(&address) {
                Ok(former) if former.file != "index.html" => {
                    let written = former.to_string();
                    if self.entries.insert(written.clone()) {
                        self.seen.insert(page.clone());
                        draft.add("redirect_from", written);
                    } else if !draft.list("redirect_from").contains(&written) {
                        lost_address(draft, &address);
                    }
                }
                _ => lost_address(draft, &address),
            }
        }
    }

    /// A remark on the old pages, so that a user can check their addresses.
    fn remark(&self) -> Option<String> {
        let pages = self
            .seen
            .iter()
            .map(|page| format!("`{}#…`", written_address(page)));
        let pages: Vec<String> = pages.collect();
        let of_tool = match self.pages.generator() {
            Some(generator) => format!(" (addresses of {generator})"),
            None => String::new(),
        };
        (!pages.is_empty()).then(|| {
            format!(
                "links to {}{of_tool} lead to the entries: if the page was in another folder, use `--base-path`",
                short_list(&pages, 3)
            )
        })
    }
}

fn lost_address(draft: &mut Draft, address: &str) {
    let what = "a part of the front page, one of two parts with the same anchor, a query, or a name that some \
                systems cannot store";
    draft.note(
        NoteKind::LostAddress,
        draft.line,
        what,
        format!("`{address}`"),
    );
}

/// Gives all tags with the same address the same spelling: that of the project, or the most frequent one.
/// Adds the tags of the command line.
pub(super) fn spell_tags(
    drafts: &mut [Draft],
    added: &[String],
    project: &TargetProject,
    report: &mut Report,
) {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for draft in drafts.iter() {
        let language = project.language(draft.tag()).tag();
        for tag in draft.list("tags") {
            *counts.entry((language, tag)).or_default() += 1;
        }
    }
    let mut counts: Vec<((&str, &str), usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut spelled = project.other_tags(drafts);
    for ((language, tag), _) in counts {
        let address = slug::slug(tag, project.language(Some(language)));
        spelled
            .entry((language.to_owned(), address))
            .or_insert_with(|| tag.to_owned());
    }
    let in_main = drafts.iter().filter(|draft| draft.tag().is_none());
    let in_main: HashSet<String> = in_main.map(|draft| draft.slug.clone()).collect();
    let mut changed: BTreeMap<(Option<String>, String, String), usize> = BTreeMap::new();
    for draft in drafts.iter_mut().filter(|draft| draft.is_entry()) {
        let language = project.language(draft.tag());
        let own = std::mem::take(draft.list_mut("tags"));
        // a translation without tags has those of its entry
        let is_tagged = draft.tag().is_none() || !own.is_empty() || !in_main.contains(&draft.slug);
        let added = added.iter().filter(|_| is_tagged).cloned();
        let mut tags: Vec<String> = Vec::new();
        for tag in own.into_iter().chain(added) {
            let Ok(address) = slug::of_tag(&tag, language) else {
                let what = "a tag that cannot have an address";
                draft.note(NoteKind::Lost, draft.line, what, excerpt(&tag));
                continue;
            };
            let key = (language.tag().to_owned(), address);
            let known = spelled.entry(key).or_insert_with(|| tag.clone());
            if *known != tag {
                let key = (draft.translation.tag.clone(), tag, known.clone());
                *changed.entry(key).or_default() += 1;
            }
            if !tags.contains(known) {
                tags.push(known.clone());
            }
        }
        *draft.list_mut("tags") = tags;
    }
    for ((language, tag, known), count) in changed {
        let language = language.map_or(String::new(), |language| format!("in `{language}`, "));
        report.remarks.push(format!(
            "{language}the tag `{tag}` is written `{known}` ({count})"
        ));
    }
}
