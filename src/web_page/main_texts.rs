//! The elements that hold the main text of a page.

use std::ops::Range;

use super::facts::Kind;
use super::selector::Selectors;
use super::tree::{Event, Page};

/// The selectors of main texts.
pub struct MainTexts {
    selectors: Selectors,
    /// The numbers of the selectors of each kind, the best one first.
    of_kinds: Vec<(Kind, Vec<u32>)>,
    /// Whether somebody chose the selector.
    is_chosen: bool,
}

/// The main text of a page.
#[derive(Debug, Default)]
pub struct MainText {
    /// The events in each of its elements, with those of the beginning and the end; none if there is no such element.
    pub events: Vec<Range<usize>>,
    /// The number of the selector that matches the elements.
    pub selector: u32,
}

impl MainTexts {
    /// The selectors of known generators, or the one that somebody chose.
    ///
    /// # Errors
    ///
    /// What is wrong with the chosen selector.
    pub fn new(chosen: Option<&str>) -> Result<Self, String> {
        let mut selectors = Selectors::default();
        let mut of_kinds = Vec::new();
        if let Some(chosen) = chosen {
            selectors.add(chosen, 0)?;
            return Ok(Self {
                selectors,
                of_kinds,
                is_chosen: true,
            });
        }
        let mut next = 0;
        for kind in Kind::ALL {
            let mut numbers = Vec::new();
            for selector in kind.main_text() {
                selectors.add(selector, next)?;
                numbers.push(next);
                next += 1;
            }
            of_kinds.push((kind, numbers));
        }
        Ok(Self {
            selectors,
            of_kinds,
            is_chosen: false,
        })
    }

    /// The selectors, with their numbers.
    pub fn selectors(&self) -> &Selectors {
        &self.selectors
    }

    /// Whether somebody chose the selector.
    pub fn is_chosen(&self) -> bool {
        self.is_chosen
    }

    /// The main text of a page: each outermost element that the best selector matches.
    pub fn find(&self, page: &Page) -> MainText {
        let found = |selector: u32| MainText {
            events: outermost(page, selector),
            selector,
        };
        if self.is_chosen {
            return found(0);
        }
        let kind = page.facts.kind();
        let of_kind = |kind: Kind| {
            let mut kinds = self.of_kinds.iter();
            let numbers = kinds.find(|(other, _)| *other == kind);
            numbers
                .map(|(_, numbers)| numbers.as_slice())
                .unwrap_or_default()
        };
        // a page that a theme or an author made by hand may lack the element of its generator
        let numbers = of_kind(kind).iter().chain(of_kind(Kind::Other));
        let mut all = numbers.map(|number| found(*number));
        all.find(|main| !main.events.is_empty()).unwrap_or_default()
    }
}

/// The events in each outermost element that a selector matches, with those of its beginning and end.
fn outermost(page: &Page, number: u32) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut depth = 0usize;
    for (index, event) in page.events.iter().enumerate() {
        match event {
            Event::Open(element) => {
                if start.is_none() && element.selectors & (1 << number) != 0 {
                    start = Some((index, depth));
                }
                depth += 1;
            }
            Event::Close(_) => {
                depth = depth.saturating_sub(1);
                if let Some((first, _)) = start.take_if(|(_, around)| *around == depth) {
                    found.push(first..index + 1);
                }
            }
            _ => {}
        }
    }
    found
}
