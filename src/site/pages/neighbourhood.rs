//! A small picture of an entry and its neighbours, with the links between them.
//!
//! The entry is the dot at the side. Its neighbours are in a column beside it, broader ones at the top,
//! narrower ones at the bottom. The page also lists all of them as text.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;
use pulldown_cmark_escape::{escape_href, escape_html};

use crate::glossary::{Entry, EntryId};
use crate::link::LinkedGlossary;

/// The fewest neighbours for a picture. For fewer, the lists on the page are enough.
const FEWEST: usize = 3;

/// The most neighbours in a picture. With more, the lines cannot be told apart.
const MOST_NEIGHBOURS: usize = 12;

/// The measures of the picture, in CSS pixels: its width, the height of a row, and the distance from the
/// left of the entry, its neighbours and their names.
const WIDTH: usize = 288;
const ROW: usize = 24;
const SELF: usize = 8;
const NEIGHBOUR: usize = 64;
const NAMES: usize = 74;

/// The longest name in the picture, in half-width characters.
const NAME: usize = 32;

/// The relation of a neighbour to the entry of the picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Broader,
    Related,
    Linked,
    Narrower,
}

/// The picture for the page of an entry, as SVG. `link_to` returns the link from the page to another entry.
/// `None` if the entry has fewer than three neighbours.
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

/// The neighbours in the picture, from top to bottom.
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

/// The distance of the middle of a row from the top, in CSS pixels.
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
        "<svg class=\"hw-neighbourhood\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" aria-hidden=\"true\" direction=\"ltr\">"
    )?;
    for (one, other) in among(neighbours, linked) {
        // the larger the distance between two neighbours, the wider the curve
        let (top, bottom) = (middle(one), middle(other));
        let out = NEIGHBOUR
            .saturating_sub(12 + (other - one) * 4)
            .max(SELF * 2);
        write!(
            svg,
            "<path class=\"hw-among\" d=\"M{NEIGHBOUR} {top}C{out} {top} {out} {bottom} {NEIGHBOUR} {bottom}\"/>"
        )?;
    }
    for (row, (_, kind)) in neighbours.iter().enumerate() {
        let class = match kind {
            Kind::Broader | Kind::Narrower => "hw-order",
            Kind::Related => "hw-related",
            Kind::Linked => "hw-linked",
        };
        let (y, bend) = (middle(row), NEIGHBOUR / 2);
        write!(
            svg,
            "<path class=\"{class}\" d=\"M{SELF} {own}C{bend} {own} {bend} {y} {NEIGHBOUR} {y}\"/>"
        )?;
    }
    write!(
        svg,
        "<circle class=\"hw-self\" cx=\"{SELF}\" cy=\"{own}\" r=\"6\"/>"
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

/// The pairs of rows whose neighbours are linked with each other, the upper row first.
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

/// A name, shortened to the space in the picture. Wide East Asian characters count twice (UAX #11).
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
