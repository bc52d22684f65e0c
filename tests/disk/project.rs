//! A project with an old site, and the files in its folder before and after a build.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Files by path.
type Tree = BTreeMap<String, Vec<u8>>;

/// The files in a project's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Files {
    /// The output; `None` if there is none.
    site: Option<Tree>,
    /// The folders and files of an unfinished build.
    workshops: Vec<String>,
    /// The address book.
    pub(crate) book: Option<Vec<u8>>,
    /// All other files, such as those of the project.
    pub(crate) others: Tree,
}

impl Files {
    pub(crate) fn read(root: &Path) -> Self {
        let mut files = Self {
            site: root.join("public").is_dir().then(BTreeMap::new),
            workshops: Vec::new(),
            book: None,
            others: Tree::new(),
        };
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(root.join(&folder)).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
                if name == "addresses.toml" {
                    files.book = Some(fs::read(entry.path()).unwrap());
                } else if [".public.headword", ".addresses.toml.new"].contains(&name.as_str())
                    || name == "public/.headword.new"
                {
                    files.workshops.push(name);
                } else if entry.file_type().unwrap().is_dir() {
                    folders.push(format!("{name}/"));
                } else {
                    let bytes = fs::read(entry.path()).unwrap();
                    match name.strip_prefix("public/") {
                        Some(path) => files.site.as_mut().unwrap().insert(path.to_owned(), bytes),
                        None => files.others.insert(name, bytes),
                    };
                }
            }
        }
        files
    }

    /// Whether the output has the same files.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.site == other.site
    }

    /// Whether there is no output.
    pub(crate) fn is_missing(&self) -> bool {
        self.site.is_none()
    }

    /// Whether each file of the output is a file of the old or of the new site, except the list, which is for
    /// both.
    pub(crate) fn is_between(&self, old: &Self, new: &Self) -> bool {
        let has = |files: &Self, path: &String, bytes: &Vec<u8>| {
            let site = files.site.as_ref();
            site.is_some_and(|site| site.get(path) == Some(bytes))
        };
        self.site.iter().flatten().all(|(path, bytes)| {
            path == ".headword" || has(old, path, bytes) || has(new, path, bytes)
        })
    }

    /// Whether there are no files of an unfinished build.
    pub(crate) fn is_tidy(&self) -> bool {
        self.workshops.is_empty()
    }

    /// The output in words, for a message.
    pub(crate) fn description(&self, project: &Project) -> String {
        let known = [
            ("the old site", &project.old),
            ("the new site", &project.new),
        ];
        let site = match known.iter().find(|(_, files)| self.is(files)) {
            Some((name, _)) => (*name).to_owned(),
            None => {
                let site = self.site.as_ref();
                let names: Vec<_> = site.iter().flat_map(|site| site.keys()).collect();
                format!("neither site: {names:?}")
            }
        };
        format!("{site}, left over: {:?}", self.workshops)
    }
}

/// A project that has changed since its last build, if it had one.
pub(crate) struct Project {
    /// The files before the build.
    pub(crate) old: Files,
    /// The files after the build.
    pub(crate) new: Files,
}

impl Project {
    /// Makes a project that was never built, or one with an old site and these changes since: a changed page,
    /// a new one, a removed one, a file that became a folder, and a folder that became a file.
    pub(crate) fn new(has_old_site: bool, argument: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "glossary.toml", "title = \"Test\"\n");
        write(root, "notes.txt", "not Headword's");
        write(
            root,
            "content/patch.md",
            "+++\ntitle = \"Patch\"\n+++\n\nA piece of an image.\n",
        );
        if has_old_site {
            write(
                root,
                "content/old.md",
                "+++\ntitle = \"Old\"\n+++\n\nGone soon.\n",
            );
            write(
                root,
                "content/token.md",
                "+++\ntitle = \"Token\"\n+++\n\nA piece.\n",
            );
            write(root, "static/file", "a file");
            write(root, "static/folder/file", "in a folder");
            build(root, argument);
            for gone in ["content/old.md", "static/file", "static/folder/file"] {
                fs::remove_file(root.join(gone)).unwrap();
            }
            fs::remove_dir(root.join("static/folder")).unwrap();
        }
        write(
            root,
            "content/token.md",
            "+++\ntitle = \"Token\"\n+++\n\nA piece of text.\n",
        );
        write(
            root,
            "content/new.md",
            "+++\ntitle = \"New\"\nredirect_from = \"old\"\n+++\n\n![A dot](dot.png)\n",
        );
        write(root, "content/dot.png", "a picture");
        write(root, "static/file/file", "in a folder now");
        write(root, "static/folder", "a file now");
        let old = Files::read(root);
        let mut project = Self {
            new: old.clone(),
            old,
        };
        let built = project.copy();
        build(built.path(), argument);
        project.new = Files::read(built.path());
        assert!(project.new.is_tidy(), "{:?}", project.new.workshops);
        project
    }

    /// Copies the project before the build into a new folder.
    pub(crate) fn copy(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        assert!(self.fits(folder.path()));
        folder
    }

    /// Copies the project before the build into a folder. Returns whether the disk has room for it.
    pub(crate) fn fits(&self, folder: &Path) -> bool {
        let site = self.old.site.iter().flatten();
        let files = site.map(|(name, bytes)| (format!("public/{name}"), bytes));
        let book = self.old.book.iter();
        let others = self.old.others.iter();
        let mut all = files
            .chain(book.map(|bytes| ("addresses.toml".to_owned(), bytes)))
            .chain(others.map(|(name, bytes)| (name.clone(), bytes)));
        all.all(|(name, bytes)| try_write(folder, &name, bytes).is_ok())
    }
}

fn build(root: &Path, argument: Option<&str>) {
    let made = Command::new(env!("CARGO_BIN_EXE_headword"))
        .arg("build")
        .args(argument)
        .current_dir(root)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
}

/// Writes a file, and makes the folders around it.
pub(crate) fn write(root: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    try_write(root, name, bytes.as_ref()).unwrap();
}

fn try_write(root: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap())?;
    fs::write(path, bytes)
}
