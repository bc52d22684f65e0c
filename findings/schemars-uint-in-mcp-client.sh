#!/bin/sh
# schemars 1.2.3 (crates.io) and @modelcontextprotocol/sdk 1.32.2 (npm): a schema that one writes makes the other print
# warnings to the console of every user.
#
# For `usize`, schemars writes `"format": "uint"`. JSON Schema has no such format, so a validator may ignore it. The
# client library of the Model Context Protocol compiles the output schema of each tool when it lists the tools, and its
# validator prints `unknown format "uint" ignored` for each place, though the data is only a number. A server in Rust that
# describes its tools with schemars has to remove the key first.
#
# Needs Rust, Node 20.10 or newer, and the public registries of their packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p schema/src
cat >schema/Cargo.toml <<'TOML'
[package]
name = "schema"
version = "0.1.0"
edition = "2024"

[dependencies]
schemars = "=1.2.3"
serde_json = "1"
TOML
cat >schema/src/main.rs <<'RUST'
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Found {
    total: usize,
}

fn main() {
    println!("{}", serde_json::to_string(&schemars::schema_for!(Found)).unwrap());
}
RUST
cargo run --quiet --manifest-path schema/Cargo.toml >schema.json 2>/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2 >/dev/null 2>&1
cat >ask.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const outputSchema = JSON.parse(readFileSync("schema.json", "utf8"));
console.log("schema:", JSON.stringify(outputSchema.properties));
const server = new Server({ name: "server", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [{ name: "count", inputSchema: { type: "object" }, outputSchema }] }));
server.setRequestHandler(CallToolRequestSchema, () => ({ content: [], structuredContent: { total: 3 } }));
const client = new Client({ name: "client", version: "1" });
const [one, other] = InMemoryTransport.createLinkedPair();
await Promise.all([server.connect(one), client.connect(other)]);
await client.listTools();
const { structuredContent } = await client.callTool({ name: "count" });
console.log("data:", JSON.stringify(structuredContent));
await client.close();
JS
node ask.mjs 2>&1 | sort -u >seen
cat seen
cat >expected <<'EXPECTED'
data: {"total":3}
schema: {"total":{"type":"integer","format":"uint","minimum":0}}
unknown format "uint" ignored in schema at path "#/properties/total"
EXPECTED
cmp seen expected
