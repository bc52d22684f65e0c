//! Lines of Markdown inside of quotations, items, definitions and cells, each with its line in the source.

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Paragraph,
    /// An item of the list with this number.
    Item(usize),
    /// The name of a term.
    Term,
    /// The meaning of a term.
    Definition,
    Other,
}

/// The element in which lines are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FrameKind {
    Page,
    Quote,
    /// An item with its list, and its number in an ordered list.
    Item(usize, Option<usize>),
    Definition,
    Cell,
    /// A footnote with its label.
    Footnote(String),
}

/// Lines in an element.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    pub(super) lines: Vec<(String, usize)>,
    last: Option<BlockKind>,
}

/// The text of a term that has none, which no page shows.
pub(super) const NOTHING: &str = "<!-- -->";

impl Frame {
    pub(super) fn new(kind: FrameKind) -> Self {
        Self {
            kind,
            lines: Vec::new(),
            last: None,
        }
    }

    /// Whether the last block names a term, or gives the meaning of one.
    pub(super) fn is_in_term(&self) -> bool {
        matches!(self.last, Some(BlockKind::Term | BlockKind::Definition))
    }

    /// Adds a block, with an empty line before it where Markdown needs one.
    pub(super) fn push(&mut self, kind: BlockKind, lines: Vec<(String, usize)>) {
        let Some(number) = lines.first().map(|(_, number)| *number) else {
            return;
        };
        let is_of_term = matches!(kind, BlockKind::Term | BlockKind::Definition);
        if self.last == Some(BlockKind::Term) && !is_of_term {
            self.end_terms();
        }
        let is_tight = match (self.last, kind) {
            (None, _) => true,
            (Some(BlockKind::Term), _) => true,
            (Some(BlockKind::Item(list)), BlockKind::Item(own)) => list == own,
            (Some(BlockKind::Paragraph), BlockKind::Item(_)) => {
                matches!(self.kind, FrameKind::Item(..))
            }
            _ => false,
        };
        if !is_tight {
            self.lines.push((String::new(), number));
        }
        self.lines.extend(lines);
        self.last = Some(kind);
    }

    /// Gives the last term a text if it has none: else Markdown would not see a term.
    pub(super) fn end_terms(&mut self) {
        if self.last == Some(BlockKind::Term) {
            let number = self.lines.last().map_or(1, |(_, number)| *number);
            self.lines.push((format!(":   {NOTHING}"), number));
            self.last = Some(BlockKind::Definition);
        }
    }

    /// The kind of the block that the element is, and its lines.
    pub(super) fn finish(mut self) -> (BlockKind, Vec<(String, usize)>) {
        self.end_terms();
        let (kind, first, rest) = match self.kind {
            FrameKind::Page | FrameKind::Cell => {
                return (BlockKind::Other, self.lines);
            }
            FrameKind::Quote => (BlockKind::Other, "> ".to_owned(), "> "),
            FrameKind::Item(list, None) => (BlockKind::Item(list), "- ".to_owned(), "  "),
            FrameKind::Item(list, Some(number)) => {
                let mark = format!("{number}. ");
                let width = mark.len();
                let kind = BlockKind::Item(list);
                return (kind, prefixed(self.lines, &mark, &" ".repeat(width)));
            }
            FrameKind::Footnote(label) => {
                // what was after its number
                if let Some((first, _)) = self.lines.first_mut() {
                    *first = first.trim_start_matches(". ").to_owned();
                }
                (BlockKind::Other, format!("[^{label}]: "), "    ")
            }
            FrameKind::Definition => (BlockKind::Definition, ":   ".to_owned(), "    "),
        };
        (kind, prefixed(self.lines, &first, rest))
    }
}

/// Lines with a prefix, which for the first of them may be another one.
fn prefixed(lines: Vec<(String, usize)>, first: &str, rest: &str) -> Vec<(String, usize)> {
    let numbered = lines.into_iter().enumerate();
    numbered
        .map(|(index, (line, number))| {
            let prefix = if index == 0 { first } else { rest };
            let line = format!("{prefix}{line}");
            (line.trim_end().to_owned(), number)
        })
        .collect()
}
