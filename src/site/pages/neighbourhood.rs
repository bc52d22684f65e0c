//! A small picture of the entries around one: how they hang together with it and with each other.
//!
//! The entry is the dot at the side, its neighbours stand in a column beside it, the broader above,
//! the narrower below. What the picture shows, pages also say in words.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;
use pulldown_cmark_escape::{escape_href, escape_html};

use crate::glossary::{Entry, EntryId};
use crate::link::LinkedGlossary;

/// Fewer neighbours than these are seen as well in the lists below the picture.
const FEWEST: usize = 3;

/// How many neighbours are shown: more would be a thicket.
const MOST_NEIGHBOURS: usize = 12;

/// The picture's measures, in CSS pixels: its width, the height of a line, and how far from the left
/// the entry, its neighbours and their names stand.
const WIDTH: usize = 288;
const ROW: usize = 24;
const SELF: usize = 8;
const NEIGHBOUR: usize = 64;
const NAMES: usize = 74;

/// How long a shown name is, in half-width characters.
const NAME: usize = 32;

/// What an entry is to the one that the picture is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Broader,
    Related,
    Linked,
    Narrower,
}

/// The picture for an entry's page as SVG; `link_to` gives the link from there to an entry. `None` where the
/// entry has hardly any neighbours.
pub fn picture(
    id: EntryId,
    linked: &LinkedGlossary,
    link_to: &dyn Fn(&Entry) -> String,
) -> Option<String> {
    let neighbours = neighbours(id, linked);
    if neighbours.len() < FEWEST {
        return None;
    }
    let mut svg = String::new();
    // writing to a string cannot fail
    let _: fmt::Result = draw(&mut svg, &neighbours, linked, link_to);
    Some(svg)
}

/// The neighbours to show, from the top of the picture to its bottom.
fn neighbours(id: EntryId, linked: &LinkedGlossary) -> Vec<(EntryId, Kind)> {
    let links = linked.links(id);
    let with = |kind| move |id: &EntryId| (*id, kind);
    let linked_to = links.text.mentions.iter().map(|mention| mention.to);
    let linked_from = links.backlinks.iter().map(|link| link.from);
    let mut found: Vec<(EntryId, Kind)> = Vec::new();
    let by_weight = links
        .broader
        .iter()
        .map(with(Kind::Broader))
        .chain(links.narrower.iter().map(with(Kind::Narrower)))
        .chain(links.related.iter().map(with(Kind::Related)))
        .chain(linked_to.chain(linked_from).map(|id| (id, Kind::Linked)));
    for (other, kind) in by_weight {
        if found.len() == MOST_NEIGHBOURS {
            break;
        }
        if other != id && found.iter().all(|(known, _)| *known != other) {
            found.push((other, kind));
        }
    }
    let order = [Kind::Broader, Kind::Related, Kind::Linked, Kind::Narrower];
    found.sort_by_key(|(_, kind)| order.iter().position(|other| other == kind));
    found
}

/// How far from the top the middle of a row is.
fn middle(row: usize) -> usize {
    row * ROW + ROW / 2
}

fn draw(
    svg: &mut String,
    neighbours: &[(EntryId, Kind)],
    linked: &LinkedGlossary,
    link_to: &dyn Fn(&Entry) -> String,
) -> fmt::Result {
    let height = neighbours.len() * ROW;
    let own = height / 2;
    write!(
        svg,
        "<svg class=\"neighbourhood\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" aria-hidden=\"true\" direction=\"ltr\">"
    )?;
    for (one, other) in among(neighbours, linked) {
        // the further apart, the further out
        let (top, bottom) = (middle(one), middle(other));
        let out = NEIGHBOUR
            .saturating_sub(12 + (other - one) * 4)
            .max(SELF * 2);
        write!(
            svg,
            "<path class=\"among\" d=\"M{NEIGHBOUR} {top}C{out} {top} {out} {bottom} {NEIGHBOUR} {bottom}\"/>"
        )?;
    }
    for (row, (_, kind)) in neighbours.iter().enumerate() {
        let class = match kind {
            Kind::Broader | Kind::Narrower => "order",
            Kind::Related => "related",
            Kind::Linked => "linked",
        };
        let (y, bend) = (middle(row), NEIGHBOUR / 2);
        write!(
            svg,
            "<path class=\"{class}\" d=\"M{SELF} {own}C{bend} {own} {bend} {y} {NEIGHBOUR} {y}\"/>"
        )?;
    }
    write!(
        svg,
        "<circle class=\"self\" cx=\"{SELF}\" cy=\"{own}\" r=\"6\"/>"
    )?;
    for (row, (id, _)) in neighbours.iter().enumerate() {
        let entry = linked.glossary.entry(*id);
        svg.push_str("<a tabindex=\"-1\" href=\"");
        escape_href(&mut *svg, &link_to(entry))?;
        let y = middle(row);
        write!(
            svg,
            "\"><circle cx=\"{NEIGHBOUR}\" cy=\"{y}\" r=\"3.5\"/><text x=\"{NAMES}\" y=\"{}\">",
            y + 4
        )?;
        escape_html(&mut *svg, &shortened(&entry.headword))?;
        svg.push_str("</text></a>");
    }
    svg.push_str("</svg>");
    Ok(())
}

/// The rows of neighbours of which one points at the other, the upper one first.
fn among(neighbours: &[(EntryId, Kind)], linked: &LinkedGlossary) -> BTreeSet<(usize, usize)> {
    let row_of = |id: &EntryId| neighbours.iter().position(|(other, _)| other == id);
    let mut pairs = BTreeSet::new();
    for (row, (id, _)) in neighbours.iter().enumerate() {
        let links = linked.links(*id);
        let mentioned = links.text.mentions.iter().map(|mention| &mention.to);
        let others = mentioned.chain(&links.related).chain(&links.broader);
        for other in others.filter_map(row_of).filter(|other| *other != row) {
            pairs.insert((row.min(other), row.max(other)));
        }
    }
    pairs
}

/// A name as long as there is room for; characters of East Asian scripts take two places (UAX #11).
fn shortened(name: &str) -> String {
    let widths = CodePointMapData::<EastAsianWidth>::new();
    let width = |c: char| match widths.get(c) {
        EastAsianWidth::Wide | EastAsianWidth::Fullwidth => 2,
        _ => 1,
    };
    if name.chars().map(width).sum::<usize>() <= NAME {
        return name.to_owned();
    }
    let mut left = NAME - 1;
    let kept = name.chars().take_while(|c| {
        let fits = width(*c) <= left;
        left = left.saturating_sub(width(*c));
        fits
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}
