//! Documentation of Antora: a component with modules, whose files name each other by their kinds.
//!
//! ```text
//! docs/antora.yml                                name: kitchen, version: ~
//! docs/modules/ROOT/pages/glossary.adoc          the page kitchen/glossary.html
//! docs/modules/ROOT/partials/crumb.adoc          include::partial$crumb.adoc[]
//! docs/modules/oven/partials/heat.adoc           include::oven:partial$heat.adoc[]
//! ```
//!
//! Source of the rules: <https://docs.antora.org/antora/latest/page/resource-id-coordinates/>.

use std::path::{Component as PathPart, Path, PathBuf};

use crate::diagnostic::disk_error::DiskError;
use crate::disk::{Disk, PathKind};
use crate::import::read::{self, Unread};
use crate::import::value::Value;
use crate::import::yaml;
use crate::text::slug::is_storable;

/// The largest number of folders above a file in which its component is looked for.
const FOLDERS: usize = 8;

/// The file that describes a component.
pub(in crate::import) const SETTINGS: &str = "antora.yml";

/// The beginning of the address of a link.
const HREF: &str = "href=\"";

/// The kinds of files, and their folders in a module.
const FAMILIES: &[(&str, &str)] = &[
    ("partial", "partials"),
    ("page", "pages"),
    ("example", "examples"),
    ("image", "images"),
    ("attachment", "attachments"),
];

/// A component of Antora.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::import) struct Component {
    /// Its folder on the disk.
    pub(super) root: PathBuf,
    /// Its name; empty if it is not in addresses.
    name: String,
    /// Its version; empty if it is not in addresses.
    version: String,
    /// The attributes of all of its files.
    pub(super) attributes: Vec<(String, String)>,
}

impl Component {
    /// The component that has a file.
    ///
    /// # Errors
    ///
    /// A folder or the settings cannot be read.
    pub(super) fn around(disk: &Disk, path: &Path) -> Result<Option<Self>, DiskError> {
        for root in path.ancestors().skip(1).take(FOLDERS) {
            let settings = root.join(SETTINGS);
            if disk.kind(&settings)? != Some(PathKind::File) {
                continue;
            }
            return match read::text(disk, &settings) {
                Ok(text) => Ok(Some(Self::of(&text, root))),
                Err(Unread::Failed(error)) => Err(error),
                Err(Unread::Invalid(_)) => Ok(None),
            };
        }
        Ok(None)
    }

    /// The component that settings in a folder describe.
    pub(in crate::import) fn of(settings: &str, root: &Path) -> Self {
        let fields = yaml::read(settings).unwrap_or_default();
        let text = |key: &str| {
            let field = fields.iter().find(|field| field.key == key);
            field
                .and_then(|field| field.value.text())
                .unwrap_or_default()
        };
        let table = |value: &Value| match value {
            Value::Table(fields) => fields.clone(),
            _ => Vec::new(),
        };
        let asciidoc = fields.iter().find(|field| field.key == "asciidoc");
        let asciidoc = asciidoc
            .map(|field| table(&field.value))
            .unwrap_or_default();
        let attributes = asciidoc.iter().find(|field| field.key == "attributes");
        let attributes = attributes
            .map(|field| table(&field.value))
            .unwrap_or_default();
        let attributes = attributes.into_iter().filter_map(|field| {
            // `false` and `~` remove an attribute
            let value = field.value.text().filter(|value| value != "false")?;
            // `@` at the end lets a page change it
            let value = value.strip_suffix('@').unwrap_or(&value).to_owned();
            Some((field.key, value))
        });
        let is_shown = |name: &String| !matches!(name.as_str(), "ROOT" | "~" | "null" | "master");
        Self {
            root: root.to_owned(),
            name: Some(text("name")).filter(is_shown).unwrap_or_default(),
            version: Some(text("version")).filter(is_shown).unwrap_or_default(),
            attributes: attributes.collect(),
        }
    }

    /// The module and the kind of a file of the component, and its path there.
    ///
    /// ```text
    /// modules/oven/pages/words/heat.adoc    oven, pages, words/heat.adoc
    /// ```
    fn place<'p>(&self, path: &'p Path) -> Option<(&'p str, &'p str, &'p Path)> {
        let mut parts = path.strip_prefix(&self.root).ok()?.components();
        let mut next = || match parts.next() {
            Some(PathPart::Normal(part)) => part.to_str(),
            _ => None,
        };
        next().filter(|folder| *folder == "modules")?;
        let (module, family) = (next()?, next()?);
        Some((module, family, parts.as_path()))
    }

    /// The path on the disk of a file that another one names; `None` if the name is a path.
    ///
    /// ```text
    /// partial$crumb.adoc          modules/ROOT/partials/crumb.adoc, if a file of ROOT names it
    /// oven:partial$heat.adoc      modules/oven/partials/heat.adoc
    /// ```
    pub(super) fn resource(&self, around: &Path, name: &str) -> Option<PathBuf> {
        let (coordinates, path) = name.split_once('$')?;
        let mut parts = coordinates.rsplit(':');
        let family = parts.next()?;
        let (_, folder) = FAMILIES.iter().find(|(known, _)| *known == family)?;
        let own = self.place(around).map_or("ROOT", |(module, ..)| module);
        let module = match parts.next() {
            None => own,
            Some("") => "ROOT",
            Some(module) => module,
        };
        // another component is elsewhere
        let component = parts.next().filter(|component| *component != self.name);
        let is_here = component.is_none() && is_storable(module);
        let modules = self.root.join("modules");
        is_here.then(|| {
            modules
                .join(module)
                .join(folder)
                .join(path.trim_start_matches('/'))
        })
    }

    /// HTML whose links to pages of the documentation are paths. Without them, the name of a module is the scheme of an
    /// address. `page` is the file with the links.
    ///
    /// ```text
    /// ROOT:crumb.html        crumb.html, in a page of ROOT
    /// oven:heat.html#warm    /kitchen/2.0/oven/heat.html#warm
    /// bread::index.html      /bread/index.html
    /// ```
    pub(super) fn with_paths(&self, html: &str, page: &Path) -> String {
        let own = self.place(page).map_or("ROOT", |(module, ..)| module);
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(at) = rest.find(HREF) {
            let (before, after) = rest.split_at(at + HREF.len());
            out.push_str(before);
            let end = after.find('"').unwrap_or(after.len());
            let (address, after) = after.split_at(end);
            out.push_str(
                &self
                    .path(address, own)
                    .unwrap_or_else(|| address.to_owned()),
            );
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The path of a page that is named by its component or module; `None` for any other address.
    fn path(&self, address: &str, own: &str) -> Option<String> {
        let (name, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
        let is_page = name.ends_with(".html") && !name.contains("//");
        let (coordinates, page) = name.rsplit_once(':').filter(|_| is_page)?;
        let mut coordinates = coordinates.rsplit(':');
        let module = coordinates.next().filter(|module| !module.is_empty());
        let module = module.unwrap_or("ROOT");
        let (version, component) = match coordinates.next() {
            None => (self.version.as_str(), self.name.as_str()),
            Some(name) => match name.split_once('@') {
                Some((version, name)) => (version, name),
                None if name == self.name => (self.version.as_str(), name),
                // that of another component is not known
                None => ("", name),
            },
        };
        if component == self.name && version == self.version && module == own {
            return Some(format!("{page}{fragment}"));
        }
        let module = if module == "ROOT" { "" } else { module };
        let parts = [component, version, module, page].into_iter();
        let parts = parts.filter(|part| !part.is_empty());
        let path: String = parts.map(|part| format!("/{part}")).collect();
        Some(path + fragment)
    }

    /// The folder of a page of the component on the old site, empty or with a slash at its end. `start` is its folder on
    /// the disk.
    pub(in crate::import) fn address(&self, start: &Path) -> String {
        let mut parts = vec![self.name.as_str(), self.version.as_str()];
        let folders: Vec<String> = match self.place(start) {
            Some((module, "pages", below)) => {
                parts.push(if module == "ROOT" { "" } else { module });
                let below = below
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy());
                below.map(|part| part.into_owned()).collect()
            }
            _ => Vec::new(),
        };
        let parts = parts.into_iter().chain(folders.iter().map(String::as_str));
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(|part| format!("{part}/")).collect()
    }
}
