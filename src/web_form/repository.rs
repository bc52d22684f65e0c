//! The repository of a glossary, from the address at which its files can be edited.

use super::yaml::{Node, map};

/// A repository on a code host.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repository {
    kind: Kind,
    /// The URL of the host, without a slash at its end.
    host: String,
    /// The path of the repository on the host.
    path: String,
    branch: String,
    /// The folder of the glossary in the repository: empty, or with a slash at its end.
    pub(super) folder: String,
}

/// The program of a code host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    GitHub,
    GitLab,
    Gitea,
    Bitbucket,
}

/// The part of an address between the path of the repository and its branch.
const MARKS: &[(&str, Kind)] = &[
    ("/-/edit/", Kind::GitLab),
    ("/_edit/", Kind::Gitea),
    ("/edit/", Kind::GitHub),
    ("/src/", Kind::Bitbucket),
];

impl Repository {
    /// Reads the setting `edit_url`. `None` if its form is not that of a known code host.
    ///
    /// ```text
    /// https://github.com/ada/bread/edit/main/docs/{path}
    /// https://gitlab.example.org/team/bread/-/edit/main/{path}
    /// ```
    pub(super) fn read(edit_url: &str) -> Option<Self> {
        let (address, _) = edit_url.split_once("{path}")?;
        let (scheme, rest) = address.split_once("://")?;
        let (host, path) = rest.split_once('/')?;
        let path = format!("/{path}");
        let (mark, kind) = MARKS.iter().find(|(mark, _)| path.contains(mark))?;
        if *kind == Kind::Bitbucket && host != "bitbucket.org" {
            return None;
        }
        let (repository, rest) = path.split_once(mark)?;
        let (branch, folder) = rest.split_once('/')?;
        let repository = repository.trim_matches('/');
        let is_whole = repository.contains('/') && !branch.is_empty();
        let is_folder = folder.is_empty() || folder.ends_with('/');
        (is_whole && is_folder).then(|| Self {
            kind: *kind,
            host: format!("{scheme}://{host}"),
            path: repository.to_owned(),
            branch: branch.to_owned(),
            folder: folder.to_owned(),
        })
    }

    /// The configuration of a repository, or that of one with invented names.
    pub(super) fn node(this: Option<&Self>) -> Node {
        let Some(this) = this else {
            return map([
                ("name", Node::text("github")),
                ("repo", Node::text("OWNER/REPOSITORY")),
                ("branch", Node::text("main")),
            ]);
        };
        let (name, public, interface) = match this.kind {
            Kind::GitHub => ("github", "https://github.com", "/api/v3"),
            Kind::GitLab => ("gitlab", "https://gitlab.com", "/api/v4"),
            Kind::Gitea => ("gitea", "", "/api/v1"),
            Kind::Bitbucket => ("bitbucket", "https://bitbucket.org", ""),
        };
        let mut fields = vec![
            ("name", Node::text(name)),
            ("repo", Node::text(this.path.as_str())),
            ("branch", Node::text(this.branch.as_str())),
        ];
        if this.host != public {
            fields.push(("base_url", Node::text(this.host.as_str())));
            let interface = format!("{}{interface}", this.host);
            fields.push(("api_root", Node::text(interface)));
        }
        Node::Map(fields)
    }
}
