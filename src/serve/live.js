// Shows what an editor saves: it loads the page again when the page has changed, and shows the glossary's errors in a box
// over the page. `headword serve` adds this script to the pages that it shows; a built page does not contain it.
"use strict";

(() => {
  const script = document.currentScript;
  const PLACE = "headword-place";

  // Storage throws an error in a browser that is set to store nothing.
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };

  // --- The place: after loading a page again, the reader is at the same place in it.

  // The place that this page was to have, and where it could scroll to. A save in pieces shows a page that is too short
  // for the place; the whole page comes next, and has to get the place that the reader chose, not the end of the short one.
  let wanted = { x: 0, y: 0, opened: [] };
  let reached = { x: 0, y: 0 };

  const savePlace = () => {
    const opened = [...document.querySelectorAll("details")].map((details) => details.open);
    const still = scrollX === reached.x && scrollY === reached.y;
    const { x, y } = still ? wanted : { x: scrollX, y: scrollY };
    const place = { page: location.pathname, x, y, opened: [...opened, ...wanted.opened.slice(opened.length)] };
    // the browser has a place of its own, to which it would scroll later
    history.scrollRestoration = "manual";
    attempt(() => sessionStorage.setItem(PLACE, JSON.stringify(place)));
  };

  const restorePlace = () => {
    addEventListener("load", () => setTimeout(() => (history.scrollRestoration = "auto")), { once: true });
    const place = attempt(() => {
      const saved = sessionStorage.getItem(PLACE);
      sessionStorage.removeItem(PLACE);
      return JSON.parse(saved);
    });
    if (!place || place.page !== location.pathname) return;
    document.querySelectorAll("details").forEach((details, index) => {
      if (index in place.opened) details.open = place.opened[index];
    });
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    wanted = place;
    reached = { x: scrollX, y: scrollY };
  };

  // --- Errors, in a box over the last good version of the page.

  const STYLE = `
    :host { all: initial; }
    section {
      position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 75vh; overflow: auto;
      box-sizing: border-box; padding: 0 1rem 1rem; color: #f6f3f4; background: #2b1418;
      border-top: 0.25rem solid #f0506e; box-shadow: 0 -0.5rem 2rem #0006;
      font: 0.875rem/1.45 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    header {
      position: sticky; top: 0; display: flex; gap: 1rem; align-items: baseline;
      padding-block: 0.75rem 0.5rem; background: inherit;
    }
    h2 { margin: 0; flex: 1; font: 600 1rem/1.4 system-ui, sans-serif; }
    pre { margin: 0; font: inherit; white-space: pre; overflow-x: auto; tab-size: 4; }
    button {
      font: 0.875rem/1.4 system-ui, sans-serif; color: inherit; background: none; cursor: pointer;
      border: 1px solid #f6f3f488; border-radius: 0.25rem; padding: 0.125rem 0.625rem;
    }
    button:focus-visible { outline: 2px solid #fff; outline-offset: 2px; }
    @media print { section { display: none; } }
  `;

  let box;
  let dismissedText;
  const hide = () => {
    box?.remove();
    box = undefined;
  };

  const dismiss = () => {
    if (box) dismissedText = box.text;
    hide();
  };

  const show = ({ title, hide: hideText, text }) => {
    // the page of errors needs no box, and a reader who has closed the box does not want to see it again
    if (script.dataset.version.startsWith("errors-") || text === dismissedText) return;
    hide();
    box = document.createElement("headword-errors");
    box.text = text;
    const root = box.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const section = document.createElement("section");
    const header = document.createElement("header");
    const heading = document.createElement("h2");
    const button = document.createElement("button");
    const pre = document.createElement("pre");
    section.setAttribute("role", "alert");
    section.lang = "en";
    section.dir = "ltr";
    heading.textContent = title;
    button.textContent = hideText;
    button.type = "button";
    button.addEventListener("click", dismiss);
    pre.textContent = text;
    pre.tabIndex = 0;
    header.append(heading, button);
    section.append(header, pre);
    root.append(section);
    document.documentElement.append(box);
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });

  // --- Events. A hidden page does not listen, because a browser allows few connections to one server.

  const events = new URL(script.src);
  events.pathname = events.pathname.replace(/live\.js$/, "events");
  events.searchParams.set("page", location.pathname);
  events.searchParams.set("version", script.dataset.version);
  let source;

  // Loading this page again would cancel the loading of another one that the reader has just chosen. A link that is
  // saved as a file leaves the page where it is, so this page is loaded again after the wait.
  const LEAVING_MS = 2000;
  let leavingUntil = 0;
  addEventListener("beforeunload", () => (leavingUntil = performance.now() + LEAVING_MS));

  const loadAgain = () => {
    const wait = leavingUntil - performance.now();
    if (wait > 0) {
      setTimeout(loadAgain, wait);
      return;
    }
    savePlace();
    location.reload();
  };

  const listen = () => {
    if (document.hidden || source) return;
    source = new EventSource(events);
    source.addEventListener("changed", loadAgain);
    // an editor follows its author to another entry; a page that was hidden meanwhile follows when it is seen again
    source.addEventListener("visits", (event) => events.searchParams.set("visit", event.data));
    source.addEventListener("visit", (event) => {
      const [number, page] = event.data.split(" ");
      events.searchParams.set("visit", number);
      location.assign(page);
    });
    source.addEventListener("errors", (event) => show(JSON.parse(event.data)));
    source.addEventListener("fixed", () => {
      dismissedText = undefined;
      hide();
    });
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else {
      listen();
    }
  });

  // A page that the browser restores from its cache may be an old version, so it has to listen again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    source?.close();
    source = undefined;
    listen();
  });

  const begin = () => {
    restorePlace();
    listen();
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
