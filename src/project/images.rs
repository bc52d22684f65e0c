//! The sizes of images, read from the beginnings of their files.

use std::io::{self, BufRead, Seek};
use std::path::Path;

use exif::{In, Reader, Tag};

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

/// The size of the image in a file; `None` if the file is not an image.
///
/// # Errors
///
/// The file cannot be read.
pub(super) fn size(disk: &Disk, path: &Path) -> Result<Option<ImageSize>, DiskError> {
    disk.look_into(path, |file| Ok(size_of(file)?.filter(is_real)))
}

/// Whether an image has pixels. Browsers ignore attributes with the value zero.
fn is_real(size: &ImageSize) -> bool {
    size.width > 0 && size.height > 0
}

/// The size of the image that `file` contains. Only the turn in a JPEG file counts: browsers do not agree on that
/// in files of other types.
fn size_of(file: &mut (impl BufRead + Seek)) -> io::Result<Option<ImageSize>> {
    let kind = match imagesize::reader_type(&mut *file) {
        Ok(kind) => kind,
        Err(error) => return unreadable(error),
    };
    file.rewind()?;
    let stored = match kind.reader_size(file) {
        Ok(stored) => stored,
        Err(error) => return unreadable(error),
    };
    let (Ok(width), Ok(height)) = (stored.width.try_into(), stored.height.try_into()) else {
        return Ok(None);
    };
    file.rewind()?;
    Ok(Some(
        if kind == imagesize::ImageType::Jpeg && is_turned(file) {
            ImageSize {
                width: height,
                height: width,
            }
        } else {
            ImageSize { width, height }
        },
    ))
}

/// No size, because a file is not an image. Errors of the disk stay errors.
fn unreadable(error: imagesize::ImageError) -> io::Result<Option<ImageSize>> {
    match error {
        imagesize::ImageError::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            Err(error)
        }
        _ => Ok(None),
    }
}

/// Whether the camera's note in a JPEG file turns the image by a quarter.
fn is_turned(file: &mut (impl BufRead + Seek)) -> bool {
    let notes = Reader::new().read_from_container(file);
    notes.is_ok_and(|notes| {
        let orientation = notes.get_field(Tag::Orientation, In::PRIMARY);
        let value = orientation.and_then(|field| field.value.get_uint(0));
        value.is_some_and(|value| QUARTER_TURNS.contains(&value))
    })
}
