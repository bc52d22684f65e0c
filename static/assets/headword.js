// What pages do beyond being read: colours switched, links copied, glosses shown where a term is
// mentioned, lists narrowed, search opened. Every page can be read and used without it.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("hw-scripted"); // shows what has no use without a script
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
    // switched in another tab
    addEventListener("storage", (event) => {
      if (event.key !== SCHEME) return;
      if (event.newValue) root.dataset.scheme = event.newValue;
      else delete root.dataset.scheme;
      show();
    });
    show();
  };

  // --- Copying

  // Whether it was copied. Without TLS, or where the clipboard is refused, there is only the old way.
  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const focused = document.activeElement;
      const field = element("textarea", { value: text, className: "hw-quiet", readOnly: true });
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand("copy");
      field.remove();
      focused.focus({ preventScroll: true });
      return isCopied;
    }
  };

  const copyFrom = (button, text) => {
    const label = button.textContent;
    const status = element("span", { className: "hw-quiet" });
    status.setAttribute("role", "status");
    button.after(status);
    let timer;
    button.addEventListener("click", async () => {
      const isCopied = await copyText(text());
      button.textContent = status.textContent = isCopied ? button.dataset.done : button.dataset.failed;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = label;
        status.textContent = "";
      }, 2000);
    });
  };

  const address = () => one("link[rel=canonical]")?.href ?? location.origin + location.pathname;

  // --- Cards: the gloss of a term beside its mention, made of the page's list of terms

  const CARDED = ".definition a.term, .hw-around section a";
  const REST = 250; // how long a pointer rests before a card opens, in milliseconds
  const GRACE = 300; // how long it stays open after the pointer left

  const cards = (list) => {
    const notes = new Map();
    const noteOf = (link) => notes.get(link.href.split("#")[0]);
    for (const link of list.querySelectorAll("dt a")) {
      const gloss = link.closest("div").querySelector("dd");
      gloss.id = `_gloss-${notes.size}`;
      notes.set(link.href, { name: link.textContent, names: link.nextElementSibling, gloss });
    }
    // a screen reader reads the gloss with the link, and needs no card
    for (const link of all(CARDED)) {
      if (noteOf(link)) link.setAttribute("aria-describedby", noteOf(link).gloss.id);
    }
    if (!("popover" in HTMLElement.prototype)) return;

    const card = element("div", { className: "hw-card", popover: "manual" });
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
      shown.classList.remove("hw-carded");
      shown = null;
      card.hidePopover();
    };
    const open = (link, point) => {
      clearTimeout(timer);
      if (shown === link) return;
      close();
      shown = link;
      const { name, names, gloss } = noteOf(link);
      card.replaceChildren(
        element("p", { className: "hw-card-name" }, element("a", { href: link.href, tabIndex: -1 }, name)),
        ...(names ? [element("p", { className: "hw-card-names" }, names.textContent)] : []),
        element("p", { className: "hw-gloss" }, gloss.textContent),
      );
      link.classList.add("hw-carded");
      card.showPopover();
      // the anchor of a link over two lines is the box around both, far from the pointer
      const lines = [...link.getClientRects()];
      const isPlaced = lines.length > 1 || !CSS.supports("position-area", "block-end");
      card.classList.toggle("hw-placed", isPlaced);
      const line = lines.find(({ top, bottom }) => point && top <= point.clientY && point.clientY <= bottom);
      if (isPlaced) placeBy(card, line ?? lines[0]);
    };

    const carded = (event) => {
      const link = event.target.closest?.(CARDED);
      return link && noteOf(link) ? link : null;
    };
    let byTouch = false;
    document.addEventListener("pointerdown", (event) => {
      // a screen reader's tap has no size: it is to follow the link
      byTouch = event.pointerType === "touch" && event.width + event.height > 0;
      if (shown && !card.contains(event.target) && carded(event) !== shown) close();
    });
    document.addEventListener("pointerover", (event) => {
      // whoever holds a button down is selecting text
      if (event.pointerType === "touch" || event.buttons !== 0) return;
      const link = carded(event);
      if (link) later(shown ? REST / 2 : REST, () => open(link, event));
      if (link === shown || card.contains(event.target)) clearTimeout(timer);
    });
    document.addEventListener("pointerout", (event) => {
      if (event.pointerType === "touch" || !(carded(event) || card.contains(event.target))) return;
      later(GRACE, () => shown?.matches(":focus-visible") || close());
    });
    document.addEventListener("focusin", (event) => {
      const link = carded(event);
      if (link?.matches(":focus-visible")) open(link);
      else if (shown && !card.contains(event.target)) close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    const closePlaced = () => card.classList.contains("hw-placed") && close();
    addEventListener("scroll", closePlaced, { passive: true, capture: true });
    addEventListener("resize", closePlaced);
    addEventListener("pagehide", close);
    document.addEventListener("click", (event) => {
      const link = carded(event);
      if (!link || !byTouch || event.detail === 0 || shown === link) return;
      event.preventDefault();
      open(link, event);
    });
  };

  // Below a line of a link, or above if there is no room.
  const placeBy = (card, line) => {
    const { width, height } = card.getBoundingClientRect();
    const isBelow = line.bottom + height < innerHeight || line.top < height;
    card.style.left = `${Math.max(0, Math.min(line.left, innerWidth - width))}px`;
    card.style.top = `${isBelow ? line.bottom : line.top - height}px`;
  };

  // --- A list narrowed to the names that have what is typed in them

  // as names are compared: blind to case, accents, and how words are joined
  const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Pd}\s]/gu, "").toLowerCase();

  const narrow = (finder) => {
    const field = finder.querySelector("input");
    const status = finder.querySelector(".hw-shown");
    const sections = [...all("section.hw-letter")];
    const letters = [...all(".hw-letters a[href^='#']")];
    const lines = [...all(".hw-letter li")].map((line) => ({
      line,
      name: plain(line.querySelector(".hw-other, .term").textContent),
    }));
    field.addEventListener("input", () => {
      const typed = plain(field.value);
      let count = 0;
      for (const { line, name } of lines) {
        line.hidden = !name.includes(typed);
        count += !line.hidden;
      }
      for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
      const isShown = (letter) => !document.getElementById(decodeURIComponent(letter.hash.slice(1)))?.hidden;
      for (const letter of letters) letter.parentElement.hidden = !isShown(letter);
      status.textContent = typed && status.dataset.text.replace("{count}", count);
    });
    if (field.value) field.dispatchEvent(new Event("input"));
  };

  // --- Search, loaded when it is first used

  const SLASH = "headword-slash";
  let hasSlash = remembered(SLASH) !== "off";
  const slash = {
    isOn: () => hasSlash,
    set: (isOn) => {
      hasSlash = isOn;
      remember(SLASH, isOn ? null : "off");
    },
  };

  // both at once: otherwise the browser learns of the second file only from the first
  const load = (name) => import(new URL(name, assets));
  const loadSearch = async () => (await Promise.all([load("search.js"), load("search-engine.js")]))[0];

  const isEditable = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  const isPlainKey = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !isEditable(event.target);

  // What is typed before there is a field to type it in.
  const keepTyped = () => {
    let typed = "";
    const keep = (event) => {
      if (event.key.length > 1 || !isPlainKey(event)) return;
      typed += event.key;
      event.preventDefault();
    };
    document.addEventListener("keydown", keep);
    return () => {
      document.removeEventListener("keydown", keep);
      return typed;
    };
  };

  const offerSearch = (link) => {
    const place = one(".hw-search-here");
    const words = { label: link.textContent, failed: link.dataset.failed, slash };
    const search = async (query) => {
      const typed = keepTyped();
      try {
        const { open, ready } = await loadSearch();
        await ready();
        await open({ place, query: query + typed(), ...words });
      } catch {
        if (place) place.textContent = words.failed;
        else location.href = query ? `${link.href}?q=${encodeURIComponent(query)}` : link.href;
      } finally {
        typed();
      }
    };
    const query = new URLSearchParams(location.search).get("q");
    if (place || query !== null) search(query ?? "");
    for (const event of ["pointerenter", "focus"]) {
      link.addEventListener(event, () => loadSearch().catch(() => {}), { once: true });
    }
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      search("");
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || !isPlainKey(event) || !hasSlash) return;
      event.preventDefault();
      search("");
    });
  };

  // A theme may lack what one of them needs: the others go on.
  const each = (selector, wire) => {
    for (const part of all(selector)) {
      try {
        wire(part);
      } catch (fault) {
        reportError(fault);
      }
    }
  };

  addEventListener("DOMContentLoaded", () => {
    each("button.hw-scheme", switchScheme);
    each("button.hw-copy-link", (button) => copyFrom(button, address));
    each("button.hw-copy", (button) => copyFrom(button, () => button.closest("div").querySelector("pre").textContent));
    each("section.hw-terms", cards);
    each(".hw-finder", narrow);
    each("a.hw-search-open", offerSearch);
    each(".hw-nearest", (section) => load("nearest.js").then(({ suggest }) => suggest(section)).catch(() => {}));
  });
  addEventListener("beforeprint", () => {
    // what is folded would not be printed
    for (const folded of all(".mentions details")) folded.open = true;
  });
})();
