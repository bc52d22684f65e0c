//! The commands that a client can run.

use serde_json::{Value, json};

use super::message::{self, Error, response};
use super::preview::{self, Wanted};
use super::server::{COMMANDS, Server};
use super::uri;
use crate::diagnostic::failure::Failure;

impl Server<'_> {
    /// Runs a command. Gives the response, or `None` if it comes later.
    pub(super) fn command(
        &mut self,
        id: &Value,
        params: &Value,
    ) -> Result<Option<Result<Value, Error>>, Failure> {
        let argument = params.pointer("/arguments/0").and_then(Value::as_str);
        match (params.get("command").and_then(Value::as_str), argument) {
            (Some("headword.check"), _) => {
                self.waiting.push(id.clone());
                Ok(None)
            }
            (Some(command @ ("headword.show" | "headword.follow")), Some(uri)) => {
                self.page(id, command, uri)
            }
            (Some(command), _) if COMMANDS.contains(&command) => {
                let reason = format!("the argument of `{command}` is a URI");
                Ok(Some(Err(Error::invalid_params(reason))))
            }
            (Some(command), _) => {
                let reason = format!("unknown command `{command}`");
                Ok(Some(Err(Error::invalid_params(reason))))
            }
            (None, _) => Ok(Some(Err(Error::invalid_params("`command` is missing")))),
        }
    }

    /// Shows the page of the text with a URI: in a new window, or, to follow the author, in those that are open.
    fn page(
        &mut self,
        id: &Value,
        command: &str,
        uri: &str,
    ) -> Result<Option<Result<Value, Error>>, Failure> {
        self.refresh()?;
        let path = uri::to_path(uri).unwrap_or_default();
        let Some((project, path)) = self.projects.of_file(&path) else {
            let error = Error::failed("this file is not in a glossary");
            return Ok(Some(Err(error)));
        };
        let page = preview::page_of(project, &path);
        let root = project.root.clone();
        if command == "headword.follow" {
            self.previews.follow(&root, &page);
            return Ok(Some(Ok(Value::Null)));
        }
        let wanted = Wanted {
            request: id.clone(),
            page,
        };
        let (drafts, events) = (self.options.drafts, &self.events);
        let known = self
            .previews
            .ask(self.disk, &root, drafts, wanted, events)?;
        if let Some((wanted, url)) = known {
            self.show(&wanted, Ok(url))?;
        }
        Ok(None)
    }

    /// Answers a request for a page with its URL, and lets the client open it if it can.
    pub(super) fn show(
        &mut self,
        wanted: &Wanted,
        url: Result<String, String>,
    ) -> Result<(), Failure> {
        if let (Ok(url), true) = (&url, self.client.shows_documents) {
            self.requests += 1;
            let params = json!({ "uri": url, "external": true });
            let request = message::request(self.requests, "window/showDocument", &params);
            self.send(&request)?;
        }
        let result = url.map(Value::from).map_err(Error::failed);
        self.send(&response(&wanted.request, result))
    }
}
