// Links on pages that a framework draws again in the browser. The page has the places of its links as data. No node of the
// framework is moved or replaced: a text keeps its node for what is before a link, and the link and the rest come after it.
"use strict";

(() => {
  const own = document.querySelector("script.hw-places");
  if (!own || window.headwordLinks) return;
  window.headwordLinks = true;

  const POLL = { first: 100, longest: 1000 }; // milliseconds between two looks whether the page is drawn
  const PAUSE = { first: 50, longest: 1000 }; // milliseconds between two looks at a page that changes all the time
  const TRIES = 60; // looks for parts that the framework draws later
  // texts that the file's reader leaves out
  const HIDDEN = "noembed, noframes, noscript, rp, rt, script, style, template, title";
  const ROLES = ["button", "checkbox", "heading", "link", "menu", "menubar", "menuitem", "navigation", "option", "tab", "tablist", "textbox"];
  const NO_LINKS =
    "a, button, code, h1, h2, h3, h4, h5, h6, kbd, label, nav, pre, samp, select, summary, svg, textarea, var, [contenteditable]:not([contenteditable=false]), [data-no-glossary]" +
    ROLES.map((role) => `, [role=${role}]`).join("");
  const PLACES = /<script type="application\/json" class="hw-places" id="([^"]+)">([^<]*)</;

  // --- The data of a page. That of another page of the site is in its file.

  const keyOf = (path) => path.replace(/(\/index)?(\.html?)?\/?$/, "");
  const dataOf = (id, json) => ({ id, ...JSON.parse(json) });
  const pages = new Map([[keyOf(location.pathname), dataOf(own.id, own.textContent)]]);

  const failed = new Set(); // the pages to fetch again when the reader comes back

  const fetchPage = async (key) => {
    pages.set(key, null); // it is on its way
    try {
      const response = await fetch(location.href);
      const [, id, json] = PLACES.exec(await response.text());
      pages.set(key, dataOf(id, json));
      later(0);
    } catch {
      failed.add(key); // without its data, the page is as it was
    }
  };

  // --- Whether the framework has drawn the page

  const ofReact = (element, kind) => element[Object.keys(element).find((key) => key.startsWith(`__react${kind}$`))];

  // React has committed the tree of an element: its root had no child before.
  const isCommitted = (element) => {
    let fiber = ofReact(element, "Fiber");
    while (fiber?.return) fiber = fiber.return;
    return Boolean(fiber?.stateNode?.current?.child);
  };

  const isInVue = (element) => element && (Boolean(element.__vue_app__) || isInVue(element.parentElement));

  // Docusaurus says it itself.
  const isDrawn = (main) => {
    const { hasHydrated } = document.documentElement.dataset;
    return hasHydrated ? hasHydrated === "true" : isCommitted(main) || isInVue(main);
  };

  // Whether React has drawn the element that has a text. It draws some parts later than the rest, and does not know the
  // elements of a text that is HTML.
  const isDrawnByReact = (element, main) => {
    for (let part = element; part; part = part === main ? null : part.parentElement) {
      if (ofReact(part, "Fiber")) return part === element || Boolean(ofReact(part, "Props")?.dangerouslySetInnerHTML);
    }
    return false;
  };

  const ready = new WeakSet(); // main texts that were drawn when the script looked before

  const isReady = (main) => {
    if (ready.has(main)) return true;
    if (isDrawn(main)) ready.add(main);
    return false;
  };

  // --- The text of a page

  const singleSpaced = (text) => text.replace(/[ \t\n\f\r]+/g, " ");

  const read = (mains) => {
    let text = "";
    const nodes = [];
    const borders = new Set(); // between two nodes
    for (const main of mains) {
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest(HIDDEN)) continue;
        const words = singleSpaced(node.data);
        const skipped = words.startsWith(" ") && text.endsWith(" ") ? 1 : 0;
        nodes.push({ node, main, start: text.length, skipped });
        text += words.slice(skipped);
        borders.add(nodes.at(-1).start).add(text.length);
      }
    }
    return { text, nodes, borders };
  };

  // The number of characters that two texts have in common, from their beginnings.
  const common = (one, other) => {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length += 1;
    return length;
  };

  const commonAtEnd = (one, other, end) => {
    let length = 0;
    while (length < one.length && one[one.length - 1 - length] === other[end - 1 - length]) length += 1;
    return length;
  };

  const isOfWord = (text) => /[\p{L}\p{N}]/u.test(text ?? "");

  // The place in a text that fits a quotation best: also where a number near it has changed since. The words begin and end
  // where words do.
  const find = ({ text, borders }, { words, before, after, earlier }) => {
    const isInWord = (at) => !borders.has(at) && isOfWord(text[at - 1]) && isOfWord(text[at]);
    let best = -1;
    let found = [];
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      const end = at + words.length;
      const [start, rest] = [commonAtEnd(before, text, at), common(after, text.slice(end, end + after.length))];
      const isPart = (!start && isInWord(at)) || (!rest && isInWord(end));
      if (isPart || (before && !start) || (after && !rest)) continue;
      const fit = start + rest;
      if (fit > best) [best, found] = [fit, []];
      if (fit === best) found.push(at);
    }
    return found[Math.min(earlier, found.length - 1)];
  };

  // The place in the data of a text node, for a number of characters of its single-spaced text.
  const offsetIn = (data, count) => {
    let at = 0;
    for (; count > 0; count -= 1) at += /^[ \t\n\f\r]+/.exec(data.slice(at))?.[0].length ?? 1;
    return at;
  };

  // --- Links, which come and go

  const texts = new Map(); // of the framework: what each was as a whole, and the nodes that were added after it

  const isWhole = (node, { head, added }) => {
    const chain = [node, ...added];
    return node.isConnected && node.data === head && added.every((part, index) => chain[index].nextSibling === part);
  };

  const textUpTo = (node, end) => (!node || node === end ? "" : node.textContent + textUpTo(node.nextSibling, end));

  // Whether something else than the framework changed these nodes, such as a translator or a highlighter. A framework does
  // not know the added nodes: it takes out all of them or none, and gives its own node the whole new text.
  const isForeign = (node, { head, added }, changed) => {
    const isTouched = added.some((part) => changed.has(part) || changed.has(part.firstChild));
    const isTorn = new Set(added.map((part) => part.isConnected)).size > 1;
    const isSplit = changed.has(node) && node.data !== head && textUpTo(node, added[0]) === head;
    return isTouched || isTorn || isSplit;
  };

  const takeOut = (node, { whole, head, added }, isChanged) => {
    for (const part of added) part.remove();
    if (!isChanged && node.data === head) node.data = whole;
  };

  const put = ({ node, from, to, id, address }) => {
    const owner = [...texts].find(([first, { added }]) => first === node || added.includes(node))?.[0] ?? node;
    if (!texts.has(owner)) texts.set(owner, { whole: node.data, head: node.data, added: [] });
    const kept = texts.get(owner);
    const link = document.createElement("a");
    link.className = "hw-term";
    link.href = address;
    link.target = "_self"; // else a router may look for the page in its own list
    link.setAttribute("aria-describedby", id);
    link.textContent = node.data.slice(from, to);
    const rest = document.createTextNode(node.data.slice(to));
    node.data = node.data.slice(0, from);
    node.after(link, rest);
    kept.added.splice(kept.added.indexOf(node) + 1, 0, link, rest);
    kept.head = owner.data;
  };

  let list; // the glosses

  const showList = ({ id, language, terms }) => {
    if (list?.isConnected && list.dataset.of === id) return;
    list?.remove();
    list = document.createElement("div");
    list.className = "hw-glosses";
    list.hidden = true;
    list.lang = language;
    list.dataset.of = id;
    list.dataset.pagefindIgnore = "all";
    terms.forEach(({ headword, others, status, gloss }, number) => {
      const term = document.createElement("p");
      term.id = `${id}-${number}`;
      term.dataset.name = headword;
      if (others) term.dataset.names = others;
      if (status) term.dataset.status = status;
      term.textContent = gloss;
      list.append(term);
    });
    document.body.append(list);
  };

  // Puts the links there. Gives whether the framework has not drawn a text yet.
  const putLinks = ({ id, terms }, mains) => {
    const whole = read(mains);
    const { text, nodes } = whole;
    let isUndrawn = false;
    const found = terms.flatMap(({ address, places }, number) =>
      places.map((place) => ({ start: find(whole, place), length: place.words.length, id: `${id}-${number}`, address })),
    );
    // from the last one, because a link changes the texts after it
    for (const { start, length, ...link } of found.filter(({ start }) => start >= 0).sort((one, other) => other.start - one.start)) {
      const { node, main, start: first, skipped } = nodes.findLast((node) => node.start <= start);
      const [from, to] = [start, start + length].map((at) => offsetIn(node.data, at - first + skipped));
      const isThere = singleSpaced(node.data.slice(from, to)) === text.slice(start, start + length);
      if (!isThere || node.parentElement.closest(NO_LINKS)) continue;
      if (ofReact(main, "Fiber") && !isDrawnByReact(node.parentElement, main)) isUndrawn = true;
      else put({ node, from, to, ...link });
    }
    return isUndrawn;
  };

  // --- Changes of the page

  let timer;
  let due = 0; // the latest time of the next look
  let pause = PAUSE.first;
  let poll = POLL.first;
  let tries = 0;
  let shown; // the key of the page whose links are shown

  // Looks after a number of milliseconds: later if something happens before, but not much later.
  const later = (wait) => {
    const now = performance.now();
    due ||= now + Math.max(wait, PAUSE.longest);
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(wait, due - now));
  };

  const pollLater = () => {
    poll = Math.min(poll * 1.2, POLL.longest);
    later(poll);
  };

  // Takes out links, those with a condition. `changed` are the texts that somebody has changed since the last look.
  const clean = (changed, isOver) => {
    for (const [node, kept] of texts) {
      if (!isOver(node, kept)) continue;
      texts.delete(node);
      if (!isForeign(node, kept, changed)) takeOut(node, kept, changed.has(node));
    }
    observer.takeRecords();
  };

  const observer = new MutationObserver((changes) => {
    const changed = new Set(changes.filter(({ type }) => type === "characterData").map(({ target }) => target));
    const isOver = (node, kept) => changed.has(node) || !isWhole(node, kept) || isForeign(node, kept, changed);
    clean(changed, isOver);
    later(pause);
  });

  const outermost = (selector) => [...document.querySelectorAll(selector)].filter((main) => !main.parentElement.closest(selector));

  const look = () => {
    due = 0;
    const begun = performance.now();
    const key = keyOf(location.pathname);
    if (key !== shown) {
      clean(new Set(), () => true);
      [poll, tries] = [POLL.first, 0];
      if (failed.delete(key)) pages.delete(key);
    }
    shown = key;
    const page = pages.get(key);
    if (page === undefined) fetchPage(key);
    if (!page?.terms.length) return;
    const all = outermost(page.main);
    // all are asked, so that all are remembered; some never are ready, such as the results of a search
    const mains = all.filter(isReady);
    if (mains.length < all.length) pollLater();
    if (!mains.length) return;
    showList(page);
    if (putLinks(page, mains) && (tries += 1) < TRIES) pollLater();
    observer.takeRecords();
    // a long text takes a small part of the time, also if the page changes all the time
    pause = Math.min(Math.max(PAUSE.first, 10 * (performance.now() - begun)), PAUSE.longest);
  };

  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
})();
