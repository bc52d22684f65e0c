// `headword mcp`, asked by the protocol's own client library, which checks every answer against the tool's schema.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const { HEADWORD, HEADWORD_TEST_TOOLS: tools } = process.env;
const repository = fileURLToPath(new URL("../..", import.meta.url));
const { resolve } = createRequire(join(tools, "assistants/package.json"));
const { Client } = await import(pathToFileURL(resolve("@modelcontextprotocol/sdk/client/index.js")));
const { StdioClientTransport } = await import(pathToFileURL(resolve("@modelcontextprotocol/sdk/client/stdio.js")));

const client = new Client({ name: "headword-tests", version: "1" });
const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  assert.equal(result.isError, false);
  return result;
};

before(async () => {
  await client.connect(new StdioClientTransport({ command: HEADWORD, args: ["mcp", "--root", repository] }));
  // the client checks the data of an answer only if it knows the schemas
  await client.listTools();
});
after(() => client.close());

test("the client sees the tools, and that none of them changes anything", async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map(({ name }) => name), ["look_up", "search", "list_terms", "explain", "check_words"]);
  assert.ok(tools.every(({ annotations }) => annotations.readOnlyHint && !annotations.openWorldHint));
  assert.match(client.getInstructions(), /Vision-Language Models: A Glossary/);
});

test("a term is found by an inflected name", async () => {
  const { structuredContent, content } = await call("look_up", { name: "image patches" });
  assert.deepEqual(structuredContent.terms.map(({ slug }) => slug), ["image-patch"]);
  assert.match(content[0].text, /^# Image Patch\n/);
});

test("each tool's answer has the form that its schema says", async () => {
  const { structuredContent } = await call("explain", { text: "We fine-tuned it on image patches." });
  assert.deepEqual(structuredContent.mentions.map(({ words }) => words), ["fine-tuned", "image patches"]);
  assert.ok((await call("search", { query: "encoder" })).structuredContent.total > 1);
  assert.equal((await call("list_terms", { limit: 5 })).structuredContent.terms.length, 5);
  assert.deepEqual((await call("check_words", { text: "Nothing." })).structuredContent.places, []);
});

test("entries are resources", async () => {
  const { resources } = await client.listResources();
  const { total } = (await call("list_terms", {})).structuredContent;
  assert.equal(resources.length, total);
  const { contents } = await client.readResource({ uri: "headword:///q-former" });
  assert.equal(contents[0].mimeType, "text/markdown");
  assert.match(contents[0].text, /^# Q-Former\n/);
});
