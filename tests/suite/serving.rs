//! `headword serve` reads again only the changed files. After any edit, all its pages and diagnostics are
//! those of a full build.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use headword::diagnostic::Faults;
use headword::disk::Disk;
use headword::pipeline::{self, Project};
use headword::project::config::Options;
use headword::site::{self, Content, Site};
use headword::source::SourceFile;
use headword::workbench::{Changed, Workbench};
use tempfile::TempDir;

use crate::program::{difference, tree, write, write_tree};

/// The number of edits, one after the other.
const EDITS: usize = 1_000;

/// The names of entries, some of which the texts mention.
pub(crate) const NAMES: &[&str] = &[
    "Bread",
    "Sour dough",
    "Levain",
    "Rye",
    "Oven",
    "Crumb",
    "Bench rest",
    "DDT",
    "Biga",
    "Poolish",
];

/// Sentences with mentions, references, and links to headings of other entries.
const SENTENCES: &[&str] = &[
    "A thing of bread and rye.",
    "The sour doughs rest in the oven; see [[Levain]].",
    "Its [crumb](crumb.md) is open.",
    "Its [crumb](crumb.md#history) is old.",
    "The biga and the [[poolish|other one]].",
    "A DDT of 24 degrees, in a [[Bench rest]].",
    "[[Nobody has this name]]",
    "![A loaf](loaf.png) of levain.",
    "On [this page](#history), rye.",
    "Read [the tags](/tags/) or [rye](/rye/).",
    "A [[Starter]] is a levain.",
    "We [wrote](/about/#why) this.",
    "Raw <b>HTML</b> and <script>more</script>.",
];

/// Short templates that show all data of an entry.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "entry.html",
        "{{ entry.headword }} {{ entry.gloss }} {{ entry.definition | safe }}
{% for example in entry.examples %}example {{ example | safe }} {% endfor %}{% if entry.pronunciation %}{{ entry.pronunciation.audio }}{% endif %}
{% for other in entry.related %}related {{ other.url }} {{ other.name }} {{ other.status }} {% endfor %}
{% for other in entry.broader %}broader {{ other.url }} {% endfor %}
{% for other in entry.narrower %}narrower {{ other.url }} {% endfor %}
{% for other in entry.senses %}also {{ other.url }} {{ other.name }}: {{ other.gloss }} {% endfor %}
{% for tag in entry.tags %}tag {{ tag.url }} {{ tag.count }} {% endfor %}
{% for mention in entry.mentions %}
mentioned in {{ mention.entry.url }}: {{ mention.before }}«{{ mention.mention }}»{{ mention.after }}
{% endfor %}
{% for it in page.translations %}{{ it.language }} {{ it.url }} {{ it.is_missing }} {% endfor %}
{% for it in entry.equivalents %}in {{ it.language }} {{ it.headword }} {% endfor %}{% if entry.outdated %}out of date{% endif %}
{% if previous %}after {{ previous.name }}{% endif %} {% if next %}before {{ next.name }}{% endif %}
",
    ),
    (
        "senses.html",
        "{{ page.title }}
{% for entry in entries %}{{ entry.url }} {{ entry.name }}: {{ entry.gloss }} {% endfor %}",
    ),
    (
        "base.html",
        "{{ site.title }} {{ site.entry_count }} {{ page.title }} {{ page.canonical }}
{% block title %}{% endblock %}{% block head %}{% endblock %}{% block main %}{% endblock %}",
    ),
];

/// The end of the settings of a glossary in two languages.
pub(crate) const LANGUAGES: &str = "
[languages.de]
title = \"Brot\"

[translations]
equivalents = true
show_missing = true
notice_outdated = true
";

/// Sentences of translations.
const TRANSLATED: &[&str] = &[
    "Ein Ding aus Brot und Roggen.",
    "Wie [[Levain]] und [[Rye]].",
    "Die [Krume](crumb.md#history), der [Roggen](/rye/).",
    "Nur [[Semmel]] und [[Krume]].",
    "Das [Alte](/de/rye/#history).",
    "Siehe [uns](/about/) und [[Nirgends]].",
];

/// A source of pseudo-random numbers, the same in every run (Knuth's MMIX).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(crate) fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// Makes an edit of a translation as an editor would, and returns its description.
pub(crate) fn edit_translation(root: &Path, numbers: &mut Numbers) -> String {
    let name = numbers.one_of(&[
        "content/rye.de.md",
        "content/de/crumb.md",
        "content/levain.de.md",
        "content/semmel.de.md",
        "pages/about.de.md",
        "pages/index.de.md",
    ]);
    let path = root.join(name);
    let title = numbers.one_of(&["Roggen", "Krume", "Semmel", "Sauerteig", "Brot"]);
    let line = numbers.one_of(&[
        "",
        "",
        "synonyms = [\"Korn\"]\n",
        "tags = [\"Teig\"]\n",
        "related = [\"Levain\"]\n",
        "translated = \"123456123456\"\n",
        "draft = true\n",
        "redirect_from = [\"de/alt\"]\n",
    ]);
    let sentence = numbers.one_of(TRANSLATED);
    let heading = numbers.one_of(&["", "\n## Geschichte\n\nAlt.\n"]);
    if numbers.below(5) == 0 {
        drop(fs::remove_file(&path));
        return format!("{name}: remove it");
    }
    let head = match name {
        "pages/index.de.md" => String::new(),
        "pages/about.de.md" => format!("+++\ntitle = \"{title}\"\n+++\n"),
        _ => format!("+++\ntitle = \"{title}\"\n{line}+++\n"),
    };
    let text = format!("{head}\n{sentence}\n{heading}");
    write(&path, text.as_bytes());
    format!("{name}: {text}")
}

/// Makes an edit as an editor would, and returns its description. `languages` is the end of the settings.
pub(crate) fn edit(root: &Path, numbers: &mut Numbers, languages: &str) -> String {
    let content = root.join("content");
    let entries: Vec<PathBuf> = tree(&content)
        .into_keys()
        .filter(|name| name.ends_with(".md"))
        .map(|name| content.join(name))
        .collect();
    // the entry with many links to it is edited more often
    let any = &entries[numbers.below(entries.len())];
    let entry = match numbers.below(4) {
        0 => entries.iter().find(|path| path.ends_with("crumb.md")),
        _ => None,
    };
    let entry = entry.unwrap_or(any);
    let text = fs::read_to_string(entry).unwrap();
    let (head, body) = text.split_once("\n+++\n").unwrap();
    let shown = entry.display();
    match numbers.below(30) {
        // most edits change a text
        0..=7 => {
            let sentence = numbers.one_of(SENTENCES);
            write(entry, format!("{text}\n{sentence}\n").as_bytes());
            format!("{shown}: add {sentence}")
        }
        8..=11 => {
            let sentence = numbers.one_of(SENTENCES);
            write(entry, format!("{head}\n+++\n\n{sentence}\n").as_bytes());
            format!("{shown}: say only {sentence}")
        }
        12 => {
            let heading = numbers.one_of(&["## History", "## Use"]);
            write(entry, format!("{text}\n{heading}\n\nOld.\n").as_bytes());
            format!("{shown}: add {heading}")
        }
        13 => {
            let body = body.replace("## History", "## Past");
            write(entry, format!("{head}\n+++\n{body}").as_bytes());
            format!("{shown}: another heading")
        }
        14 => {
            let line = numbers.one_of(&[
                "synonyms = [\"Starter\"]",
                "abbreviations = \"DDT\"",
                "tags = [\"dough\", \"heat\"]",
                "related = [\"Rye\"]",
                "broader = [\"Bread\"]",
                "link = \"explicit\"",
                "draft = true",
                "redirect_from = [\"old\"]",
                "avoid = [\"sour doughs\"]",
                "gloss = \"Said in one line.\"",
                "examples = [\"Of rye; its [crumb](crumb.md#history), the [[Levain]].\"]",
                "status = \"in review\"",
                "pronunciation = { text = \"rye\", audio = \"rye.ogg\" }",
                "nonsense = 1",
            ]);
            let head = head.lines().take(2).collect::<Vec<_>>().join("\n");
            write(entry, format!("{head}\n{line}\n+++\n{body}").as_bytes());
            format!("{shown}: {line}")
        }
        15 => {
            let name = numbers.one_of(NAMES);
            write(
                entry,
                format!("+++\ntitle = \"{name}\"\n+++\n{body}").as_bytes(),
            );
            format!("{shown}: call it {name}")
        }
        16 if entries.len() > 5 => {
            fs::remove_file(entry).unwrap();
            format!("{shown}: remove it")
        }
        16..=18 => {
            let name = numbers.one_of(NAMES);
            let slug = name.to_lowercase().replace(' ', "-");
            let path = content.join(format!("{slug}.md"));
            let sentence = numbers.one_of(SENTENCES);
            let text = format!("+++\ntitle = \"{name}\"\n+++\n\n{sentence}\n");
            write(&path, text.as_bytes());
            format!("{}: write it", path.display())
        }
        19 => {
            let file = entry.file_name().unwrap();
            let folder = content.join(numbers.one_of(&["", "dough", "heat/slow"]));
            fs::create_dir_all(&folder).unwrap();
            fs::rename(entry, folder.join(file)).unwrap();
            format!("{shown}: move it to {}", folder.display())
        }
        20 => {
            let settings = numbers.one_of(&[
                "",
                "base_url = \"https://example.org/bread/\"\n",
                "[linking]\nmentions = \"all\"\n",
                "raw_html = \"allow\"\n",
                "language = \"de\"\n",
                "letter_pages = true\n",
                "[limits]\nfile_size = 150\n",
                "navigation = [{ title = \"Rye\", url = \"/rye/#history\" }]\n",
                "mistake = 1\n",
            ]);
            let settings = format!("title = \"Bread\"\n{settings}{languages}");
            write(&root.join("glossary.toml"), settings.as_bytes());
            format!("glossary.toml: {settings}")
        }
        21 => {
            let template = root.join("templates/tag.html");
            match numbers.one_of(&["none", "good", "broken", "faulty"]) {
                "good" => write(&template, b"{{ tag.name }} {{ tag.count }}"),
                "broken" => write(&template, b"{% if %}"),
                "faulty" => write(&template, b"{{ tag.name.of.nothing }}"),
                _ => drop(fs::remove_file(&template)),
            }
            "templates/tag.html".to_owned()
        }
        22 => {
            let file = root.join(numbers.one_of(&[
                "static/rye/extra.txt",
                "static/old/index.html",
                "content/loaf.png",
                "content/rye.ogg",
            ]));
            match fs::remove_file(&file) {
                Ok(()) => {}
                Err(_) => write(&file, b"bytes"),
            }
            format!("{}: there or not", file.display())
        }
        23..=25 => {
            let page = numbers.one_of(&[
                "pages/about.md",
                "pages/about.md",
                "pages/index.md",
                "pages/index.md",
            ]);
            let head = numbers.one_of(&[
                "+++\ntitle = \"About\"\n+++\n",
                "+++\ntitle = \"About\"\n+++\n",
                "+++\ntitle = \"Who we are\"\nnavigation = \"footer\"\nredirect_from = \"us\"\n+++\n",
                "+++\ndraft = true\ntitle = \"About\"\n+++\n",
                "",
            ]);
            let heading = numbers.one_of(&["## Why", "## How", "## R"]);
            let sentence = numbers.one_of(SENTENCES);
            let path = root.join(page);
            match numbers.below(5) {
                0 => drop(fs::remove_file(&path)),
                _ => {
                    let head = if page.ends_with("index.md") { "" } else { head };
                    let text = format!("{head}\nOf rye. {sentence}\n\n{heading}\n");
                    write(&path, text.as_bytes());
                }
            }
            format!("{page}: {head}{sentence} {heading}")
        }
        26..=28 => {
            // a further sense of a word, whose address lists the senses unless its first entry has it
            let path =
                content.join(numbers.one_of(&["rye-grain.md", "rye-town.md", "rye-flour.md"]));
            let sense = numbers.one_of(&["grain", "town"]);
            let name = numbers.one_of(&["Rye", "Rye", "rye"]);
            let sentence = numbers.one_of(SENTENCES);
            match numbers.below(4) {
                0 => {
                    drop(fs::remove_file(content.join("rye.md")));
                    drop(fs::remove_file(&path));
                }
                _ => {
                    let head = format!("+++\ntitle = \"{name}\"\nsense = \"{sense}\"\n+++\n");
                    write(&path, format!("{head}\n{sentence}\n").as_bytes());
                }
            }
            format!(
                "{}: {name} ({sense}), or remove it: {sentence}",
                path.display()
            )
        }
        _ => {
            let book = numbers.one_of(&[
                "",
                "published = [\"rye\"]\n",
                "published = [\"gone\"]\n\n[retired]\ngone = \"Levain\"\n",
            ]);
            write(&root.join("addresses.toml"), book.as_bytes());
            format!("addresses.toml: {book}")
        }
    }
}

/// Writes a glossary with all of `NAMES`, whose settings end with `languages`.
pub(crate) fn write_bread(root: &Path, languages: &str) {
    let settings = format!("title = \"Bread\"\n{languages}");
    write(&root.join("glossary.toml"), settings.as_bytes());
    for name in NAMES {
        let slug = name.to_lowercase().replace(' ', "-");
        let text = format!(
            "+++\ntitle = \"{name}\"\n+++\n\nWhat bakers call {name}, and rye. Its [crumb](crumb.md#history).\n\n## History\n"
        );
        write(&root.join(format!("content/{slug}.md")), text.as_bytes());
    }
}

/// Restores the files of a project, as version control does.
pub(crate) fn check_out(root: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for name in tree(root)
        .into_keys()
        .filter(|name| !files.contains_key(name))
    {
        fs::remove_file(root.join(name)).unwrap();
    }
    write_tree(root, files);
}

/// The files of a site, by path.
type Files = BTreeMap<String, Content>;

/// The site and the diagnostics of a full build.
fn built(disk: &Disk, root: &Path) -> (Files, String) {
    let options = options(root);
    let faults = Faults::new(false);
    let Project {
        config, sources, ..
    } = pipeline::read(disk, &options, &faults).unwrap();
    let linked = pipeline::link(&sources, &[], &config);
    linked.report(&faults);
    faults.report_all(linked.main.frame.new_addresses.clone());
    let site = Site::new(
        linked.into_glossaries(),
        Arc::new(sources),
        Arc::new(config),
        &faults,
    );
    let files = site::files(&site, &faults);
    (files, faults.render())
}

/// The options for the project in a folder.
pub(crate) fn options(root: &Path) -> Options {
    Options {
        root: root.to_owned(),
        ..Options::default()
    }
}

#[test]
fn after_any_edit_every_page_is_that_of_a_full_build() {
    edit_and_compare(EDITS, "", edit);
}

#[test]
fn after_any_edit_every_page_in_two_languages_is_that_of_a_full_build() {
    edit_and_compare(
        EDITS / 2,
        LANGUAGES,
        |root, numbers, languages| match numbers.below(2) {
            0 => edit_translation(root, numbers),
            _ => edit(root, numbers, languages),
        },
    );
}

/// A change is reported for the path of an entry alone. Whatever is there now, the diagnostics are those of a full build.
#[test]
fn whatever_is_at_the_path_of_an_entry_is_reported_as_by_a_full_build() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let entry = root.join("content/rye.md");
    let journal = root.join(".headword.edit/journal");
    let text = b"+++\ntitle = \"Rye\"\n+++\n\nA grain, as [[Wheat]].\n";
    write(&root.join("glossary.toml"), b"title = \"Bread\"\n");
    write(
        &root.join("content/wheat.md"),
        b"+++\ntitle = \"Wheat\"\n+++\n\nA grain, as [[Rye]].\n",
    );
    write(&entry, text);
    let steps: &[(&str, &dyn Fn())] = &[
        ("the text at the beginning", &|| {}),
        ("a text with an error", &|| {
            write(&entry, b"+++\ntitle = \"Rye\"\n+++\n\nA [[grain]].\n")
        }),
        ("the old text", &|| write(&entry, text)),
        ("bytes that are not UTF-8", &|| {
            write(&entry, b"+++\ntitle = \"Rye\"\n+++\n\n\xff\n")
        }),
        ("the text after these bytes", &|| write(&entry, text)),
        ("a folder", &|| {
            fs::remove_file(&entry).unwrap();
            fs::create_dir(&entry).unwrap();
        }),
        ("nothing", &|| fs::remove_dir(&entry).unwrap()),
        ("the text after nothing", &|| write(&entry, text)),
        ("an edit that was stopped", &|| write(&journal, b"")),
        ("the same text after this edit", &|| {
            fs::remove_dir_all(root.join(".headword.edit")).unwrap();
        }),
    ];
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    let touched = BTreeSet::from(["content/rye.md".to_owned()]);
    let mut errors = 0;
    for (step, change) in steps {
        change();
        let (_, expected) = built(&disk, root);
        let faults = Faults::new(false);
        workbench.read_reported(&touched, &faults).unwrap();
        errors += usize::from(faults.any_error());
        let difference = difference(&expected, &faults.render());
        assert!(difference.is_empty(), "{step}:\n{difference}");
    }
    assert_eq!(
        errors, 5,
        "the wrong texts, the folder, nothing and the edit"
    );
}

/// A glossary with one entry, *Rye*.
pub(crate) fn rye() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("glossary.toml"), b"title = \"Bread\"\n");
    write(
        &root.join("content/rye.md"),
        b"+++\ntitle = \"Rye\"\n+++\n\nA grain.\n",
    );
    folder
}

/// Many editors write a new file, and move it over the old one.
#[test]
fn a_temporary_file_beside_an_entry_is_no_reason_to_link_all_texts_again() {
    let folder = rye();
    let root = folder.path();
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    let faults = Faults::new(false);
    workbench.read(&BTreeSet::new(), &faults).unwrap();
    for (text, paths) in [
        ("A grain for bread.", ["content/rye.md", "content/rye.md"]),
        (
            "A grain for dark bread.",
            ["content/rye.md", "content/rye.md.new"],
        ),
    ] {
        let text = format!("+++\ntitle = \"Rye\"\n+++\n\n{text}\n");
        write(&root.join("content/rye.md"), text.as_bytes());
        let touched = paths.map(str::to_owned).into();
        let reading = workbench.read_reported(&touched, &faults).unwrap();
        let only_its_text = Changed::Texts(vec!["rye/index.html".to_owned()]);
        assert_eq!(reading.changed, only_its_text, "after {touched:?}");
    }
}

/// An editor may have a new text that is not saved yet, together with a change of another.
#[test]
fn a_new_text_that_is_not_saved_is_read_together_with_a_change() {
    let folder = rye();
    let root = folder.path();
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    let faults = Faults::new(true);
    workbench.read(&BTreeSet::new(), &faults).unwrap();
    for (path, title, text) in [
        ("content/rye.md", "Rye", "A grain, as [[Oat]]."),
        ("content/oat.md", "Oat", "A grain."),
    ] {
        let text = format!("+++\ntitle = \"{title}\"\n+++\n\n{text}\n");
        workbench.replace(path, Some(Arc::new(SourceFile::new(path, text))));
    }
    let reading = workbench.read_reported(&BTreeSet::new(), &faults).unwrap();
    assert_eq!(reading.sources.entries.len(), 2);
    assert_eq!(faults.render(), "");
}

/// The paths of files that are only in one of two trees, or have another content there, as a watcher reports them.
fn changed_paths(
    before: &BTreeMap<String, Vec<u8>>,
    now: &BTreeMap<String, Vec<u8>>,
) -> BTreeSet<String> {
    let paths = before.keys().chain(now.keys());
    let changed = paths.filter(|path| before.get(*path) != now.get(*path));
    changed.cloned().collect()
}

/// Makes edits with `edit` in a glossary whose settings end with `languages`. After each of them, the files and the
/// diagnostics of a workbench have to be those of a full build.
fn edit_and_compare(
    edits: usize,
    languages: &str,
    edit: impl Fn(&Path, &mut Numbers, &str) -> String,
) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write_bread(root, languages);
    for (name, text) in TEMPLATES {
        write(&root.join("templates").join(name), text.as_bytes());
    }
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    let mut numbers = Numbers(4);
    let mut done = vec!["nothing".to_owned()];
    let (mut shown, mut refused) = (0, 0);
    let mut good = BTreeMap::new();
    let mut before = BTreeMap::new();
    for _ in 0..edits {
        let (expected, diagnostics) = built(&disk, root);
        let faults = Faults::new(false);
        let now = tree(root);
        let touched = changed_paths(&before, &now);
        before = now;
        let reading = workbench.read_reported(&touched, &faults);
        let snapshot = reading.unwrap().snapshot(&faults);
        let paths: BTreeSet<&str> = expected.keys().map(String::as_str).collect();
        let files = snapshot.files(&Vec::from_iter(paths.iter().copied()), &faults);
        let last = done.join("\n");
        let difference = difference(&diagnostics, &faults.render());
        assert!(difference.is_empty(), "{difference}\nafter\n{last}");
        let is_refused = faults.any_error();
        if is_refused {
            refused += 1;
        } else {
            shown += 1;
            good = tree(root);
            for (path, content) in paths.into_iter().zip(files) {
                assert_eq!(content.as_ref(), expected.get(path), "{path} after\n{last}");
            }
            assert_eq!(snapshot.site().paths(), expected.keys().cloned().collect());
            let unknown = ["no-such-page/index.html", "assets/search/no-such-file.json"];
            assert_eq!(snapshot.files(&unknown, &faults), [None, None]);
        }
        done.push(if is_refused && numbers.below(3) > 0 {
            check_out(root, &good);
            "restore the last state without an error".to_owned()
        } else {
            edit(root, &mut numbers, languages)
        });
    }
    assert!(
        shown > edits / 5 && refused > edits / 5,
        "{shown} shown, {refused} refused"
    );
}
