// The switch of colours, the cards of terms, and the start of everything that is loaded when the reader needs it.
// Every page can be read without this script.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("hw-scripted"); // shows the elements that need a script
  const assets = new URL(".", document.currentScript.src);
  const all = (selector) => document.querySelectorAll(selector);
  const one = (selector) => document.querySelector(selector);
  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  // for elements with phrases of the interface, if these are in another language than the page
  const spoken = root.dataset.words ? { lang: root.dataset.words } : {};
  const load = (name) => import(new URL(name, assets));

  // A browser may forbid all storage.
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

  // --- Colours: those of the system, or the reader's choice. The script sets them before the first paint.

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
    // another tab switched the colours
    addEventListener("storage", (event) => {
      if (event.key !== SCHEME) return;
      if (event.newValue) root.dataset.scheme = event.newValue;
      else delete root.dataset.scheme;
      show();
    });
    show();
  };

  // --- Copying, sharing and citations, loaded when the reader comes near them

  const near = (part, start) => {
    const isFar = new AbortController();
    const come = () => {
      isFar.abort();
      start();
    };
    for (const event of ["pointerenter", "focusin", "toggle"]) part.addEventListener(event, come, isFar);
  };

  const copying = (button) => {
    near(button, () => load("copy.js").catch(() => {}));
    button.addEventListener("click", () =>
      load("copy.js").then(({ copy }) => copy(button), () => (button.textContent = button.dataset.failed)),
    );
  };

  // the words for copying, which stand at different elements of a page
  const wordsForCopying = () => ({ ...one(".hw-copy-link")?.dataset, ...one("[data-copy]")?.dataset });

  // a menu with more forms, beside the button that copies the link
  const offeringForms = (button) => {
    const labels = wordsForCopying();
    if (!labels.plain || !("popover" in button)) return;
    const more = element("button", { className: "hw-copy-more", textContent: "⋯", ...spoken });
    more.setAttribute("aria-label", `${labels.copy} …`);
    more.addEventListener("click", () => load("copy.js").then(({ offer }) => offer(more, labels)).catch(() => more.remove()), { once: true });
    button.after(more);
  };

  // on a phone or a tablet, the system has a sheet for it
  const sharing = (button) => {
    if (!navigator.share || !matchMedia("(pointer: coarse)").matches) return;
    const share = element("button", { className: "hw-share", textContent: button.dataset.share, ...spoken });
    near(share, () => load("copy.js").catch(() => {}));
    share.addEventListener("click", () => load("copy.js").then(({ share }) => share()).catch(() => share.remove()));
    button.before(share);
  };

  const citing = (details) => near(details, () => load("copy.js").then(({ cite }) => cite(details)).catch(() => {}));

  // --- A link to each heading of a text. A heading with other links in it keeps them.

  const linkingHeading = (heading) => {
    const link = element("a", { className: "hw-anchor", href: `#${heading.id}` });
    if (heading.querySelector("a")) link.setAttribute("aria-label", heading.textContent);
    else link.append(...heading.childNodes);
    heading.append(link);
  };

  // --- A button to copy each block of code

  const copyingCode = (pre) => {
    const { copy, done, failed } = wordsForCopying();
    if (!copy) return;
    const button = element("button", { className: "hw-copy", textContent: copy, ...spoken });
    Object.assign(button.dataset, { done, failed });
    const box = element("div", { className: "hw-code" });
    pre.replaceWith(box);
    box.append(pre, button);
    copying(button);
  };

  // --- Parts that are wider than the text: only while they scroll are they stops of the Tab key

  const scrolling = (part) =>
    new ResizeObserver(() => {
      if (part.scrollWidth > part.clientWidth) part.setAttribute("tabindex", "0");
      else part.removeAttribute("tabindex");
    }).observe(part);

  // --- Large images, over the page. Without the script, the link leads to the file.

  const enlarging = (link) =>
    link.addEventListener("click", (event) => {
      // the reader wants another tab, window or file
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      load("enlarge.js").then(({ enlarge }) => enlarge(link)).catch(() => location.assign(link.href));
    });

  // --- Cards: the gloss of a term beside a mention, from the page's list of terms

  const CARDED = ".definition a.term, .hw-examples a.term, .hw-around a";
  const REST = 250; // milliseconds before a card opens under a pointer
  const GRACE = 300; // milliseconds before it closes after the pointer left

  // The card of a page. A method with an event's name handles that event.
  class Card {
    shown = null; // the link whose card is open

    constructor(box, parts, termOf) {
      this.box = box;
      this.parts = parts;
      this.termOf = termOf;
      box.hidden = false;
      for (const type of ["click", "focusin", "keydown", "pagehide", "pointerdown", "pointerout", "pointerover", "resize", "scroll"]) {
        addEventListener(type, this, true);
      }
    }

    handleEvent(event) {
      const link = event.target.closest?.(CARDED);
      this[event.type](event, link && this.termOf(link) ? link : null);
    }

    later(wait, act) {
      clearTimeout(this.timer);
      this.timer = setTimeout(act, wait);
    }

    open(link, point) {
      clearTimeout(this.timer);
      if (this.shown === link) return;
      this.close();
      this.shown = link;
      link.classList.add("hw-carded");
      const term = this.termOf(link);
      const [name, names, gloss] = this.parts;
      name.href = link.href;
      name.textContent = term.name;
      name.parentElement.querySelector(".hw-badge")?.remove();
      if (term.badge) name.after(" ", term.badge.cloneNode(true));
      names.textContent = term.names;
      gloss.textContent = term.gloss.textContent.replace(/\n$/, "");
      this.box.showPopover();
      this.place([...link.getClientRects()], point);
    }

    // The style sheet places the card. The script does so in a browser without anchors, and for a link on
    // two lines, whose anchor is the box around both.
    place(lines, point) {
      this.isPlaced = lines.length > 1 || !CSS.supports("position-area", "block-end");
      this.box.classList.toggle("hw-placed", this.isPlaced);
      if (!this.isPlaced) return;
      const pointed = lines.find(({ top, bottom }) => point && top <= point.clientY && point.clientY <= bottom);
      const { left, top, bottom } = pointed ?? lines[0];
      const { width, height } = this.box.getBoundingClientRect();
      const isBelow = bottom + height < innerHeight || top < height;
      this.box.style.left = `${Math.max(0, Math.min(left, innerWidth - width))}px`;
      this.box.style.top = `${isBelow ? bottom : top - height}px`;
    }

    close() {
      clearTimeout(this.timer);
      if (!this.shown) return;
      this.shown.classList.remove("hw-carded");
      this.shown = null;
      this.box.hidePopover();
    }

    // Closes the card after an event elsewhere.
    leave({ target }, link) {
      if (this.shown && link !== this.shown && !this.box.contains(target)) this.close();
    }

    pointerdown(event, link) {
      // a screen reader's tap has no size, and follows the link
      this.byTouch = event.pointerType === "touch" && event.width + event.height > 0;
      this.leave(event, link);
    }

    pointerover(event, link) {
      // with a button pressed, the reader selects text
      if (event.pointerType === "touch" || event.buttons !== 0) return;
      if (link) this.later(this.shown ? REST / 2 : REST, () => this.open(link, event));
      if (link === this.shown || this.box.contains(event.target)) clearTimeout(this.timer);
    }

    pointerout(event, link) {
      if (event.pointerType === "touch" || !(link || this.box.contains(event.target))) return;
      this.later(GRACE, () => this.shown?.matches(":focus-visible") || this.close());
    }

    focusin(event, link) {
      if (link?.matches(":focus-visible")) this.open(link);
      else this.leave(event);
    }

    click(event, link) {
      if (!link || !this.byTouch || event.detail === 0 || this.shown === link) return;
      event.preventDefault();
      this.open(link, event);
    }

    keydown({ key }) {
      if (key === "Escape") this.close();
    }

    pagehide() {
      this.close();
    }

    scroll() {
      if (this.isPlaced) this.close();
    }

    resize() {
      this.scroll();
    }
  }

  const CARD = '<p class="hw-card-name"><a tabindex="-1"></a></p><p class="hw-card-names"></p><p class="hw-gloss"></p>';

  const makeCard = () => {
    const box = element("div", { className: "hw-card", popover: "manual", innerHTML: CARD });
    one("main").append(box);
    return box;
  };

  const cards = (list) => {
    const terms = new Map();
    const termOf = (link) => terms.get(link.href.split("#")[0]);
    for (const link of list.querySelectorAll("dt a")) {
      const line = link.closest("dt");
      const gloss = line.nextElementSibling;
      gloss.id = `_gloss-${terms.size}`;
      const badge = line.querySelector(".hw-badge");
      const end = line.textContent.length - (badge?.textContent.length ?? 0);
      const names = line.textContent.slice(link.textContent.length + 1, end).trimEnd();
      terms.set(link.href, { name: link.textContent, names, badge, gloss });
    }
    // a screen reader reads the gloss with the link, without a card
    for (const link of all(CARDED)) {
      if (termOf(link)) link.setAttribute("aria-describedby", termOf(link).gloss.id);
    }
    const box = one(".hw-card") ?? makeCard();
    const parts = ["a", ".hw-card-names", ".hw-gloss"].map((part) => box.querySelector(part));
    if (box.showPopover && parts.every(Boolean)) new Card(box, parts, termOf);
  };

  // --- Search, loaded at its first use. Until then, and if it cannot be loaded, the field is a form that leads to the
  // search page.

  const SLASH = "headword-slash";
  let hasSlash = remembered(SLASH) !== "off";
  const slash = {
    isOn: () => hasSlash,
    set: (isOn) => {
      hasSlash = isOn;
      remember(SLASH, isOn ? null : "off");
    },
  };

  // The terms that were read last, in this browser only.
  const READ = "headword-read";
  const MOST_READ = 5;
  const recent = () => {
    try {
      return JSON.parse(remembered(READ)) ?? [];
    } catch {
      return [];
    }
  };
  const keepRead = (article) => {
    const url = location.href.split(/[?#]/)[0];
    const name = article.querySelector("h1").textContent;
    const gloss = article.querySelector(".hw-gloss, .hw-lead")?.textContent ?? "";
    const others = recent().filter((one) => one.url !== url);
    remember(READ, JSON.stringify([{ url, name, gloss }, ...others].slice(0, MOST_READ)));
  };

  const isEditable = (target) => target.closest?.("input, textarea, select, [contenteditable]");

  const offerSearch = (field) => {
    const place = one(".hw-search-here");
    let loading;
    // all at once, because the first would import the second late
    const loadAll = () => {
      const lists = one(".hw-letter li") && load("narrow.js").then(({ prepare }) => prepare());
      return Promise.all([load("search.js"), lists, load("search-engine.js")]);
    };
    const begin = () =>
      (loading ??= loadAll()
        .then(([{ start }, narrow]) => start({ field, place, recent, slash, narrow }))
        .catch(() => {
          loading = null;
          if (place) Object.assign(place, spoken, { textContent: place.dataset.failed });
        }));
    const query = new URLSearchParams(location.search).get("q");
    if (query !== null) {
      field.value = query;
      field.focus();
    }
    if (place || query !== null || field.value) begin();
    field.addEventListener("focus", begin);
    // text may come without focus: in a window of a program that drives the browser
    field.addEventListener("input", begin);
    document.addEventListener("keydown", (event) => {
      const isSlash = event.key === "/" && hasSlash && !event.ctrlKey && !event.metaKey && !event.altKey && !isEditable(event.target);
      const isFind = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isSlash && !isFind) return;
      event.preventDefault();
      field.focus();
      field.select();
    });
  };

  // --- Languages: the page in one that the browser prefers, and the text of the main language beside that of the page

  const LANGUAGE = "headword-language";
  const offeringLanguage = (nav) => {
    if (remembered(LANGUAGE)) return;
    const decide = () => remember(LANGUAGE, "decided");
    const links = [...nav.querySelectorAll("a:not(.hw-missing)")];
    const current = nav.querySelector("[aria-current]");
    const primary = (tag) => tag.toLowerCase().split("-")[0];
    const matching = (tag) =>
      links.find((link) => link.hreflang.toLowerCase() === tag.toLowerCase()) ??
      links.find((link) => primary(link.hreflang) === primary(tag));
    const wanted = navigator.languages.map(matching).find(Boolean);
    if (wanted && wanted !== current) load("languages.js").then(({ offer }) => offer(wanted, current, decide)).catch(() => {});
    for (const link of links) link.addEventListener("click", decide);
  };

  const showingBeside = (link) => {
    let hide;
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", "false");
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      try {
        if (hide) hide = hide();
        else hide = await (await load("beside.js")).show(link);
        link.setAttribute("aria-pressed", String(Boolean(hide)));
      } catch {
        location.assign(link.href);
      }
    });
  };

  // --- The letter at which the reader is, once the index is scrolled

  const marking = (bar) => {
    if (!bar.querySelector("a[href^='#']")) return;
    addEventListener("scroll", () => load("letters.js").then(({ follow }) => follow(bar)).catch(() => {}), { once: true });
  };

  // If a theme lacks an element, only the part that needs it fails.
  const each = (selector, start) => {
    for (const part of all(selector)) {
      try {
        start(part);
      } catch (error) {
        reportError(error);
      }
    }
  };

  addEventListener("DOMContentLoaded", () => {
    each("button.hw-scheme", switchScheme);
    each("button.hw-copy, button.hw-copy-link", copying);
    each("button.hw-copy-link", offeringForms);
    each("button[data-share]", sharing);
    each("details.hw-cite", citing);
    each(".definition :is(h1, h2, h3, h4, h5, h6)[id]", linkingHeading);
    each(".definition pre", copyingCode);
    each('.definition :is(pre, .hw-table, math[display="block"])', scrolling);
    each("a.hw-image", enlarging);
    each("section.hw-terms", cards);
    each("article.entry", keepRead);
    each("input.hw-field", offerSearch);
    each(".hw-letters", marking);
    each(".hw-languages", offeringLanguage);
    each("a.hw-beside", showingBeside);
    each(".hw-nearest", (section) => load("nearest.js").then(({ suggest }) => suggest(section)).catch(() => {}));
  });
  // closed details would not be printed
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...all(".mentions details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
})();
