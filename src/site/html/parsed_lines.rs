//! Remembers how lines of code were parsed, because code has many equal lines: `}`, `end`, empty ones.
//!
//! To parse a line takes much longer than to find it here. Each thread has a memory of its own, so that no thread
//! waits for another.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, ScopeStackOp, SyntaxReference, SyntaxSet};

/// The changes of scopes in a line, each with its place in bytes from the start of the line.
pub(super) type Operations = Rc<[(usize, ScopeStackOp)]>;

/// The most memory for lines, in bytes on each thread.
const MAX_BYTES: usize = 1 << 20;

/// The most states of the parser between two lines. Code in a few languages has some dozens.
const MAX_STATES: usize = 256;

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

#[derive(Default)]
struct Memory {
    /// All states in which a line began, each once.
    states: Vec<State>,
    /// The size of the lines, in bytes.
    size: usize,
}

struct State {
    parser: ParseState,
    /// The lines that were parsed in this state.
    lines: HashMap<Box<str>, Line>,
}

#[derive(Clone)]
struct Line {
    operations: Operations,
    /// The index of the state after the line.
    next: usize,
}

/// Calls `take` with each line of a code and its operations, from the first to the last. Ends early, with `None`,
/// if the rules of the syntax fail on a line, or if `take` returns `None`.
pub(super) fn each<'c>(
    code: impl Iterator<Item = &'c str>,
    syntax: &SyntaxReference,
    syntaxes: &SyntaxSet,
    mut take: impl FnMut(&'c str, &Operations) -> Option<()>,
) -> Option<()> {
    MEMORY.with_borrow_mut(|memory| {
        // only here, because the states of a code refer to each other by their index
        if memory.size > MAX_BYTES || memory.states.len() > MAX_STATES {
            *memory = Memory::default();
        }
        let mut state = memory.index_of(ParseState::new(syntax));
        for line in code {
            let parsed = memory.parse(state, line, syntaxes)?;
            take(line, &parsed.operations)?;
            state = parsed.next;
        }
        Some(())
    })
}

impl Memory {
    fn index_of(&mut self, parser: ParseState) -> usize {
        let known = self.states.iter().position(|state| state.parser == parser);
        known.unwrap_or_else(|| {
            self.states.push(State {
                parser,
                lines: HashMap::new(),
            });
            self.states.len() - 1
        })
    }

    /// The line, parsed in the state with this index.
    fn parse(&mut self, state: usize, line: &str, syntaxes: &SyntaxSet) -> Option<Line> {
        let before = self.states.get(state)?;
        if let Some(known) = before.lines.get(line) {
            return Some(known.clone());
        }
        let mut parser = before.parser.clone();
        let operations: Operations = parser.parse_line(line, syntaxes).ok()?.into();
        self.size += line.len() + size_of_val(&*operations);
        let parsed = Line {
            operations,
            // many lines leave the parser as it was, and to compare it with all others takes long
            next: if before.parser == parser {
                state
            } else {
                self.index_of(parser)
            },
        };
        let before = self.states.get_mut(state)?;
        before.lines.insert(line.into(), parsed.clone());
        Some(parsed)
    }
}
