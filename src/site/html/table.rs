//! Cells of tables. Their alignment is a class, because the site's policy forbids style attributes.

use pulldown_cmark::Alignment;

/// The place of the writer in a table.
#[derive(Default)]
pub(super) struct Table<'t> {
    alignments: &'t [Alignment],
    in_head: bool,
    column: usize,
}

impl<'t> Table<'t> {
    /// The beginning of a table.
    pub(super) fn new(alignments: &'t [Alignment]) -> Self {
        Self {
            alignments,
            ..Self::default()
        }
    }

    /// Begins a row, of the head or of the body.
    pub(super) fn start_row(&mut self, in_head: bool) {
        self.in_head = in_head;
        self.column = 0;
    }

    /// The tag that begins the next cell of the row.
    pub(super) fn open_cell(&mut self) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"hw-left\"",
            Some(Alignment::Center) => " class=\"hw-center\"",
            Some(Alignment::Right) => " class=\"hw-right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        if self.in_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        }
    }

    /// The tag that ends a cell.
    pub(super) fn close_cell(&self) -> &'static str {
        if self.in_head { "</th>" } else { "</td>" }
    }
}
