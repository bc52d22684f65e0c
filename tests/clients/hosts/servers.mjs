// The hosts: each serves a folder on a free port of this machine, with the settings of docs/hosts.md.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { freePort } from "../port.mjs";

const documentation = readFileSync(new URL("../../../docs/hosts.md", import.meta.url), "utf8");
const tools = process.env.HEADWORD_TEST_TOOLS;

/** How long a server may take to answer at first, in milliseconds. */
const START = 180_000;

/** The block of code in a section of docs/hosts.md. */
export function block(section, language) {
  const text = documentation.split(/^## /m).find((part) => part.startsWith(`${section}\n`));
  const code = text && new RegExp("^```" + language + "\n([^]*?)^```", "m").exec(text);
  if (!code) throw new Error(`docs/hosts.md has no ${language} below ${section}`);
  return code[1];
}

/** The text with a replacement, which has to be possible. */
function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`the settings lack ${from}`);
  return text.replaceAll(from, to);
}

/** Starts a program, and waits until it answers. */
async function start(program, args, port, options = {}) {
  let log = "";
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
  child.stdout.on("data", (text) => (log += text));
  child.stderr.on("data", (text) => (log += text));
  const ended = new Promise((resolve) => child.on("close", resolve));
  const stop = async () => {
    // its own group: wrangler has children
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {
      // it has ended already
    }
    await Promise.race([ended, sleep(5_000)]);
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // it has ended
    }
  };
  const root = `http://127.0.0.1:${port}/`;
  for (const until = Date.now() + START; Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null) break;
    try {
      await (await fetch(root, { redirect: "manual" })).text();
      return { root, stop };
    } catch {
      // not yet
    }
  }
  await stop();
  throw new Error(`${program} does not answer:\n${log}`);
}

/** A copy of the site in a new folder, to which the host's own files are added. */
function copy(site, folder) {
  const target = join(folder, "public");
  mkdirSync(folder, { recursive: true });
  cpSync(site, target, { recursive: true });
  return target;
}

export const servers = {
  async nginx(site, folder) {
    const root = copy(site, folder);
    const port = await freePort();
    const settings = replaced(replaced(block("nginx", "nginx"), "listen 80;", `listen 127.0.0.1:${port};`), "/srv/glossary/public", root);
    const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
events {}
http { include /etc/nginx/mime.types; access_log off; ${paths.join(" ")}
${settings}}`,
    );
    return start("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder], port);
  },

  async Apache(site, folder) {
    const root = copy(site, folder);
    writeFileSync(join(root, ".htaccess"), block("Apache", "apache"));
    const port = await freePort();
    const modules = ["mpm_event", "authz_core", "dir", "mime", "headers", "negotiation", "autoindex", "alias"];
    const load = modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n");
    writeFileSync(
      join(folder, "apache.conf"),
      `${load}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/apache.log
TypesConfig /etc/mime.types
DocumentRoot ${root}
<Directory ${root}>
AllowOverride All
Require all granted
</Directory>
`,
    );
    return start("apache2", ["-d", folder, "-f", join(folder, "apache.conf"), "-DFOREGROUND"], port);
  },

  async Caddy(site, folder) {
    const root = copy(site, folder);
    const port = await freePort();
    const settings = replaced(replaced(block("Caddy", "caddyfile"), "example.org {", `http://127.0.0.1:${port} {`), "/srv/glossary/public", root);
    writeFileSync(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https off\n}\n${settings}`);
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    return start("caddy", ["run", "--config", join(folder, "Caddyfile")], port, { env });
  },

  async "Cloudflare Pages"(site, folder) {
    const root = copy(site, folder);
    writeFileSync(join(root, "_headers"), block("Cloudflare Pages", "text"));
    return wrangler(folder, ["pages", "dev", root, "--compatibility-date=2026-01-01"]);
  },

  async "Cloudflare Workers"(site, folder) {
    const root = copy(site, folder);
    writeFileSync(join(root, "_headers"), block("Cloudflare Pages", "text"));
    writeFileSync(join(folder, "wrangler.toml"), block("Cloudflare Workers", "toml"));
    return wrangler(folder, ["dev"]);
  },

  async Firebase(site, folder) {
    copy(site, folder);
    writeFileSync(join(folder, "firebase.json"), block("Firebase", "json"));
    const port = await freePort();
    const program = join(tools, "node_modules/superstatic/lib/bin/server.js");
    const args = [program, "serve", ".", "--port", String(port), "--host", "127.0.0.1", "--config", "firebase.json"];
    return start(process.execPath, args, port, { cwd: folder });
  },
};

async function wrangler(folder, args) {
  const port = await freePort();
  const program = join(tools, "node_modules/wrangler/bin/wrangler.js");
  const all = [program, ...args, "--ip=127.0.0.1", `--port=${port}`];
  const env = { ...process.env, HOME: folder, CI: "true", WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" };
  return start(process.execPath, all, port, { cwd: folder, env });
}
