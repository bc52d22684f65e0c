//! A disk on which something goes wrong.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use headword::disk::{Disk, Operation};

/// The variable that makes the test program Headword on such a disk.
pub(crate) const DISK: &str = "HEADWORD_TEST_DISK";

/// What happens instead of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The disk is full.
    Full,
    /// The disk is broken.
    Broken,
    /// We may not.
    Denied,
    /// There are too many open files.
    ManyFiles,
    /// What was there is gone.
    Gone,
    /// The process ends, as if it were killed.
    End,
    /// Nothing: operations are printed.
    Count,
}

impl Fault {
    /// Those that an operation fails with.
    pub(crate) const ERRORS: &[Self] = &[
        Self::Full,
        Self::Broken,
        Self::Denied,
        Self::ManyFiles,
        Self::Gone,
    ];

    /// Whether a command that fails because of it may end with an exit code: 3, for the machine. A disk
    /// that does not show what is there can look like a folder of somebody else's.
    pub(crate) fn may_end_with(self, code: i32) -> bool {
        code == 3 || (code == 2 && self == Self::Gone)
    }

    const ALL: &[(Self, &str, i32)] = &[
        // the numbers are those of errno(3)
        (Self::Full, "full", 28),
        (Self::Broken, "broken", 5),
        (Self::Denied, "denied", 13),
        (Self::ManyFiles, "many-files", 24),
        (Self::Gone, "gone", 2),
        (Self::End, "end", 0),
        (Self::Count, "count", 0),
    ];
}

/// A fault at the operation of a number, on a disk that has not all operations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'p> {
    pub(crate) at: usize,
    pub(crate) fault: Fault,
    pub(crate) unsupported: &'p [&'p str],
}

impl<'p> Plan<'p> {
    /// Reads a plan as it is shown, with names that live as long as the process.
    pub(crate) fn read(text: &str) -> Plan<'static> {
        let mut words = text.split(' ');
        let at = words.next().unwrap().parse().unwrap();
        let name = words.next().unwrap();
        let (fault, ..) = Fault::ALL.iter().find(|(_, of, _)| *of == name).unwrap();
        let unsupported: Vec<&str> = words
            .map(|word| &*Box::leak(word.to_owned().into_boxed_str()))
            .collect();
        Plan {
            at,
            fault: *fault,
            unsupported: unsupported.leak(),
        }
    }
}

impl Plan<'static> {
    pub(crate) fn disk(self) -> Disk {
        let count = AtomicUsize::new(0);
        let errno = |fault| {
            let (.., errno) = Fault::ALL.iter().find(|(of, ..)| *of == fault).unwrap();
            io::Error::from_raw_os_error(*errno)
        };
        let watch = move |operation: Operation<'_>| {
            let number = count.fetch_add(1, Ordering::Relaxed) + 1;
            if self.fault == Fault::Count {
                eprintln!("operation {}", operation.name);
            }
            if number == self.at {
                match self.fault {
                    Fault::End => std::process::abort(),
                    fault => return Err(errno(fault)),
                }
            }
            if self.unsupported.contains(&operation.name) {
                return Err(io::ErrorKind::Unsupported.into());
            }
            Ok(())
        };
        Disk::watched(Box::new(watch))
    }
}

impl fmt::Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, name, _) = Fault::ALL
            .iter()
            .find(|(of, ..)| *of == self.fault)
            .unwrap();
        write!(f, "{} {name}", self.at)?;
        self.unsupported
            .iter()
            .try_for_each(|name| write!(f, " {name}"))
    }
}
