//! The state that the session and the server share: the site that browsers see, and the pages that they
//! have open.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use crate::workbench::snapshot::Snapshot;

/// What browsers see.
#[derive(Clone, Default)]
pub struct State {
    /// The site that browsers see; `None` until there is one. Some of its pages may have errors.
    pub snapshot: Option<Arc<Snapshot>>,
    /// The text of the errors that the project has now; `None` if it has no errors.
    pub errors: Option<Arc<str>>,
    /// The number of times that files which pages load have changed.
    pub asset_changes: u64,
    /// The page that an editor wants to be shown; `None` until it asks for one.
    pub visit: Option<Visit>,
}

/// A page that an editor wants to be shown in the place of those that are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The number of the wish, from 1.
    pub number: u64,
    /// The path of the page, as in a request.
    pub page: Arc<str>,
}

/// The state, shared between the session, which changes it, and the server, which shows it. A clone shares
/// the same state.
#[derive(Clone, Default)]
pub struct Live {
    state: watch::Sender<State>,
    /// The path of each page that a browser has open, by the number of the browser's connection.
    open_pages: Arc<Mutex<BTreeMap<u64, String>>>,
}

impl Live {
    /// The state at this moment.
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// The text of the errors that the project has now; `None` if it has no errors.
    pub fn errors(&self) -> Option<Arc<str>> {
        self.state.borrow().errors.clone()
    }

    /// Changes the state, and informs the browsers.
    pub fn update(&self, change: impl FnOnce(&mut State)) {
        self.state.send_modify(change);
    }

    /// Lets the browsers that have a page open show another one. `page` is its path, as in a request.
    pub fn visit(&self, page: &str) {
        self.update(|state| {
            let before = state.visit.as_ref().map_or(0, |visit| visit.number);
            state.visit = Some(Visit {
                number: before + 1,
                page: page.into(),
            });
        });
    }

    /// A receiver that sees each change of the state from now on.
    pub fn subscribe(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// The paths of the pages that browsers have open, as in their requests.
    pub fn open_pages(&self) -> Vec<String> {
        let open_pages = self.open_pages.lock();
        let open_pages = open_pages.unwrap_or_else(PoisonError::into_inner);
        open_pages.values().cloned().collect()
    }

    /// Counts a page as open until the result is dropped. `path` is the path of the page, as in its request.
    pub fn open_page(&self, path: String) -> OpenPage {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let open_pages = Arc::clone(&self.open_pages);
        open_pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(number, path);
        OpenPage { number, open_pages }
    }
}

/// A page that a browser has open.
pub struct OpenPage {
    number: u64,
    open_pages: Arc<Mutex<BTreeMap<u64, String>>>,
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        self.open_pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.number);
    }
}
