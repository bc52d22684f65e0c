// A plain server for static files, like that of any host, without rules for Headword.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
};

/** Serves `folder` below the path `base`, on a free port. Every answer has the `headers`. */
export async function serve(folder, base, headers = {}) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(folder, base, request, response).catch((error) => {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(String(error));
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(folder, base, request, response) {
  const { pathname, search } = new URL(request.url, "http://127.0.0.1");
  const inside = pathname.startsWith(base) ? decodePath(pathname.slice(base.length)) : undefined;
  const found = inside === undefined ? undefined : await find(join(folder, inside));
  if (found?.isFolder && !pathname.endsWith("/")) {
    response.writeHead(301, { location: `${pathname}/${search}` });
    response.end();
    return;
  }
  const file = found?.file ?? join(folder, "404.html");
  response.writeHead(found?.file ? 200 : 404, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "cache-control": "no-store",
  });
  response.end(await readFile(file));
}

/** The path in the folder for an address; undefined if the address is not valid. */
function decodePath(path) {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.split("/").includes("..") || decoded.includes("\0") ? undefined : decoded;
  } catch {
    return undefined;
  }
}

async function find(path) {
  const there = await stat(path).catch(() => undefined);
  if (!there) return undefined;
  if (!there.isDirectory()) return { file: path };
  const index = join(path, "index.html");
  return (await stat(index).catch(() => undefined)) ? { isFolder: true, file: index } : undefined;
}
