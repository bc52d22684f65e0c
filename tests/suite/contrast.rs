//! The contrast of the default theme's colours, light and dark, on every background: at least 4.5 to 1 for
//! all text (WCAG 2.2, level AA, 1.4.3), and 7 to 1 for body text (level AAA, 1.4.6).

use std::collections::BTreeMap;
use std::fs;

use crate::program::{headword, repository, write};

/// The colours of a scheme by name, each channel from 0 to 1.
type Colours = BTreeMap<String, [f64; 3]>;

/// The colours in the rules `--name: light-dark(#rrggbb, #rrggbb);` of a style sheet. The last rule with a
/// name counts.
fn colours(css: &str) -> [Colours; 2] {
    let channel = |hex: &str, start: usize| {
        let value = u8::from_str_radix(&hex[start..start + 2], 16).unwrap();
        f64::from(value) / 255.0
    };
    let mut schemes = [Colours::new(), Colours::new()];
    for part in css.split(" --").skip(1) {
        let Some((name, rest)) = part.split_once(": light-dark(") else {
            continue;
        };
        if name.contains(|c: char| !c.is_ascii_alphabetic() && c != '-') {
            continue;
        }
        let pair = rest.split_once(')').unwrap().0;
        for (scheme, colour) in schemes.iter_mut().zip(pair.split(", ")) {
            let hex = colour.strip_prefix('#').unwrap();
            scheme.insert(name.to_owned(), [0, 2, 4].map(|start| channel(hex, start)));
        }
    }
    schemes
}

/// The relative luminance of a colour, as WCAG 2.2 defines it.
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
fn every_text_has_enough_contrast() {
    let css = fs::read_to_string(repository().join("static/assets/headword.css")).unwrap();
    for (scheme, colours) in ["light", "dark"].into_iter().zip(colours(&css)) {
        let code: Vec<_> = colours
            .keys()
            .filter(|name| name.starts_with("code-"))
            .map(String::as_str)
            .collect();
        assert_eq!(code.len(), 9, "{scheme}: a colour for each class of code");
        let texts = [("ink", 7.0), ("quiet", 4.5), ("accent", 4.5)];
        for (text, least) in texts
            .into_iter()
            .chain(code.into_iter().map(|name| (name, 4.5)))
        {
            for ground in ["paper", "shade"] {
                let contrast = contrast(colours[text], colours[ground]);
                assert!(
                    contrast >= least,
                    "{scheme}: {text} on {ground} has {contrast:.2} to 1"
                );
            }
        }
        let marked = contrast(colours["ink"], colours["mark"]);
        assert!(marked >= 7.0, "{scheme}: marked text has {marked:.2} to 1");
    }
}

/// Links have enough contrast with any accent colour, light or dark.
#[test]
fn every_accent_has_enough_contrast() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("content/a.md"),
        b"+++\ntitle = \"A\"\n+++\n",
    );
    let accents = (0..24).map(|step| {
        let (hue, lightness) = (step * 15, 20 + step % 4 * 20);
        format!("hsl({hue} 80% {lightness}%)")
    });
    for accent in accents.chain(["#fff", "#000", "yellow", "navy"].map(str::to_owned)) {
        let settings = format!("title = \"T\"\naccent = \"{accent}\"\n");
        write(&folder.path().join("glossary.toml"), settings.as_bytes());
        let made = headword(folder.path()).arg("build").output().unwrap();
        assert!(made.status.success(), "{accent}");
        let sheet = folder.path().join("public/assets/headword.css");
        let css = fs::read_to_string(sheet).unwrap();
        assert_eq!(css.matches("--accent: light-dark(").count(), 2, "{accent}");
        for (scheme, colours) in ["light", "dark"].into_iter().zip(colours(&css)) {
            for ground in ["paper", "shade"] {
                let contrast = contrast(colours["accent"], colours[ground]);
                assert!(
                    contrast >= 4.5,
                    "{accent}, {scheme}: the accent on {ground} has {contrast:.2} to 1"
                );
            }
        }
    }
}
