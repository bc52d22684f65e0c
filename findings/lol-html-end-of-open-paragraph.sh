#!/bin/sh
# lol_html 2.7.1 (crates.io): in HTML whose `</p>` and `</li>` are left out, as minifiers write it, the handler for the end tag of
# `p` runs at the end tag of the element around it, and the second `li` of a list is inside the first. So what is put before the
# end of a paragraph comes after the next one.
#
# Browsers end the paragraph before the next block (https://html.spec.whatwg.org/multipage/syntax.html#optional-tags). The
# documentation of `end_tag_handlers` speaks of elements without an end tag, but not of these.
#
# Needs Rust 1.85 or later and the public registry of crates. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "ends"
version = "0.0.0"
edition = "2021"

[dependencies]
lol_html = "=2.7.1"
TOML
cat >src/main.rs <<'RUST'
use lol_html::html_content::ContentType;
use lol_html::{element, rewrite_str, EndTagHandler, RewriteStrSettings};

fn main() {
    for html in ["<main><p>one<p>two</main>", "<main><p>one</p><p>two</p></main>", "<main><ul><li>one<li>two</ul></main>"] {
        let handlers = vec![
            element!("p", |p| {
                let handlers = p.end_tag_handlers().expect("a paragraph can have an end tag");
                let handler: EndTagHandler = Box::new(|end| {
                    end.before("|", ContentType::Text);
                    Ok(())
                });
                handlers.push(handler);
                Ok(())
            }),
            element!("li li", |li| {
                li.prepend("(inside another) ", ContentType::Text);
                Ok(())
            }),
        ];
        let settings = RewriteStrSettings { element_content_handlers: handlers, ..RewriteStrSettings::new() };
        println!("{}", rewrite_str(html, settings).unwrap());
    }
}
RUST
cargo run --quiet >seen
cat seen
cat >expected <<'EXPECTED'
<main><p>one<p>two||</main>
<main><p>one|</p><p>two|</p></main>
<main><ul><li>one<li>(inside another) two</ul></main>
EXPECTED
diff expected seen
