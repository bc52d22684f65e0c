// What pages do beyond being read: colours switched, links copied, glosses shown where a term is
// mentioned, lists narrowed, search opened. Every page can be read and used without it.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("scripted"); // shows what has no use without a script
  const assets = new URL(".", document.currentScript.src);
  const all = (selector) => document.querySelectorAll(selector);
  const one = (selector) => document.querySelector(selector);

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // A browser may forbid to remember anything.
  const remembered = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const remember = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {}
  };

  // --- Colours: the system's, unless the reader has chosen the others. Set before anything is painted.

  const SCHEME = "headword-scheme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = remembered(SCHEME);
  if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen;

  const switchScheme = (button) => {
    const isDark = () => (root.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark";
    const show = () => button.setAttribute("aria-pressed", isDark());
    button.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      const isSystems = system.matches === (next === "dark");
      if (isSystems) delete root.dataset.scheme;
      else root.dataset.scheme = next;
      remember(SCHEME, isSystems ? null : next);
      show();
    });
    system.addEventListener("change", show);
    show();
  };

  // --- Copying

  const copyText = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // without TLS there is only this
    const field = element("textarea", { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };

  const copyFrom = (button, text) => {
    const label = button.textContent;
    const status = element("span", { className: "quiet" });
    status.setAttribute("role", "status");
    button.after(status);
    let timer;
    button.addEventListener("click", async () => {
      await copyText(text());
      button.textContent = status.textContent = button.dataset.done;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = label;
        status.textContent = "";
      }, 2000);
    });
  };

  const address = () => one("link[rel=canonical]")?.href ?? location.origin + location.pathname;

  // --- Cards: the gloss of a term beside its mention, made of the page's list of terms

  const CARDED = ".definition a.term, .around section a";
  const REST = 250; // how long a pointer rests before a card opens, in milliseconds
  const GRACE = 300; // how long it stays open after the pointer left

  const cards = (list) => {
    const notes = new Map();
    for (const link of list.querySelectorAll("dt a")) {
      const gloss = link.closest("div").querySelector("dd");
      gloss.id = `_gloss-${notes.size}`;
      notes.set(link.href, { link, gloss, names: link.nextElementSibling });
    }
    const links = [...all(CARDED)].filter((link) => notes.has(link.href));
    // a screen reader reads the gloss with the link, and needs no card
    for (const link of links) link.setAttribute("aria-describedby", notes.get(link.href).gloss.id);
    if (!("popover" in HTMLElement.prototype)) return;

    const card = element("div", { className: "card", popover: "manual" });
    one("main").append(card);
    let shown = null;
    let timer;
    const later = (wait, act) => {
      clearTimeout(timer);
      timer = setTimeout(act, wait);
    };

    const close = () => {
      clearTimeout(timer);
      if (!shown) return;
      shown.classList.remove("carded");
      shown = null;
      card.hidePopover();
    };
    const open = (link) => {
      clearTimeout(timer);
      if (shown === link) return;
      close();
      shown = link;
      const { link: name, names, gloss } = notes.get(link.href);
      card.replaceChildren(
        element("p", { className: "card-name" }, element("a", { href: name.href, tabIndex: -1 }, name.textContent)),
        ...(names ? [element("p", { className: "card-names" }, names.textContent)] : []),
        element("p", { className: "gloss" }, gloss.textContent),
      );
      link.classList.add("carded");
      card.showPopover();
      if (!CSS.supports("position-area", "block-end")) place(card, link);
    };

    const carded = (event) => {
      const link = event.target.closest?.(CARDED);
      return link && notes.has(link.href) ? link : null;
    };
    let byTouch = false;
    document.addEventListener("pointerdown", (event) => {
      // a screen reader's tap has no size: it is to follow the link
      byTouch = event.pointerType === "touch" && event.width + event.height > 0;
      if (shown && !card.contains(event.target) && carded(event) !== shown) close();
    });
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      const link = carded(event);
      if (link) later(shown ? REST / 2 : REST, () => open(link));
      if (link === shown || card.contains(event.target)) clearTimeout(timer);
    });
    document.addEventListener("pointerout", (event) => {
      if (event.pointerType === "touch" || !(carded(event) || card.contains(event.target))) return;
      later(GRACE, () => shown !== document.activeElement && close());
    });
    document.addEventListener("focusin", (event) => {
      const link = carded(event);
      if (link?.matches(":focus-visible")) open(link);
      else if (shown && !card.contains(event.target)) close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && shown) close();
    });
    document.addEventListener("click", (event) => {
      const link = carded(event);
      if (!link || !byTouch || event.detail === 0 || shown === link) return;
      event.preventDefault();
      open(link);
    });
  };

  // Where the browser cannot place a card by its anchor: below the link, or above if there is no room.
  const place = (card, link) => {
    const [first] = link.getClientRects();
    const { width, height } = card.getBoundingClientRect();
    const isBelow = first.bottom + height < innerHeight || first.top < height;
    const left = Math.max(8, Math.min(first.left, innerWidth - width - 8));
    card.style.left = `${left}px`;
    card.style.top = `${isBelow ? first.bottom : first.top - height}px`;
  };

  // --- A list narrowed to the names that have what is typed in them

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const narrow = (finder) => {
    const field = finder.querySelector("input");
    const status = finder.querySelector(".shown");
    const sections = [...all("section.letter")];
    const lines = [...all(".letter li")].map((line) => ({
      line,
      name: plain(line.querySelector(".other, .term").textContent),
    }));
    field.addEventListener("input", () => {
      const typed = plain(field.value.trim());
      let count = 0;
      for (const { line, name } of lines) {
        line.hidden = !name.includes(typed);
        count += !line.hidden;
      }
      for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
      status.textContent = typed && status.dataset.text.replace("{count}", count);
    });
    if (field.value) field.dispatchEvent(new Event("input"));
  };

  // --- Search, loaded when it is first used

  const SLASH = "headword-slash";
  const loadSearch = () => import(new URL("search.js", assets));

  const offerSearch = (link) => {
    const place = one(".search-here");
    const search = async (query) => {
      try {
        const { open } = await loadSearch();
        await open({ place, query, failed: link.dataset.failed });
      } catch {
        // without it there is still the page that says so
        if (!place) location.href = link.href;
      }
    };
    const query = new URLSearchParams(location.search).get("q");
    if (place || query !== null) search(query ?? "");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      search("");
    });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key !== "/" || !isPlain || isTyping || remembered(SLASH) === "off") return;
      event.preventDefault();
      search("");
    });
  };

  const offerNearest = async (section) => {
    const { nearest } = await loadSearch();
    const found = await nearest(location.pathname);
    if (found.length === 0) return;
    section.querySelector("ul").append(
      ...found.map(({ url, name, gloss }) =>
        element("li", {}, element("a", { className: "term", href: url }, name), " ", element("span", { className: "gloss" }, gloss)),
      ),
    );
    section.hidden = false;
  };

  addEventListener("DOMContentLoaded", () => {
    all("button.scheme").forEach(switchScheme);
    all("button.copy-link").forEach((button) => copyFrom(button, address));
    all("button.copy").forEach((button) => copyFrom(button, () => button.closest("div").querySelector("pre").textContent));
    all("section.terms").forEach(cards);
    all(".finder").forEach(narrow);
    all("a.search-open").forEach(offerSearch);
    all(".nearest").forEach((section) => offerNearest(section).catch(() => {}));
  });
})();
