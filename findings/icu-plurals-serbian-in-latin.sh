#!/bin/sh
# icu_plurals 2.4.0 (crates.io): Serbian in Latin letters, `sr-Latn`, has one plural form, and Serbian in Cyrillic letters
# has three. The same with `uz-Cyrl`, `bs-Cyrl` and `pa-Arab`.
#
# The plural rules of CLDR do not depend on the script (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html),
# and `Intl.PluralRules` of Node has the same three forms for both. So a number in a text gets another form only because the text
# is in the other script. Without the script in the locale, the rules are right.
#
# Needs Rust 1.88 or later, Node 22 or later, and the public registry of crates. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "forms"
version = "0.0.0"
edition = "2024"

[dependencies]
icu_plurals = "=2.4.0"
icu_locale_core = "2"
TOML
cat >src/main.rs <<'RUST'
use icu_locale_core::Locale;
use icu_plurals::PluralRules;

fn main() {
    for tag in ["sr", "sr-Latn", "uz", "uz-Cyrl", "bs", "bs-Cyrl", "pa", "pa-Arab"] {
        let locale: Locale = tag.parse().unwrap();
        let rules = PluralRules::try_new_cardinal((&locale).into()).unwrap();
        let forms: Vec<String> = rules.categories().map(|form| format!("{form:?}").to_lowercase()).collect();
        println!("{tag}: {}", forms.join(" "));
    }
}
RUST
{
  echo "icu_plurals:"
  cargo run --quiet
  echo "Node:"
  node -e '
    const order = ["zero", "one", "two", "few", "many", "other"];
    for (const tag of ["sr", "sr-Latn", "uz-Cyrl", "bs-Cyrl", "pa-Arab"]) {
      const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
      console.log(`${tag}: ${order.filter((form) => forms.includes(form)).join(" ")}`);
    }'
} >seen
cat seen
cat >expected <<'EXPECTED'
icu_plurals:
sr: one few other
sr-Latn: other
uz: one other
uz-Cyrl: other
bs: one few other
bs-Cyrl: other
pa: one other
pa-Arab: other
Node:
sr: one few other
sr-Latn: one few other
uz-Cyrl: one other
bs-Cyrl: one few other
pa-Arab: one other
EXPECTED
cmp seen expected
