//! Search and the index agree on the sounds of Chinese characters. The sounds come from a crate, the order from
//! CLDR.

use encoding_rs::GBK;
use headword::text::alphabet::{Alphabet, Numbers, sorts_by_sound};
use headword::text::language::Language;
use headword::text::pinyin::readings;

/// The 3,755 most usual characters: level 1 of GB 2312.
fn usual_characters() -> String {
    let codes = (0xb0..=0xd7).flat_map(|row| (0xa1..=0xfe).map(move |cell| [row, cell]));
    // the last five codes have no character
    let codes: Vec<u8> = codes.take(3_755).flatten().collect();
    GBK.decode_without_bom_handling(&codes).0.into_owned()
}

#[test]
fn the_first_letter_of_a_sound_is_that_of_the_index() {
    let language = Language::from_tag("zh").unwrap();
    let characters = usual_characters();
    assert_eq!(characters.chars().count(), 3_755);
    let alphabet = Alphabet::new(&language, Numbers::AsDigits, ["一"].into_iter());
    let mut others = Vec::new();
    for character in characters.split("").filter(|one| !one.is_empty()) {
        let letter = &alphabet.letter(character).label;
        let sounds = readings(character)
            .into_iter()
            .map(|words| words[0].syllables[0].to_uppercase());
        let sounds: Vec<String> = sounds.collect();
        if !sounds[0].starts_with(letter) {
            others.push(format!("{character} {letter} {}", sounds.join(" ")));
        }
    }
    // the letter of each is that of another sound
    let expected = [
        "匙 C SHI CHI",
        "咳 H KE HAI GAI",
        "傀 K GUI KUI KUAI",
        "埔 B PU BU",
        "炔 Q GUI QUE XUE",
        "辗 Z NIAN ZHAN",
        "椎 Z CHUI ZHUI",
    ];
    assert_eq!(others, expected);
}

#[test]
fn names_are_found_by_sound_where_the_index_sorts_by_it() {
    let by_sound = |tag: &&str| sorts_by_sound(&Language::from_tag(tag).unwrap());
    let tags = [
        "zh",
        "zh-Hans",
        "zh-CN",
        "zh-SG",
        "zh-Hant",
        "zh-TW",
        "zh-HK",
        "yue",
        "ja",
        "ko",
        "vi",
        "en",
        "zh-u-co-stroke",
        "zh-Hant-u-co-pinyin",
    ];
    let found: Vec<&str> = tags.into_iter().filter(by_sound).collect();
    assert_eq!(
        found,
        ["zh", "zh-Hans", "zh-CN", "zh-SG", "zh-Hant-u-co-pinyin"]
    );
}
