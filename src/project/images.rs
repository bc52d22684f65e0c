//! The sizes of images, read from the beginnings of their files.

use std::io::{BufRead, Seek};
use std::path::Path;

use exif::{In, Reader, Tag};
use imagesize::ImageType;

use crate::diagnostic::disk_error::DiskError;
use crate::disk::Disk;

/// The size of an image as browsers show it, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSize {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// The file extensions of images whose size can be read, in small letters.
const EXTENSIONS: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "webp"];

/// The values of the Exif tag *Orientation* with which an image is turned by a quarter, so that its width is shown as
/// its height (Exif 3.0, 4.6.5.1, *Orientation*).
const QUARTER_TURNS: std::ops::RangeInclusive<u32> = 5..=8;

/// Whether a file is an image whose size can be read, by the extension in its name.
pub(super) fn has_size(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        let mut known = EXTENSIONS.iter();
        known.any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// The size of the image in a file; `None` if the file is not an image, or is damaged.
///
/// # Errors
///
/// The file cannot be opened.
pub(super) fn size(disk: &Disk, path: &Path) -> Result<Option<ImageSize>, DiskError> {
    disk.look_into(path, |file| Ok(size_of(file).filter(is_real)))
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
