//! The kinds of markup of other programs: how each of them is recognised, and what authors write instead.

use super::dollars::has_sign_of_latex;
use crate::text::slice;

/// A kind of markup that Markdown does not have.
#[derive(Debug)]
pub(super) struct Kind {
    /// What it is, with an article.
    pub(super) name: &'static str,
    /// What authors do about it.
    pub(super) instead: &'static str,
    /// The length of the markup that begins at a place, in bytes.
    pub(super) length: fn(&Here<'_, '_>) -> Option<usize>,
}

/// Each kind of foreign markup. The first one that fits counts.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "a block mark of Obsidian",
        instead: "remove it; to link to a part of an entry, give it a heading",
        length: |here| {
            let name = here.rest.strip_prefix('^')?;
            let length = prefix(name, |c| c.is_ascii_alphanumeric() || c == '-')?;
            // the block of an item contains the items in it
            let after = slice(name, length..).trim_start_matches(' ');
            let next = after.strip_prefix('\n').map_or("", str::trim_start);
            let is_item = next.starts_with(['-', '*', '+']) || next.starts_with(char::is_numeric);
            let is_last = after.trim().is_empty() || after.starts_with('\n') && is_item;
            let follows_space = here.before.is_empty() || here.before.ends_with([' ', '\n']);
            (follows_space && is_last).then_some("^".len() + length)
        },
    },
    Kind {
        name: "a reference of docusaurus-terminology",
        instead: "write a reference as `[[Name|text]]`",
        length: |here| {
            let length = here.between("%%", "%%")?;
            slice(here.rest, ..length).contains('|').then_some(length)
        },
    },
    Kind {
        name: "a comment of Obsidian",
        instead: "write a comment as `<!-- … -->`",
        length: |here| {
            let follows_number = here.before.ends_with(|c: char| c.is_alphanumeric());
            let comment = here.between("%%", "%%");
            // not `%% and 100%%`
            let is_even = |length: &usize| {
                let inner = slice(here.rest, 2..length - 2);
                inner.starts_with(char::is_whitespace) == inner.ends_with(char::is_whitespace)
            };
            comment.filter(|length| !follows_number && is_even(length))
        },
    },
    Kind {
        name: "an inline footnote",
        instead: "write `[^1]` here, and the note after `[^1]: ` on a line of its own",
        length: |here| {
            let length = here.between("^[", "]")?;
            let has_words = slice(here.rest, ..length).contains(' ');
            // a set of characters in a regular expression: `^[^ ]+`
            let is_set = here.rest.starts_with("^[^")
                || slice(here.rest, length..).starts_with(['+', '*', '?', '{', '$']);
            (has_words && !is_set).then_some(length)
        },
    },
    Kind {
        name: "a mark of Obsidian",
        instead: "write `<mark>…</mark>`",
        length: |here| {
            let length = here.between("==", "==")?;
            let inner = slice(here.rest, "==".len()..length - "==".len());
            let is_tight = inner.trim() == inner && !inner.contains('=');
            let is_apart = !here
                .before
                .ends_with(|c: char| c.is_alphanumeric() || "=[".contains(c));
            // not what is between two operators: `(==) and (==)`
            let is_text = !inner.starts_with([')', ']', ',', '.', ';', ':']);
            (is_tight && is_apart && is_text).then_some(length)
        },
    },
    Kind {
        name: "a shortcode of Hugo",
        instead: "write what it stands for; to show it, put it between backticks",
        length: |here| {
            let length = here.between("{{<", ">}}");
            length.or_else(|| here.between("{{%", "%}}"))
        },
    },
    Kind {
        name: "a tag of Liquid or Jinja",
        instead: "write what it stands for; to show it, put it between backticks",
        length: |here| {
            let tag = here.between("{%", "%}");
            let value = || {
                let length = here.between("{{", "}}")?;
                // not a set of sets: `{{a}, {b}}`
                let inner = slice(here.rest, 2..length - 2);
                (!inner.contains(['{', '}'])).then_some(length)
            };
            tag.or_else(value)
        },
    },
    Kind {
        name: "a list of attributes",
        instead: "remove it; to show it, put it between backticks",
        length: |here| {
            let length = here.between("{", "}")?;
            let inner = slice(here.rest, 1..length - 1);
            let is_attribute = |c: char| c.is_alphanumeric() || " -_.#:=\"'%".contains(c);
            let Some(name) = inner.strip_prefix([':', '#', '.']) else {
                // `![…](a.png){width=50%}`
                let is_list = inner.contains('=') && inner.chars().all(is_attribute);
                return (here.before.ends_with(')') && is_list).then_some(length);
            };
            let is_name = inner.starts_with(':') || name.starts_with(char::is_alphabetic);
            (is_name && !name.trim().is_empty() && name.chars().all(is_attribute)).then_some(length)
        },
    },
    Kind {
        name: "a container",
        instead: "write a block quote, such as `> **Note:** …`",
        length: |here| {
            // in a text with a definition list, the first colon begins a meaning
            let in_list = || {
                let begins_meaning = here.before.is_empty() || here.before == ":";
                let is_meaning = begins_meaning && here.follows_colon;
                is_meaning.then(|| here.line_of("::")).flatten()
            };
            here.line_begins(":::").or_else(in_list)
        },
    },
    Kind {
        name: "an admonition of MkDocs",
        instead: "write a block quote, such as `> **Note:** …`",
        length: |here| {
            let mut markers = ["!!! ", "??? ", "???+ "].iter();
            markers.find_map(|marker| {
                let length = here.line_begins(marker)?;
                // words, and then perhaps a title in quotation marks
                let line = slice(here.rest, marker.len()..length);
                let (kind, title) = line.split_once('"').unwrap_or((line, "\""));
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
                (kind.chars().all(is_part) && title.ends_with('"')).then_some(length)
            })
        },
    },
    Kind {
        name: "the head of a callout",
        instead: "write a bold word instead, such as `> **Note:** …`",
        length: |here| {
            let name = here.rest.strip_prefix("[!")?;
            let length = prefix(name, char::is_alphabetic)?;
            let is_head = here.in_quote && here.before.is_empty();
            (is_head && slice(name, length..).starts_with(']')).then_some(length + "[!]".len())
        },
    },
    Kind {
        name: "a place for a table of contents",
        instead: "remove it",
        length: |here| {
            let whole = here.rest.trim_end().eq_ignore_ascii_case("[toc]");
            (whole && here.before.is_empty()).then_some("[toc]".len())
        },
    },
    Kind {
        name: "a directive of Sphinx",
        instead: "write Markdown instead",
        length: |here| {
            let length = here.line_begins(".. ")?;
            let line = slice(here.rest, "..".len()..length).trim_start();
            let (name, _) = line.split_once("::")?;
            let is_part = |c: char| c.is_alphanumeric() || "-_:+.".contains(c);
            let is_substitution = name.starts_with('|');
            (is_substitution || name.chars().all(is_part)).then_some(length)
        },
    },
    Kind {
        name: "a role of Sphinx or MyST",
        instead: "write a reference as `[[Name]]`, and anything else without its role",
        length: |here| {
            let [open, close] = match here.rest.chars().next() {
                Some('{') => ['{', '}'],
                _ => [':', ':'],
            };
            let name = here.rest.strip_prefix(open)?;
            let length = prefix(name, |c| c.is_ascii_lowercase() || "-:".contains(c))?;
            let role = slice(name, ..length).trim_end_matches(':');
            let length = 2 + role.len();
            let ends = slice(name, role.len()..).starts_with(close);
            let is_role = ends && !role.is_empty() && !here.before.ends_with(char::is_alphanumeric);
            (is_role && slice(here.rest, length..).starts_with('`')).then_some(length)
        },
    },
    Kind {
        name: "a citation of Pandoc",
        instead: "write the source in `sources`, or as a footnote",
        length: |here| {
            let length = here.between("[@", "]")?;
            let inner = slice(here.rest, "[@".len()..length);
            // a slash is in the name of a package of npm: `[@babel/core]`
            let is_key = inner.starts_with(char::is_alphabetic) && !inner.contains('/');
            is_key.then_some(length)
        },
    },
    Kind {
        name: "an image with a size",
        instead: "remove the size: a page shows an image at its own size, or as wide as the text",
        length: |here| here.broken_link(|address| address.contains(" =")),
    },
    Kind {
        name: "a link with a space in its address",
        instead: "write `<` before the address and `>` after it: `[text](<my file.pdf>)`",
        length: |here| {
            here.broken_link(|address| {
                let address = address.split(" \"").next().unwrap_or_default();
                address.trim().contains(' ')
            })
        },
    },
    Kind {
        name: "a link without its last bracket",
        instead: "write `)` after the address",
        length: |here| {
            let line = here.rest.lines().next()?;
            let (words, after) = line.strip_prefix('[')?.split_once("](")?;
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            let is_address = slice(after, ..end).contains(['.', '/', '#']);
            let is_open = !after.contains(')') && !words.contains(['[', ']']);
            (is_open && is_address && !here.follows_word())
                .then_some("[](".len() + words.len() + end)
        },
    },
    Kind {
        name: "a superscript of Pandoc",
        instead: "write `<sup>…</sup>`",
        length: |here| here.raised("^"),
    },
    Kind {
        name: "a subscript of Pandoc",
        instead: "write `<sub>…</sub>`",
        length: |here| here.raised("~"),
    },
    Kind {
        name: "a target of MyST",
        instead: "remove it; to link to a part of an entry, give it a heading",
        length: |here| {
            let length = here.line_begins("(")?;
            let line = slice(here.rest, ..length);
            (line.ends_with(")=") && !line.contains(' ')).then_some(length)
        },
    },
    Kind {
        name: "a comment of MyST",
        instead: "write a comment as `<!-- … -->`",
        // a line that continues a text may begin with the sign: `20` and `% of the price`
        length: |here| {
            let is_first = here.before.trim().is_empty();
            here.line_begins("% ").filter(|_| is_first)
        },
    },
    Kind {
        name: "a field of Dataview",
        instead: "write it in the front matter, or remove it",
        length: |here| {
            let inside = here.between("[", "]").filter(|length| {
                let inner = slice(here.rest, 1..length - 1);
                let name = inner.split_once(":: ").map(|(name, _)| name);
                name.is_some_and(|name| !name.is_empty() && name.chars().all(is_field))
            });
            let line = || {
                let length = here.line_begins("")?;
                let (name, _) = slice(here.rest, ..length).split_once("::")?;
                // not a type of Haskell: `map :: (a -> b)`
                let is_name = name.starts_with(char::is_alphabetic)
                    && !name.ends_with(' ')
                    && name.chars().all(is_field);
                let after = slice(here.rest, name.len() + "::".len()..length);
                (is_name && after.starts_with(' ')).then_some(length)
            };
            inside.or_else(line)
        },
    },
    Kind {
        name: "an abbreviation of MkDocs",
        instead: "write it in the key `abbreviations` of its entry",
        length: |here| here.line_with("*[", "]: "),
    },
    Kind {
        name: "a snippet of MkDocs",
        instead: "write the text itself",
        length: |here| here.line_begins("--8<--"),
    },
    Kind {
        name: "a table that Markdown does not read",
        instead: "write a row of dashes below the first row, with as many columns as that row has",
        length: |here| {
            let length = here.line_begins("|")?;
            let line = slice(here.rest, ..length);
            let is_row = |line: &str| line.len() > 1 && line.ends_with('|');
            let next = slice(here.rest, length..).trim_start().lines().next();
            let has_two = is_row(line) && next.is_some_and(|next| next.starts_with('|'));
            (here.before.is_empty() && has_two).then_some(length)
        },
    },
    Kind {
        name: "a line of MDX",
        instead: "remove it",
        length: |here| {
            let begins = |word| {
                here.before
                    .is_empty()
                    .then(|| here.line_begins(word))
                    .flatten()
            };
            let import = begins("import ");
            let has = |length: &usize, sign: &str| slice(here.rest, ..*length).contains(sign);
            let import = import.filter(|length| has(length, " from '") || has(length, " from \""));
            let export = || begins("export const ").filter(|length| has(length, "="));
            import.or_else(export)
        },
    },
];

/// Whether a character can be in the name of a field of Dataview.
fn is_field(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')
}

/// A formula of LaTeX with a backslash before each bracket, which Markdown reads as escaped brackets.
pub(super) const LATEX: Kind = Kind {
    name: "a formula of LaTeX",
    instead: "write a formula as `$…$`, or as `$$…$$` for a line of its own, with `math = true` in glossary.toml",
    length: |here| {
        let round = here.between("(", "\\)");
        let square = || here.between("[", "\\]");
        let length = round.or_else(square)?;
        let inner = slice(here.rest, 1..length - 2).trim();
        let is_letter =
            round.is_some() && inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
        let has_word = inner
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.chars().count() > 1);
        // an operator is between two values: not `\[+N\]`, and not `\[n/a\]`
        let operators: &[char] = match round {
            Some(_) => &['=', '+', '<', '>', '^', '_', '/'],
            None => &['=', '<', '>', '^', '_'],
        };
        let values = inner.trim_matches(['=', '+', '<', '>', '^', '_', '/']);
        let has_operator = values.contains(operators);
        let is_formula = has_sign_of_latex(values) || is_letter || (has_operator && !has_word);
        is_formula.then_some(length)
    },
};

/// A place in the text of a paragraph, a heading or a cell.
pub(super) struct Here<'b, 't> {
    /// The source of the block before the place.
    pub(super) before: &'b str,
    /// The source of the block from the place on.
    pub(super) rest: &'t str,
    /// Whether the block is in a block quote.
    pub(super) in_quote: bool,
    /// Whether a colon is directly before the place, in this block or before it.
    pub(super) follows_colon: bool,
}

impl Here<'_, '_> {
    /// The length of the text from `open` to the next `close`, with both, if there is text between them.
    fn between(&self, open: &str, close: &str) -> Option<usize> {
        let inner = self.rest.strip_prefix(open)?;
        let length = inner.find(close)?;
        let is_text = !slice(inner, ..length).trim().is_empty();
        is_text.then_some(open.len() + length + close.len())
    }

    /// The length of a few letters or digits between two equal signs, directly after a letter or a digit: `x^2^`.
    fn raised(&self, sign: &str) -> Option<usize> {
        let length = self.between(sign, sign)?;
        let inner = slice(self.rest, 1..length - 1);
        let is_short = inner
            .chars()
            .all(|c| c.is_alphanumeric() || "+-−".contains(c));
        let follows = self.before.ends_with(char::is_alphanumeric);
        // not a power of a power, `2^3^2`, and not a range of ranges, `5~10~20`; but `H~2~O`
        let next = slice(self.rest, length..).chars().next();
        let goes_on = match sign {
            "^" => next.is_some_and(char::is_alphanumeric),
            _ => next.is_some_and(char::is_numeric),
        };
        (is_short && follows && !goes_on).then_some(length)
    }

    /// The length of a link or an image that Markdown does not read, if its address `is` of this kind. Code such as
    /// `[x](int a)` has no address.
    fn broken_link(&self, is: fn(&str) -> bool) -> Option<usize> {
        let length = self.between("[", ")")?;
        let (words, address) = slice(self.rest, 1..length - 1).split_once("](")?;
        let is_address = address.contains(['.', '/', '#']);
        let is_link = !words.contains(['[', ']']) && !address.contains(['\n', '<', '(']);
        (is_link && is_address && !self.follows_word() && is(address)).then_some(length)
    }

    /// Whether the place is directly after a word or a bracket: then a bracket here is an index in code.
    fn follows_word(&self) -> bool {
        self.before
            .ends_with(|c: char| c.is_alphanumeric() || c == ']')
    }

    /// The length of the line, if the place is at its beginning and `marker` is there.
    fn line_begins(&self, marker: &str) -> Option<usize> {
        let is_start = self.before.is_empty() || self.before.ends_with('\n');
        is_start.then(|| self.line_of(marker)).flatten()
    }

    /// The length of the rest of the line, if it begins with `marker`.
    fn line_of(&self, marker: &str) -> Option<usize> {
        let line = self.rest.lines().next().unwrap_or_default();
        line.starts_with(marker).then(|| line.trim_end().len())
    }

    /// The length of the line, if it begins here with `marker` and has `sign`.
    fn line_with(&self, marker: &str, sign: &str) -> Option<usize> {
        let length = self.line_begins(marker)?;
        slice(self.rest, ..length).contains(sign).then_some(length)
    }
}

/// The length of the characters at the beginning of `text` for which `fits` is true; `None` if there are none.
fn prefix(text: &str, fits: impl Fn(char) -> bool) -> Option<usize> {
    let length = text.find(|c| !fits(c)).unwrap_or(text.len());
    (length > 0).then_some(length)
}
