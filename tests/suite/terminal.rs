//! Runs the program at a terminal, with somebody who types.

use std::path::Path;

use crate::program::Run;

/// Runs the program with the words of a line as arguments, at a terminal at which somebody types `keys`, without
/// its line ends. The standard output of the result is all that the terminal shows, without colours.
#[cfg(unix)]
pub(crate) fn at_terminal(folder: &Path, arguments: &str, keys: &str) -> Run {
    use std::fs::{File, OpenOptions};
    use std::io::{Read, Write};
    use std::os::unix::ffi::OsStringExt;
    use std::process::Stdio;
    use std::sync::mpsc::{self, RecvTimeoutError};
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

    const PATIENCE: Duration = Duration::from_secs(30);

    let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&person).unwrap();
    unlockpt(&person).unwrap();
    let path = ptsname(&person, Vec::new()).unwrap().into_bytes();
    let path = std::ffi::OsString::from_vec(path);
    let terminal = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .unwrap();
    let mut modes = tcgetattr(&terminal).unwrap();
    // what is typed before the program asks would be shown twice
    modes.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&terminal, OptionalActions::Now, &modes).unwrap();
    let stdio = || Stdio::from(terminal.try_clone().unwrap());
    let mut command = crate::program::headword(folder);
    command
        .args(crate::program::words(arguments))
        .env("TERM", "xterm")
        .stdin(stdio())
        .stdout(stdio())
        .stderr(stdio());
    let child = command.spawn().expect("the program starts");
    // the last copies of the terminal are those of the program
    drop(command);
    let mut person = File::from(person);
    person.write_all(keys.replace('\n', "").as_bytes()).unwrap();
    drop(terminal);
    let (child, watched) = (Arc::new(Mutex::new(child)), mpsc::channel::<()>());
    let waiting = Arc::clone(&child);
    let watcher = std::thread::spawn(move || {
        // a program that waits for more keys than the case has would wait forever
        if watched.1.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            waiting.lock().unwrap().kill().unwrap();
        }
    });
    let mut shown = Vec::new();
    // Linux reports the end of the last program at a terminal as an error
    let _ = person.read_to_end(&mut shown);
    drop(watched.0);
    watcher.join().unwrap();
    let exit = child.lock().unwrap().wait().unwrap().code();
    let shown = String::from_utf8(shown).unwrap().replace("\r\n", "\n");
    Run {
        exit: exit.unwrap_or(-1),
        stdout: anstream::adapter::strip_str(&shown).to_string(),
        stderr: String::new(),
    }
}

#[cfg(not(unix))]
pub(crate) fn at_terminal(_: &Path, _: &str, _: &str) -> Run {
    panic!("cases with keys need a system with pseudo-terminals");
}
