//! The theme's one colour: its hue is the author's, its shades are derived, one for each scheme.

use csscolorparser::Color;

/// The lightest ground that dark text stands on, and the darkest that light text stands on, are
/// the theme's `--shade`, light and dark: what can be read there can be read on `--paper` as well.
const GROUNDS: [&str; 2] = ["#f1eee6", "#23272a"];

/// What the shades reach, at least: WCAG 2.2, 1.4.3, asks for 4.5 to 1. The margin is for rounding
/// to eight bits.
const CONTRAST: f32 = 4.6;

/// How much colour a shade has at most: with more, few hues exist in both schemes (OKLCH's chroma).
const CHROMA: f32 = 0.14;

/// In how many steps a readable shade is sought.
const STEPS: u8 = 100;

/// A colour to make shades of.
#[derive(Debug, Clone)]
pub struct Accent(Color);

impl Accent {
    /// Reads a colour as CSS writes it: `#0b5563`, `teal`, `oklch(0.5 0.1 210)` (CSS Color Module
    /// Level 4). `None` if it is none, or can be seen through.
    pub fn read(written: &str) -> Option<Self> {
        let colour = csscolorparser::parse(written).ok()?;
        (colour.a == 1.0).then_some(Self(colour))
    }

    /// The shades for the light and the dark scheme, as `#rrggbb`: of the colour's hue, and as near
    /// to it as a contrast of 4.5 to 1 allows.
    pub fn shades(&self) -> [String; 2] {
        let [lightness, chroma, hue, _] = self.0.to_oklcha();
        let chroma = chroma.min(CHROMA);
        // a shade is sought from the colour itself towards black or white
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

/// How well one colour can be read on another: WCAG 2.2, "contrast ratio".
fn contrast(one: &Color, other: &Color) -> f32 {
    let luminance = |colour: &Color| {
        let [red, green, blue, _] = colour.to_linear_rgba();
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}
