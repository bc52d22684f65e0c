#!/bin/sh
# vscode-markdown-languageservice 0.4.0 (npm), on which the Markdown support of Visual Studio Code is built: the inner
# brackets of a wikilink are a reference link for it.
#
# CommonMark makes a link of `[Rye]` only where the document defines `[Rye]: …`, so without a definition `[[Rye]]` is
# plain text. The service counts every bracket as a reference: *Find All References* lists `[[Rye]]` beside what another
# language server finds there, and with `markdown.validate.enabled` each wikilink has the warning that no definition
# is found; the whole of `Rye|ryes` is its name.
#
# Needs Node 20 and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --ignore-scripts --no-audit --no-fund vscode-markdown-languageservice@0.4.0 \
    vscode-languageserver@11.0.0 vscode-languageserver-textdocument@1.0.16 vscode-uri@3.2.0 markdown-it@15.0.3
cat >seen.js <<'SCRIPT'
const service = require("vscode-markdown-languageservice");
const parse = require("markdown-it")();
const { TextDocument } = require("vscode-languageserver-textdocument");
const { URI } = require("vscode-uri");

const folder = URI.file("/glossary");
const path = URI.file("/glossary/levain.md").toString();
const text = TextDocument.create(path, "markdown", 1, "A dough of [[Rye]], of [[Rye|ryes]].\n");
const event = () => ({ dispose() {} });
const workspace = {
  workspaceFolders: [folder],
  getAllMarkdownDocuments: async () => [text],
  hasMarkdownDocument: () => true,
  openMarkdownDocument: async () => text,
  stat: async () => undefined,
  readDirectory: async () => [],
  onDidChangeMarkdownDocument: event,
  onDidCreateMarkdownDocument: event,
  onDidDeleteMarkdownDocument: event,
};
const parser = {
  slugifier: service.githubSlugifier,
  tokenize: async (document) => parse.parse(document.getText(), {}),
};
const logger = { level: service.LogLevel.Off, log() {} };
const never = { isCancellationRequested: false, onCancellationRequested: event };
const levels = Object.fromEntries(
  ["References", "FragmentLinks", "FileLinks", "MarkdownFileLinkFragments", "UnusedLinkDefinitions", "DuplicateLinkDefinitions"]
    .map((kind) => [`validate${kind}`, "warning"]),
);

(async () => {
  const markdown = service.createLanguageService({ workspace, parser, logger });
  const place = { line: 0, character: 14 };
  const references = await markdown.getReferences(text, place, { includeDeclaration: true }, never);
  console.log("references:", references.map(({ range }) => text.getText(range)).join(", "));
  const found = await markdown.computeDiagnostics(text, { enabled: true, ignoreLinks: [], ...levels }, never);
  for (const { message } of found) console.log(message);
  process.exit(0);
})();
SCRIPT
node seen.js >seen
cat seen
cat >expected <<'EXPECTED'
references: Rye
No link definition found: 'Rye'
No link definition found: 'Rye|ryes'
EXPECTED
cmp seen expected
