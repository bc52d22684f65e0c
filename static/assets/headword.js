// The switch of colours, and the start of everything that is loaded when the reader needs it.
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
  // a script that is not a module, because browsers load no modules from files
  const run = (name) =>
    new Promise((resolve, reject) => {
      const script = element("script", { src: new URL(name, assets), onload: () => resolve(script), onerror: reject });
      document.head.append(script);
      script.remove(); // it runs nevertheless
    });

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
  // what is on unless the reader turns it off
  const choose = (key) => {
    let isOn = remembered(key) !== "off";
    return {
      isOn: () => isOn,
      set: (next) => {
        isOn = next;
        remember(key, isOn ? null : "off");
      },
    };
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

  // --- Cards: what a term means, beside a link to it. cards.js shows them, and is loaded when the reader first comes near
  // such a link. A link with its gloss beside it has none.

  const CARDED =
    ":is(.definition, .hw-examples, .hw-card, .hw-sheet) a.term, .hw-around a:not(dt a), .mentions li:not(.hw-from-page) a, " +
    "article ~ .hw-neighbours a, .hw-names a, .hw-replaced-by a, .hw-see a, .hw-parts a, .hw-map a";

  const offerCards = (main) => {
    const address = ({ href }) => href.split("#")[0];
    const listed = new Map();
    for (const link of all(".hw-terms dt a")) listed.set(address(link), link.closest("dt"));
    // a screen reader reads the gloss with the link, without a card
    for (const [number, link] of all(CARDED).entries()) {
      const gloss = listed.get(address(link))?.nextElementSibling;
      if (!gloss) continue;
      gloss.id ||= `_gloss-${number}`;
      link.setAttribute("aria-describedby", gloss.id);
    }
    if (!main.showPopover) return;

    const choice = choose("headword-cards");
    const switches = "button.hw-cards-switch";
    const makeSwitch = () => element("button", { className: "hw-cards-switch", ...spoken });
    const showChoice = () => {
      for (const button of all(switches)) button.textContent = choice.isOn() ? main.dataset.off : main.dataset.on;
    };
    if (main.dataset.off && !one(switches)) ([...all("footer")].at(-1) ?? main).append(makeSwitch());
    showChoice();

    const hasCard = (link) => {
      const at = address(link);
      const isReadable = location.protocol !== "file:" && link.origin === location.origin;
      return choice.isOn() && at !== address(location) && (listed.has(at) || isReadable);
    };
    const linkOf = ({ target }) => {
      const link = target.closest?.(CARDED);
      return link && hasCard(link) ? link : null;
    };
    let loading;
    let cards;
    const begin = () => {
      loading ??= run("cards.js").then(({ start }) => (cards = start({ main, listed, linkOf, address, makeSwitch, showChoice })));
      loading.catch(() => (loading = null));
      return loading;
    };
    let isTouch = false;
    const come = async (event) => {
      if (event.type === "click" && event.target.closest?.(switches)) {
        choice.set(!choice.isOn());
        return showChoice();
      }
      const link = linkOf(event);
      if (!link) return;
      // a screen reader's tap has no size, and follows the link
      if (event.type === "pointerdown") isTouch = event.pointerType === "touch" && event.width + event.height > 0;
      const isTap = event.type === "click" && isTouch && event.detail > 0 && !link.classList.contains("hw-carded");
      if (isTap) event.preventDefault();
      const isEarly = !cards;
      try {
        await begin();
        if (isTap) await cards.tap(link, event);
        else if (isEarly) cards.handleEvent(event);
      } catch {
        if (isTap) location.assign(link.href);
      }
    };
    for (const type of ["click", "focusin", "pointerdown", "pointerover"]) addEventListener(type, come, true);
  };

  // --- Search, loaded at its first use. Until then, and if it cannot be loaded, the field is a form that leads to the
  // search page.

  const slash = choose("headword-slash");

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
      const isSlash = event.key === "/" && slash.isOn() && !event.ctrlKey && !event.metaKey && !event.altKey && !isEditable(event.target);
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
    each("main", offerCards);
    each("article.entry", keepRead);
    each("input.hw-field", offerSearch);
    each(".hw-letters", marking);
    each(".hw-languages", offeringLanguage);
    each("a.hw-beside", showingBeside);
    each(".hw-nearest", (section) => load("nearest.js").then(({ suggest }) => suggest(section)).catch(() => {}));
  });
  // the citation has the address and the day, and closed details would not be printed
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...all(".hw-cite:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
})();
