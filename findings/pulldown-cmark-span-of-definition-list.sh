#!/bin/sh
# pulldown-cmark 0.13.6: the span of a definition list contains the paragraph after it.
#
# One expects that the spans of two blocks, one after the other, do not overlap. After a definition list with one line for
# each meaning, the paragraph that follows is a block of its own, but its bytes are in the span of the list, too. A program
# that copies blocks by their spans has the paragraph twice. Other lists end where they end.
#
# Needs cargo and the public registry of crates. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'END'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
pulldown-cmark = { version = "=0.13.6", default-features = false }
END
cat >src/main.rs <<'END'
use pulldown_cmark::{Event, Options, Parser, Tag};

fn main() {
    for text in ["crumb\n: the inside\n\nwords\n", "- the inside\n\nwords\n"] {
        for (event, span) in Parser::new_ext(text, Options::ENABLE_DEFINITION_LIST).into_offset_iter() {
            match event {
                Event::Start(Tag::DefinitionList | Tag::List(_)) => println!("list      {:?}", &text[span]),
                Event::Start(Tag::Paragraph) => println!("paragraph {:?}", &text[span]),
                _ => {}
            }
        }
    }
}
END
cargo run --quiet >seen
cat seen
cat >expected <<'END'
list      "crumb\n: the inside\n\nwords\n"
paragraph "words\n"
list      "- the inside\n\n"
paragraph "words\n"
END
cmp seen expected
