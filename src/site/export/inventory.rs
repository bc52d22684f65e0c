//! `objects.inv`: the names of all entries in the format of Sphinx's inventories, version 2. With it, the
//! documentation of other projects links to terms by their names.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{Export, names, one_line};

/// Writes the inventory. A line of it is `NAME std:term -1 ADDRESS -`, where `-` makes Sphinx show the words of the
/// author.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"# Sphinx inventory version 2\n")?;
    writeln!(out, "# Project: {}", one_line(export.title()))?;
    out.write_all(b"# Version: \n# The remainder of this file is compressed using zlib.\n")?;
    let mut packed = ZlibEncoder::new(out, Compression::default());
    for (name, id) in names::unambiguous(export.glossary()) {
        if !is_confused(name) {
            let address = export.relative(export.entry_path(id).as_str());
            writeln!(packed, "{name} std:term -1 {address} -")?;
        }
    }
    packed.finish()?;
    Ok(())
}

/// Whether a reader of the inventory would find the end of a name inside it: after a word and before a number, as in
/// *the level 2 cache*.
fn is_confused(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let is_number = |word: &str| word.parse::<i64>().is_ok();
    let mut inner = words.iter().enumerate();
    inner.any(|(index, word)| index >= 2 && is_number(word))
}
