//! The text of a file without markup.

use super::text_block::TextBlock;

/// The paragraphs of a text: lines, with an empty line between one paragraph and the next.
pub(crate) fn paragraphs(source: &str) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    let mut block = TextBlock::default();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let words = line.trim_end();
        if words.is_empty() {
            blocks.push(std::mem::take(&mut block));
        } else {
            let end = start + words.len();
            block.add(words, start..end, 0, true, false);
            block.add(" ", end..start + line.len(), 0, false, false);
        }
        start += line.len();
    }
    blocks.push(block);
    blocks.retain(|block| !block.text.is_empty());
    blocks
}
