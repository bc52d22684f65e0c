//! The command *Show this entry*: a preview of the site, at the page of the text that is being written.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread;

use serde_json::Value;

use super::Event;
use super::project::Project;
use super::spot::text_of;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::project::config::Options;
use crate::serve;
use crate::serve::live::Live;
use crate::workbench::watch::Watching;

/// The previews of all projects, by their folders.
#[derive(Default)]
pub(super) struct Previews(BTreeMap<PathBuf, Preview>);

#[derive(Default)]
struct Preview {
    /// The site, once it can be visited.
    site: Option<Running>,
    /// The requests that wait for it, each with the path of a page in the site.
    waiting: Vec<Wanted>,
}

/// A preview that can be visited.
#[derive(Clone)]
pub(super) struct Running {
    /// The URL of the site.
    url: String,
    live: Live,
}

/// A request for a page.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The identifier of the request.
    pub(super) request: Value,
    /// The path of the page from the site's root.
    pub(super) page: String,
}

/// The path of the page with a text, from the site's root; that of the index for any other file.
pub(super) fn page_of(project: &Project<'_>, path: &str) -> String {
    let page = project.reading().and_then(|reading| {
        let linked = reading.linked.of_file(path);
        let text = text_of(linked, path)?;
        Some(linked.glossary.address(text).file())
    });
    let page = page.unwrap_or_default();
    page.strip_suffix("index.html").unwrap_or(&page).to_owned()
}

impl Previews {
    /// Asks for a page of the project in a folder, and starts its preview if there is none. Gives the URL of
    /// the page if the preview runs already; otherwise it comes with [`Self::started`].
    ///
    /// # Errors
    ///
    /// The system refuses a thread.
    pub(super) fn ask(
        &mut self,
        disk: &Disk,
        root: &Path,
        drafts: bool,
        wanted: Wanted,
        events: &Sender<Event>,
    ) -> Result<Option<(Wanted, String)>, Failure> {
        let preview = self.0.entry(root.to_owned());
        let is_new = matches!(preview, std::collections::btree_map::Entry::Vacant(_));
        let preview = preview.or_default();
        if let Some(site) = &preview.site {
            let url = format!("{}{}", site.url, wanted.page);
            return Ok(Some((wanted, url)));
        }
        preview.waiting.push(wanted);
        if is_new {
            start(disk.clone(), root.to_owned(), drafts, events.clone())?;
        }
        Ok(None)
    }

    /// Lets the browsers with a page of the project in a folder show another one, if its preview runs. `page` is the
    /// path of the page from the site's root.
    pub(super) fn follow(&self, root: &Path, page: &str) {
        if let Some(site) = self.0.get(root).and_then(|preview| preview.site.as_ref()) {
            let after_scheme = site.url.splitn(4, '/').nth(3).unwrap_or_default();
            site.live.visit(&format!("/{after_scheme}{page}"));
        }
    }

    /// Notes that the preview of the project in a folder can be visited, or the reason why it
    /// cannot. Gives the requests that waited, each with the URL of its page.
    pub(super) fn started(
        &mut self,
        root: &Path,
        site: Result<Running, String>,
    ) -> Vec<(Wanted, Result<String, String>)> {
        let Some(mut preview) = self.0.remove(root) else {
            return Vec::new();
        };
        let waiting = std::mem::take(&mut preview.waiting).into_iter();
        let answers = waiting.map(|wanted| {
            let site = site.as_ref().map_err(String::clone);
            let page = site.map(|site| format!("{}{}", site.url, wanted.page));
            (wanted, page)
        });
        let answers = answers.collect();
        if let Ok(site) = site {
            preview.site = Some(site);
            self.0.insert(root.to_owned(), preview);
        }
        answers
    }
}

/// Starts a preview on a thread of its own, which ends with the program. It shows what is saved.
fn start(disk: Disk, root: PathBuf, drafts: bool, events: Sender<Event>) -> Result<(), Failure> {
    let run = move || {
        let options = Options {
            root: root.clone(),
            drafts,
            ..Options::default()
        };
        // any free port: the one of `serve` is for the command
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        let on_event = |event: serve::Event<'_>| {
            if let serve::Event::Serving { url, live, .. } = event {
                let site = Running {
                    url: url.to_owned(),
                    live: live.clone(),
                };
                // the session may have ended
                let _ = events.send(Event::Serving(root.clone(), Ok(site)));
            }
            Ok(())
        };
        if let Err(failure) = serve::run(&disk, options, address, Watching::Reports, &on_event) {
            let _ = events.send(Event::Serving(root.clone(), Err(failure.to_string())));
        }
    };
    thread::Builder::new()
        .name("preview".to_owned())
        .spawn(run)
        .map_err(|error| Failure::system(Task::StartThreads, error))?;
    Ok(())
}
