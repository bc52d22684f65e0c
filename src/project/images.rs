//! The sizes of images, read from the beginnings of their files, and files with the name of an image that are not one.

use std::io::{BufRead, Seek, SeekFrom};
use std::path::Path;

use exif::{In, Reader, Tag};
use imagesize::ImageType;

use super::svg;
use crate::address::destination::is_svg;
use crate::diagnostic::disk_error::DiskError;
use crate::disk::Disk;

/// The size of an image as browsers show it, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ImageSize {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// The file extensions of images whose size can be read, in small letters.
const EXTENSIONS: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// The values of the Exif tag *Orientation* with which an image is turned by a quarter, so that its width is shown as
/// its height (Exif 3.0, 4.6.5.1, *Orientation*).
const QUARTER_TURNS: std::ops::RangeInclusive<u32> = 5..=8;

/// Whether a file is an image whose size can be read, by the extension in its name.
pub fn has_size(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        let mut known = EXTENSIONS.iter();
        known.any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// What is in a file with the name of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFile {
    /// An image with this size.
    Sized(ImageSize),
    /// An image whose size is not known.
    Unsized,
    /// Something that browsers do not show as an image.
    Other(NotAnImage),
}

/// The reason why browsers do not show a file as an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnImage {
    /// The file is empty.
    Empty,
    /// It has the place of a file of Git LFS, which was not fetched.
    Pointer,
    /// It ends too early.
    Cut,
    /// It is a file of this type, with an article: *a PDF document*.
    Type(&'static str),
    /// It is not a file of a known type.
    Unknown,
}

/// What the file at `path` is.
///
/// # Errors
///
/// The file cannot be opened.
pub fn look(disk: &Disk, path: &Path) -> Result<ImageFile, DiskError> {
    if is_svg(&path.to_string_lossy()) {
        let size = |file: &mut _| Ok(svg::size(file));
        let size = disk.look_into(path, size)?;
        let sized = |(width, height)| ImageFile::Sized(ImageSize { width, height });
        return Ok(size.map_or(ImageFile::Unsized, sized));
    }
    disk.look_into(path, |file| {
        if let Some(name) = iso_type(beginning(file)) {
            return Ok(ImageFile::Other(NotAnImage::Type(name)));
        }
        // an error of the disk shows again when the size is read
        file.rewind().ok();
        Ok(match size_of(file) {
            Some(_) if is_cut(file) => ImageFile::Other(NotAnImage::Cut),
            Some(size) if is_real(&size) => ImageFile::Sized(size),
            Some(_) => ImageFile::Unsized,
            None => other_file(file),
        })
    })
}

/// The beginnings of files that people take for images, with their types.
const TYPES: &[(&str, &str)] = &[
    ("%PDF", "a PDF document"),
    ("PK\u{3}\u{4}", "a ZIP archive"),
    ("<svg", "an SVG drawing"),
    ("<?xml", "an XML document"),
    ("<!doctype", "a web page"),
    ("<html", "a web page"),
    ("{\\rtf", "an RTF document"),
];

/// The same for files that are not texts. No browser shows them, or only one.
const BYTES: &[(&[u8], &str)] = &[
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"8BPS", "a Photoshop image"),
    (b"\xff\x0a", "a JPEG XL image"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL image"),
    (b"\x1a\x45\xdf\xa3", "a video"),
];

/// The beginnings of images that browsers recognise under the names of other images (WHATWG MIME Sniffing, 6.1), and
/// whose size is not read: bitmaps and icons.
const SNIFFED: &[&[u8]] = &[b"BM", b"\0\0\x01\0", b"\0\0\x02\0"];

/// The type of a file in the base format of ISO media (ISO/IEC 14496-12, 4.3), by the brands in its first box; `None`
/// for an AVIF image, and for any other file.
fn iso_type(start: &[u8]) -> Option<&'static str> {
    let (length, rest) = start.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length);
    let brands = rest.strip_prefix(b"ftyp")?;
    let length = usize::try_from(length).ok()?.saturating_sub(8);
    let brands = brands.get(..length.min(brands.len()).min(256))?;
    let mut brands = brands.chunks_exact(4);
    let has = |known: &[&[u8]]| brands.clone().any(|brand| known.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        None
    } else if has(&[
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
    ]) {
        Some("a HEIC image")
    } else {
        brands.next().map(|_| "a video")
    }
}

/// The first bytes of a file.
fn beginning(file: &mut (impl BufRead + Seek)) -> &[u8] {
    match file.rewind() {
        Ok(()) => file.fill_buf().unwrap_or_default(),
        Err(_) => &[],
    }
}

/// What a file is whose size cannot be read.
fn other_file(file: &mut (impl BufRead + Seek)) -> ImageFile {
    let kind = kind_of(file);
    let start = beginning(file);
    if let Some((_, name)) = BYTES.iter().find(|(begins, _)| start.starts_with(begins)) {
        return ImageFile::Other(NotAnImage::Type(name));
    }
    if SNIFFED.iter().any(|begins| start.starts_with(begins)) {
        return ImageFile::Unsized;
    }
    let text = String::from_utf8_lossy(start.get(..start.len().min(100)).unwrap_or_default());
    let text = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    if start.is_empty() {
        return ImageFile::Other(NotAnImage::Empty);
    }
    if text.starts_with("version https://git-lfs") {
        return ImageFile::Other(NotAnImage::Pointer);
    }
    let mut types = TYPES.iter();
    let known = types.find(|(begins, _)| text.starts_with(&begins.to_lowercase()));
    match (known, kind) {
        (Some((_, name)), _) => ImageFile::Other(NotAnImage::Type(name)),
        // browsers may know more of these files than the library
        (None, Some(ImageType::Heif(_))) => ImageFile::Unsized,
        (None, Some(_)) => ImageFile::Other(NotAnImage::Cut),
        (None, None) => ImageFile::Other(NotAnImage::Unknown),
    }
}

fn kind_of(file: &mut (impl BufRead + Seek)) -> Option<ImageType> {
    file.rewind().ok()?;
    imagesize::reader_type(&mut *file).ok()
}

/// The last bytes of a file in which its end mark is looked for. Cameras and programs write more after the image.
const TAIL: i64 = 1 << 16;

/// Whether the end of an image is missing: the last part of a PNG file, or the end mark of a JPEG file.
fn is_cut(file: &mut (impl BufRead + Seek)) -> bool {
    let kind = kind_of(file);
    let mut tail = || -> std::io::Result<Vec<u8>> {
        let length = file.seek(SeekFrom::End(0))?;
        let tail = TAIL.min(length.try_into().unwrap_or(TAIL));
        file.seek(SeekFrom::End(-tail))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let end = match kind {
        Some(ImageType::Png) => b"IEND".as_slice(),
        Some(ImageType::Jpeg) => b"\xff\xd9".as_slice(),
        _ => return false,
    };
    tail().is_ok_and(|tail| !tail.windows(end.len()).any(|bytes| bytes == end))
}

/// Whether an image has pixels. Browsers ignore attributes with the value zero.
fn is_real(size: &ImageSize) -> bool {
    size.width > 0 && size.height > 0
}

/// The size of the image that `file` contains. Only the turn in a JPEG file counts: browsers do not agree on that
/// in files of other types. The library reports damaged images as errors of the disk too, so none of its errors counts.
/// A disk that fails while a file is read fails again when the file is copied into the site.
fn size_of(file: &mut (impl BufRead + Seek)) -> Option<ImageSize> {
    let stored = imagesize::reader_size(&mut *file).ok()?;
    let size = ImageSize {
        width: stored.width.try_into().ok()?,
        height: stored.height.try_into().ok()?,
    };
    file.rewind().ok()?;
    Some(if is_turned(file) {
        ImageSize {
            width: size.height,
            height: size.width,
        }
    } else {
        size
    })
}

/// Whether the camera's note in a JPEG file turns the image by a quarter.
fn is_turned(file: &mut (impl BufRead + Seek)) -> bool {
    if !matches!(imagesize::reader_type(&mut *file), Ok(ImageType::Jpeg)) || file.rewind().is_err()
    {
        return false;
    }
    let notes = Reader::new().read_from_container(file);
    notes.is_ok_and(|notes| {
        let orientation = notes.get_field(Tag::Orientation, In::PRIMARY);
        let value = orientation.and_then(|field| field.value.get_uint(0));
        value.is_some_and(|value| QUARTER_TURNS.contains(&value))
    })
}
