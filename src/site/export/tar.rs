//! A file in an archive of tar, in the format `ustar` (POSIX.1-2001), without a time and with fixed permissions, so
//! that the same input gives the same bytes.

use std::io::{self, Write};

/// The size of the blocks of an archive.
const BLOCK: usize = 512;

/// Writes a file of `length` bytes, which `content` writes. The path has at most 100 bytes.
pub(super) fn write_file(
    out: &mut dyn Write,
    path: &str,
    length: usize,
    content: &dyn Fn(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(&header(path, length))?;
    content(out)?;
    out.write_all(&vec![0; length.next_multiple_of(BLOCK) - length])
}

/// Writes the end of an archive.
pub(super) fn write_end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[0; 2 * BLOCK])
}

fn header(path: &str, length: usize) -> Vec<u8> {
    let name = format!("{path:\0<100}");
    let size = format!("{length:011o}\0");
    let (mode, id, time) = ("0000644\0", "0000000\0", "00000000000\0");
    // the sum is that of the header with spaces in its place
    let before = format!("{name}{mode}{id}{id}{size}{time}");
    let after = format!("0{:\0<100}ustar\x0000", "");
    let bytes = before.bytes().chain(after.bytes());
    let sum: u32 = bytes.map(u32::from).sum::<u32>() + 8 * u32::from(b' ');
    let mut header = format!("{before}{sum:06o}\0 {after}").into_bytes();
    header.resize(BLOCK, 0);
    header
}
