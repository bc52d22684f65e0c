// Shows what an editor saves: tells when this page is another one by now, and what is wrong meanwhile.
// `headword serve` adds it to the pages that it shows; no built page has it.
"use strict";

(() => {
  const script = document.currentScript;
  const PLACE = "headword-place";

  // A browser that is told to keep nothing throws.
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };

  // --- The place: a page that is loaded again is shown where it was read.

  const keepPlace = () => {
    const opened = [...document.querySelectorAll("details")].map((details) => details.open);
    const place = { page: location.pathname, x: scrollX, y: scrollY, opened };
    attempt(() => sessionStorage.setItem(PLACE, JSON.stringify(place)));
  };

  const findPlace = () => {
    const place = attempt(() => {
      const kept = sessionStorage.getItem(PLACE);
      sessionStorage.removeItem(PLACE);
      return JSON.parse(kept);
    });
    if (!place || place.page !== location.pathname) return;
    document.querySelectorAll("details").forEach((details, at) => {
      if (at in place.opened) details.open = place.opened[at];
    });
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  };

  // --- Faults, over the page that was good last.

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

  let shown;
  let dismissed;
  const hide = () => {
    shown?.remove();
    shown = undefined;
  };

  const dismiss = () => {
    if (shown) dismissed = shown.text;
    hide();
  };

  const show = ({ title, hide: hideText, text }) => {
    // a page that says itself what is wrong is enough, as is having been told once
    if (script.dataset.is.startsWith("faults-") || text === dismissed) return;
    hide();
    shown = document.createElement("headword-faults");
    shown.text = text;
    const root = shown.attachShadow({ mode: "open" });
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
    document.documentElement.append(shown);
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });

  // --- News. A hidden page asks for none: a browser keeps few connections to one server.

  const news = new URL(script.src);
  news.pathname = news.pathname.replace(/live\.js$/, "news");
  news.searchParams.set("page", location.pathname);
  news.searchParams.set("is", script.dataset.is);
  let source;

  const listen = () => {
    if (document.hidden || source) return;
    source = new EventSource(news);
    source.addEventListener("other", () => {
      keepPlace();
      location.reload();
    });
    source.addEventListener("faults", (event) => show(JSON.parse(event.data)));
    source.addEventListener("mended", () => {
      dismissed = undefined;
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

  // A page that comes back from the browser's own store may be an old one: it asks again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    source?.close();
    source = undefined;
    listen();
  });

  const begin = () => {
    findPlace();
    listen();
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
