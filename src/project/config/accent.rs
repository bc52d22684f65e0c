//! The theme's accent colour: the author sets the hue, and the program derives a shade for the light and
//! one for the dark colour scheme.

use csscolorparser::Color;

/// The backgrounds with the lowest contrast in the light and in the dark scheme: `--shade` of the theme. A
/// colour with enough contrast on them has enough on `--paper` as well.
const GROUNDS: [&str; 2] = ["#f1eee6", "#23272a"];

/// The lowest contrast ratio of a shade. WCAG 2.2, success criterion 1.4.3, requires 4.5 to 1; the rest is
/// a margin for rounding to eight bits.
const CONTRAST: f32 = 4.6;

/// The highest chroma of a shade, in OKLCH. With more, few hues exist in both schemes.
const CHROMA: f32 = 0.14;

/// The number of steps in the search for a readable shade.
const STEPS: u8 = 100;

/// A colour from which shades are derived.
#[derive(Debug, Clone)]
pub struct Accent(Color);

impl Accent {
    /// Reads a colour of CSS (CSS Color Module Level 4): `#0b5563`, `teal`, `oklch(0.5 0.1 210)`. `None` if
    /// the text is not a colour, or the colour is transparent.
    pub fn read(written: &str) -> Option<Self> {
        let colour = csscolorparser::parse(written).ok()?;
        (colour.a == 1.0).then_some(Self(colour))
    }

    /// The shades for the light and the dark scheme, as `#rrggbb`. They have the hue of the colour, and are
    /// as close to it as a contrast of 4.5 to 1 allows: `gold` becomes
    /// much darker for the light scheme, and keeps its lightness for the dark scheme.
    pub fn shades(&self) -> [String; 2] {
        let [lightness, chroma, hue, _] = self.0.to_oklcha();
        let chroma = chroma.min(CHROMA);
        // the search begins at the colour itself and moves towards black or white
        let readable = |ground: &str, end: f32| {
            let ground = csscolorparser::parse(ground).unwrap_or_default();
            let shades = (0..=STEPS).map(|step| {
                let part = f32::from(step) / f32::from(STEPS);
                let lightness = lightness + (end - lightness) * part;
                Color::from_oklcha(lightness, chroma, hue, 1.0).clamp()
            });
            let mut shades = shades.skip_while(|shade| contrast(shade, &ground) < CONTRAST);
            shades.next().unwrap_or_default().to_css_hex().to_string()
        };
        let [light, dark] = GROUNDS;
        [readable(light, 0.0), readable(dark, 1.0)]
    }
}

/// The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(one: &Color, other: &Color) -> f32 {
    let luminance = |colour: &Color| {
        let [red, green, blue, _] = colour.to_linear_rgba();
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}
