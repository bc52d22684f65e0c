//! The server of the Model Context Protocol, on standard input and output.

use std::future::Future;
use std::sync::{Arc, mpsc};

use percent_encoding::percent_decode_str;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, Resource,
    ResourceContents, ResourceTemplate, ServerCapabilities, ServerConfig, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde_json::Value;
use tokio::sync::oneshot;

use super::answers::{Answers, Question, Terms};
use super::tools::TOOLS;
use crate::address::destination::encode_path;
use crate::diagnostic::failure::{Failure, Task};

/// The beginning of the URI of each entry, before its slug.
const SCHEME: &str = "headword:///";

/// The type of the entries' documents (RFC 7763).
const MARKDOWN: &str = "text/markdown";

/// The number of entries in one part of the list of resources.
const PAGE: usize = 500;

/// What an assistant has to know before it calls a tool. The glossary's introduction follows.
const INSTRUCTIONS: &str = "\
The glossary of the people you work for: how they define the terms of their field, which names they use and which they \
avoid. Look a term up before you explain it, and use its headword. Definitions here come before your own knowledge.";

/// Answers the requests of one client, until the input ends.
///
/// # Errors
///
/// [`Failure::System`] if the system has no input and output of this kind.
pub(super) fn run(questions: mpsc::Sender<Question>, introduction: String) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::system(Task::AnswerAssistants, error);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failure)?;
    let server = Server {
        questions,
        introduction,
    };
    runtime.block_on(async {
        // a client that leaves, even before it says hello, is not a failure
        if let Ok(service) = server.serve(rmcp::transport::stdio()).await {
            let _ = service.waiting().await;
        }
    });
    // a thread may still wait for input
    runtime.shutdown_background();
    Ok(())
}

/// The glossary, as a client sees it.
struct Server {
    questions: mpsc::Sender<Question>,
    introduction: String,
}

impl Server {
    /// Asks the session. An error is the reason why the glossary cannot be read.
    async fn ask<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&Answers<'_>) -> T + Send + 'static,
    ) -> Result<T, String> {
        let (sender, receiver) = oneshot::channel();
        let question: Question = Box::new(move |answers| {
            // a client that cancelled its request does not wait for the answer
            let _ = sender.send(answers.map(answer).map_err(str::to_owned));
        });
        let gone = || "the session has ended".to_owned();
        self.questions.send(question).map_err(|_| gone())?;
        receiver.await.map_err(|_| gone())?
    }

    async fn call(&self, request: CallToolRequestParams) -> Result<CallToolResult, ErrorData> {
        let Some(tool) = TOOLS.iter().find(|tool| tool.name == request.name) else {
            let known: Vec<_> = TOOLS.iter().map(|tool| tool.name).collect();
            let message = format!(
                "unknown tool `{}`: there are {}",
                request.name,
                known.join(", ")
            );
            return Err(ErrorData::invalid_params(message, None));
        };
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        let answer = self.ask(|answers| (tool.answer)(answers, arguments)).await;
        Ok(match answer.map_err(unreadable).flatten() {
            Ok(answer) => {
                let mut result = CallToolResult::success(vec![ContentBlock::text(answer.text)]);
                result.structured_content = Some(answer.data);
                result
            }
            Err(error) => CallToolResult::error(vec![ContentBlock::text(error)]),
        })
    }

    async fn resources(
        &self,
        request: Option<PaginatedRequestParams>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        let start: usize = match cursor.as_deref().map(str::parse) {
            None => 0,
            Some(Ok(start)) => start,
            Some(Err(_)) => return Err(ErrorData::invalid_params("unknown cursor", None)),
        };
        let listed = self.ask(move |answers| answers.list(None, start, PAGE).data);
        let Terms { total, terms } = listed.await.map_err(internal)?;
        let next = start.saturating_add(PAGE);
        let resources = terms.into_iter().map(|term| {
            let uri = format!("{SCHEME}{}", encode_path(&term.slug));
            Resource::new(uri, term.headword)
                .with_description(term.gloss)
                .with_mime_type(MARKDOWN)
        });
        let mut result = ListResourcesResult::with_all_items(resources.collect());
        result.next_cursor = (next < total).then(|| next.to_string());
        Ok(result)
    }

    async fn read(&self, uri: String) -> Result<ReadResourceResult, ErrorData> {
        let slug = uri.strip_prefix(SCHEME).map(percent_decode_str);
        let slug = slug.and_then(|slug| slug.decode_utf8().ok());
        let slug = slug.map(|slug| slug.into_owned());
        let document = match slug {
            Some(slug) => self
                .ask(move |answers| answers.document(&slug))
                .await
                .map_err(internal)?,
            None => None,
        };
        match document {
            Some(text) => {
                let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
                Ok(ReadResourceResult::new(vec![contents]))
            }
            None => Err(ErrorData::resource_not_found(
                format!("the glossary has no entry {uri}"),
                None,
            )),
        }
    }
}

/// Why a tool has no answer: the glossary has errors, which its editors have to correct first.
fn unreadable(errors: String) -> String {
    format!("The glossary has errors, and cannot answer until they are corrected:\n\n{errors}")
}

fn internal(errors: String) -> ErrorData {
    ErrorData::internal_error(unreadable(errors), None)
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .build();
        let instructions = format!("{INSTRUCTIONS}\n\n{}", self.introduction);
        let program = Implementation::new("headword", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(capabilities)
            .with_server_info(program.with_title("Headword"))
            .with_instructions(instructions.trim_end())
    }

    fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> impl Future<Output = Result<ListToolsResult, ErrorData>> + Send + '_ {
        let tools = TOOLS.iter().map(|tool| {
            let arguments = Arc::new((tool.arguments)());
            let hints = ToolAnnotations::with_title(tool.title)
                .read_only(true)
                .idempotent(true)
                .open_world(false);
            let mut listed = rmcp::model::Tool::new(tool.name, tool.description, arguments);
            listed.title = Some(tool.title.to_owned());
            listed.output_schema = Some(Arc::new((tool.result)()));
            listed.annotations = Some(hints);
            listed
        });
        let tools = tools.collect();
        std::future::ready(Ok(ListToolsResult::with_all_items(tools)))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        self.call(request).await.map(Into::into)
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        self.resources(request).await
    }

    fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> impl Future<Output = Result<ListResourceTemplatesResult, ErrorData>> + Send + '_ {
        let template = ResourceTemplate::new(format!("{SCHEME}{{slug}}"), "entry")
            .with_title("An entry of the glossary")
            .with_description("An entry as Markdown, by the name of its file without its ending")
            .with_mime_type(MARKDOWN);
        let templates = ListResourceTemplatesResult::with_all_items(vec![template]);
        std::future::ready(Ok(templates))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.read(request.uri).await.map(Into::into)
    }
}
