// The browser, and pages that hold the test to what every page of a site owes its reader.

import { after } from "node:test";
import { assertNone, patience } from "./checks.mjs";
import { browserProgram, chromium } from "./tools.mjs";

export const browser = await chromium.launch({
  executablePath: browserProgram,
  // Chromium's sandbox refuses to be started by root.
  chromiumSandbox: process.getuid?.() !== 0,
  args: [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
});
after(() => browser.close());

/**
 * Opens the page at `at` of `site` and lets `read` do with it what a reader does. Fails as well if
 * the page complained, broke its own policy, asked another host or missed a file.
 *
 * Of the options, `missing` lists addresses that are known not to be there, `refused` is a path whose
 * files the network does not bring, `before` is done before the page is opened, `clipboard` allows
 * copying, and `frozen` stops the page's clock, which `page.clock.runFor` moves.
 */
export async function reading(site, at, options, read) {
  const { width = 1280, height = 800, scheme = "light", scale = 1, touch = false, scripts = true } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: scheme,
    hasTouch: touch,
    isMobile: touch,
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
    locale: "en",
  });
  context.setDefaultTimeout(patience);
  const complaints = watch(context, site, options);
  try {
    if (options.clipboard) {
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
    }
    if (options.refused) await context.route(`**${options.refused}**`, (route) => route.abort());
    const page = await context.newPage();
    if (options.frozen) await page.clock.install({ time: clockStart });
    await options.before?.(page);
    await page.goto(site.root + at);
    if (options.frozen) await page.clock.pauseAt(clockStart + 60_000);
    await read(page);
  } finally {
    await context.close();
  }
  assertNone(complaints, "the page complained");
}

const clockStart = Date.UTC(2026, 10, 20);

function watch(context, site, { missing = [], refused }) {
  const complaints = [];
  const isExpected = (url) =>
    missing.some((path) => url === site.root + path) || (refused !== undefined && url.includes(refused));
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== site.origin) complaints.push(`asked for ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // What a page asked for last is given up when its reader moves on.
    if (reason !== "net::ERR_ABORTED" && !isExpected(request.url())) complaints.push(`${request.url()} failed: ${reason}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !isExpected(response.url())) {
      complaints.push(`${response.url()} answered ${response.status()}`);
    }
  });
  context.on("console", (message) => {
    const isComplaint = ["error", "warning"].includes(message.type());
    if (isComplaint && !isExpected(message.location().url)) complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (fault) => complaints.push(`uncaught: ${fault.error()}`));
  context.on("dialog", (dialog) => {
    complaints.push(`a dialog said ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy ${event.effectiveDirective} violated by ${event.blockedURI} ${event.sample}`);
    });
  });
  return complaints;
}

/**
 * Lets the page do what it has begun: two frames, and what was queued before the second. For what
 * must not happen, which no waiting can wait for. Not for a page whose clock is frozen.
 */
export async function settle(page) {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
}
