// The browser, and pages in it. Every page is also checked for errors, for violations of its policy, and for
// requests to other hosts.

import { after } from "node:test";
import { assertNone, patience } from "./checks.mjs";
import { browserProgram, chromium } from "./tools.mjs";

export const browser = await chromium.launch({
  executablePath: browserProgram,
  // Chromium's sandbox does not start for root.
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
 * Opens the page at `address` of `site` and calls `use` with it. Fails also if the page logged an error or a
 * warning, violated its policy, sent a request to another host, or lacked a file.
 *
 * The options: `missing` lists addresses that do not exist, `refused` is a path whose files cannot be
 * loaded, `handlers` allows reports on handlers in the text, which the policy blocks and of which some browsers
 * tell as soon as they read them, `before` is called before the page opens, `clipboard` allows copying, `locale` is
 * the language of the browser, and `frozen` stops the page's clock, which `page.clock.runFor` moves.
 */
export async function withPage(site, address, options, use) {
  const { width = 1280, height = 800, scheme = "light", scale = 1, touch = false, scripts = true, locale = "en" } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: scheme,
    hasTouch: touch,
    isMobile: touch,
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
    locale,
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
    await page.goto(site.root + address);
    if (options.frozen) await page.clock.pauseAt(clockStart + 60_000);
    await use(page);
  } catch (error) {
    // what a server reported belongs to the failure
    if (site.log) console.error(site.log());
    throw error;
  } finally {
    await context.close();
  }
  assertNone(complaints, "problems of the page");
}

const clockStart = Date.UTC(2026, 10, 20);

function watch(context, site, { missing = [], refused, handlers = false }) {
  const complaints = [];
  const isExpected = (url) =>
    missing.some((path) => url === site.root + path) || (refused !== undefined && url.includes(refused));
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== site.origin) complaints.push(`a request for ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // The browser cancels requests of a page when another page opens.
    if (reason !== "net::ERR_ABORTED" && !isExpected(request.url())) complaints.push(`${request.url()} failed: ${reason}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !isExpected(response.url())) {
      complaints.push(`${response.url()} answered ${response.status()}`);
    }
  });
  context.on("console", (message) => {
    const isHandler = handlers && /^(Executing inline event handler violates|policy script-src-attr) /.test(message.text());
    const isComplaint = ["error", "warning"].includes(message.type()) && !isHandler;
    if (isComplaint && !isExpected(message.location().url)) complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (uncaught) => complaints.push(`uncaught: ${uncaught.error()}`));
  context.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
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
 * Waits for two frames and for everything queued before the second. A test that something does not happen
 * calls this first. It does not work while the clock of the page is frozen.
 */
export async function settle(page) {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
}
