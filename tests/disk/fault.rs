//! A disk with an operation that fails.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use headword::disk::{Disk, Operation};

/// The environment variable with the plan of a disk. If it is set, the test program runs as Headword on this
/// disk.
pub(crate) const DISK: &str = "HEADWORD_TEST_DISK";

/// The event in place of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The disk is full.
    Full,
    /// The disk is broken.
    Broken,
    /// Permission is denied.
    Denied,
    /// There are too many open files.
    ManyFiles,
    /// The file no longer exists.
    Gone,
    /// The process ends, as if it were killed.
    End,
    /// Nothing fails, and all operations are printed.
    Count,
}

impl Fault {
    /// The errors of an operation.
    pub(crate) const ERRORS: &[Self] = &[
        Self::Full,
        Self::Broken,
        Self::Denied,
        Self::ManyFiles,
        Self::Gone,
    ];

    /// Whether a command that fails because of this may end with this exit code. It is 3, for the machine, or
    /// 2 if files are gone: then the output looks like a folder of somebody else.
    pub(crate) fn may_end_with(self, code: i32) -> bool {
        code == 3 || (code == 2 && self == Self::Gone)
    }

    const ALL: &[(Self, &str, i32)] = &[
        // the numbers of errno(3)
        (Self::Full, "full", 28),
        (Self::Broken, "broken", 5),
        (Self::Denied, "denied", 13),
        (Self::ManyFiles, "many-files", 24),
        (Self::Gone, "gone", 2),
        (Self::End, "end", 0),
        (Self::Count, "count", 0),
    ];
}

/// The number of the operation that fails, from 1, and operations that the disk does not have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'p> {
    pub(crate) at: usize,
    pub(crate) fault: Fault,
    pub(crate) unsupported: &'p [&'p str],
}

impl<'p> Plan<'p> {
    /// Reads the text of a plan. Its names live as long as the process.
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

impl Plan<'_> {
    /// Runs this program as Headword in a folder, on the disk of the plan. With one thread, the operations always have
    /// the same order.
    pub(crate) fn run(&self, folder: &Path, words: &[&str]) -> Output {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.env(DISK, self.to_string());
        in_order(program, folder, words)
    }
}

/// Runs a program in a folder with one thread.
pub(crate) fn in_order(mut program: Command, folder: &Path, words: &[&str]) -> Output {
    program
        .args(words)
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(folder)
        .output()
        .unwrap()
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
