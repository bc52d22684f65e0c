#!/bin/sh
# icu_collator 2.4.0 (crates.io) and `Intl.Collator` of Node: in a list that is sorted for Thai, *C* and *C#* are equal, and so are
# *NET* and *.NET*. In other languages, one always comes before the other.
#
# The collation of CLDR skips punctuation for Thai (`alternate=shifted` in its `th.xml`). A name in Latin letters is then only its
# letters, so a program that drops neighbours which are equal drops *C#*, and the order of the two depends on the order before.
# The plus sign is not punctuation, so *C++* has its place. A setting of the collator brings the signs back.
#
# Needs Rust 1.88 or later, Node 20 or later, and the public registry of crates. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "order"
version = "0.0.0"
edition = "2024"

[dependencies]
icu_collator = "=2.4.0"
icu_locale_core = "2"
TOML
cat >src/main.rs <<'RUST'
use icu_collator::Collator;
use icu_collator::options::{AlternateHandling, CollatorOptions};
use icu_locale_core::Locale;

const PAIRS: [(&str, &str); 3] = [("C", "C#"), ("NET", ".NET"), ("C", "C++")];

fn main() {
    let mut all = CollatorOptions::default();
    all.alternate_handling = Some(AlternateHandling::NonIgnorable);
    for (tag, note, options) in [("en", "", CollatorOptions::default()), ("th", "", CollatorOptions::default()), ("th", " with signs", all)] {
        let locale: Locale = tag.parse().unwrap();
        let collator = Collator::try_new((&locale).into(), options).unwrap();
        let orders = PAIRS.map(|(one, other)| format!("{one} {other} {:?}", collator.compare(one, other)));
        println!("  {tag}{note}: {}", orders.join(", "));
    }
}
RUST
{
    echo 'icu_collator:'
    cargo run --quiet
    echo 'Node:'
    node -e '
        const names = ["NET", ".NET", "C#", "C", "C++"];
        for (const tag of ["en", "th"]) {
          const { compare } = new Intl.Collator(tag);
          const sorted = names.toSorted(compare);
          const unique = sorted.filter((name, index) => index === 0 || compare(sorted[index - 1], name) !== 0);
          console.log(`  ${tag}: ${sorted.join(" ")}; without equal neighbours: ${unique.join(" ")}`);
        }'
} >seen
cat seen
cat >expected <<'EXPECTED'
icu_collator:
  en: C C# Less, NET .NET Greater, C C++ Less
  th: C C# Equal, NET .NET Equal, C C++ Less
  th with signs: C C# Less, NET .NET Greater, C C++ Less
Node:
  en: .NET C C# C++ NET; without equal neighbours: .NET C C# C++ NET
  th: C# C C++ NET .NET; without equal neighbours: C# C++ NET
EXPECTED
cmp seen expected
