//! The colours of the default theme: every text on every ground it stands on, light and dark,
//! reaches WCAG 2.2's level AA (1.4.3): a contrast of 4.5 to 1.

use std::collections::BTreeMap;
use std::fs;

use crate::program::repository;

type Colours = BTreeMap<String, [f64; 3]>;

/// The `--name: #rrggbb;` lines of a style sheet's part, each channel from 0 to 1.
fn colours(part: &str) -> Colours {
    let channel = |hex: &str, at: usize| {
        let value = u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        f64::from(value) / 255.0
    };
    part.lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
        .map(|(name, rest)| {
            let hex = rest.trim_end_matches(';');
            (name.to_owned(), [0, 2, 4].map(|at| channel(hex, at)))
        })
        .collect()
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|channel| {
        if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (a, b) = (luminance(one) + 0.05, luminance(other) + 0.05);
    a.max(b) / a.min(b)
}

#[test]
fn every_text_can_be_read_on_its_ground() {
    let css = fs::read_to_string(repository().join("static/assets/headword.css")).unwrap();
    let (light, rest) = css
        .split_once("@media (prefers-color-scheme: dark)")
        .unwrap();
    let (dark, _) = rest.split_once("\n}\n").unwrap();
    for (scheme, part) in [("light", light), ("dark", dark)] {
        let colours = colours(part);
        let texts = ["ink", "quiet", "accent"].into_iter().map(str::to_owned);
        let code = colours
            .keys()
            .filter(|name| name.starts_with("code-"))
            .cloned();
        let code: Vec<_> = code.collect();
        assert_eq!(
            code.len(),
            9,
            "{scheme} has a colour for each class of code"
        );
        for text in texts.chain(code) {
            for ground in ["paper", "shade"] {
                let found = contrast(colours[&text], colours[ground]);
                assert!(
                    found >= 4.5,
                    "{scheme}: {text} on {ground} has {found:.2} to 1"
                );
            }
        }
        let marked = contrast(colours["quiet"], colours["mark"]);
        assert!(marked >= 4.5, "{scheme}: a mention has {marked:.2} to 1");
    }
}
