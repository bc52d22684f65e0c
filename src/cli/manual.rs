//! `headword manual`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;

use super::Cli;
use super::printing::finish;
use crate::diagnostic::Faults;
use crate::diagnostic::disk_error::{Access, DiskError};
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::text::counted;

/// Print the manual, in the format of `man`
///
/// The manual is one page for all commands. With --dir, there is a file with a page for each command.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword manual > headword.1
      save the manual; `man ./headword.1` shows it
  headword manual --dir /usr/local/share/man/man1
      install a page for each command")]
pub(super) struct Args {
    /// Write headword.1, headword-build.1 and so on into this folder
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

/// Prints the manual or writes its pages.
pub(super) fn run(disk: &Disk, args: &Args) -> ExitCode {
    let result = match &args.dir {
        None => whole().map_err(|error| Failure::system(Task::MakeManual, error)),
        Some(folder) => write(disk, folder),
    };
    finish(result, &Faults::default(), None)
}

/// The description of the program, with the parts that clap adds.
fn command() -> clap::Command {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    command
}

/// The commands below a command, each before those below it.
fn commands(command: &clap::Command) -> Vec<&clap::Command> {
    let own = command.get_subcommands();
    own.flat_map(|own| std::iter::once(own).chain(commands(own)))
        .collect()
}

/// The page for all commands.
fn whole() -> io::Result<String> {
    let command = command();
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    for command in commands(&command) {
        let name = command.get_bin_name().unwrap_or_default().to_uppercase();
        text.push_str(&format!(".SH {name}\n{}", part(command)?));
    }
    let mut rest = Vec::new();
    man.render_extra_section(&mut rest)?;
    man.render_version_section(&mut rest)?;
    text.push_str(&renamed(&String::from_utf8_lossy(&rest)));
    Ok(text)
}

/// The part of the whole page about one command, under headings of the second level.
fn part(command: &clap::Command) -> io::Result<String> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    man.render_extra_section(&mut page)?;
    let text = renamed(&String::from_utf8_lossy(&page));
    let lines = text.split_inclusive('\n').map(|line| match line {
        line if line.starts_with(".SH ") => line.replacen(".SH", ".SS", 1),
        line => line.to_owned(),
    });
    Ok(lines.collect())
}

/// A page with the usual headings of manuals for the parts that clap calls `EXTRA`.
fn renamed(page: &str) -> String {
    page.replace(".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n")
        .replace(".SH EXTRA\nThe first minute:\n", ".SH EXAMPLES\n")
        .replace("\n\nExit codes: ", "\n.SH \"EXIT STATUS\"\n")
}

/// Writes a page for each command into a folder. Existing pages are replaced.
///
/// # Errors
///
/// A page cannot be written.
fn write(disk: &Disk, folder: &Path) -> Result<String, Failure> {
    disk.create_folders(folder)?;
    let command = command();
    let pages = std::iter::once(&command).chain(commands(&command));
    let mut count = 0;
    for command in pages {
        let name = command.get_bin_name().unwrap_or("headword");
        let path = folder.join(format!("{}.1", name.replace(' ', "-")));
        let mut page = Vec::new();
        Man::new(command.clone())
            .render(&mut page)
            .map_err(|error| DiskError::new(Access::Write, &path, error))?;
        disk.remove_file(&path)?;
        let text = renamed(&String::from_utf8_lossy(&page));
        disk.write(&path, text.as_bytes())?;
        count += 1;
    }
    let pages = counted(count, "page", "pages");
    Ok(format!("wrote {pages} into {}\n", folder.display()))
}
