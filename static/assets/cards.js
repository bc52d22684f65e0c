// Cards: what a term means, beside a link to it; on a phone, in a sheet at the bottom of the window. The page's list of terms
// has the gloss at once. The page of the term has the rest: its links, its first image, and terms that are not in the list.
// This file is not a module, because browsers load no modules from files. headword.js takes `start` from its element.
"use strict";

(() => {
  const script = document.currentScript;
  const isFile = location.protocol === "file:"; // then there is only the list
  const reading = isFile ? Promise.reject(new Error("a file")) : import(new URL("read-page.js", script.src));
  reading.catch(() => {});

  const REST = 250; // milliseconds before a card opens under a pointer
  const GRACE = 300; // milliseconds before it closes after the pointer left
  const THUMBNAIL = { width: 112, height: 96 }; // the largest, in pixels
  const GAP = 5; // pixels between a card and its link
  const LEAST = 100; // pixels: the height of a card for which there is no room
  const TAP = 150; // milliseconds that a tap waits for the page of the term before it shows what the list has
  const phone = matchMedia("(pointer: coarse) and ((max-width: 40rem) or (max-height: 30rem))");

  const element = (name, className, textContent = "") => Object.assign(document.createElement(name), { className, textContent });
  const text = (part) => part?.textContent.trim() ?? "";

  // --- What is known of a term

  // From its line in the list, a `dt`.
  const termOfLine = (line) => {
    const link = line.querySelector("a");
    const badge = text(line.querySelector(".hw-badge"));
    const end = line.textContent.trimEnd().length - badge.length;
    const { textContent, lang, dir } = line.nextElementSibling;
    const gloss = document.createTextNode(textContent.trimEnd());
    return { name: link.textContent, names: line.textContent.slice(link.textContent.length + 1, end).trimEnd(), badge, gloss, lang, dir };
  };

  // What a copy lacks: all but text and links, the links to larger images, and the marks of footnotes, which are not there.
  const LEFT_OUT = "audio, embed, iframe, img, object, script, style, video, .hw-image, .hw-footnote-ref";

  // A copy of the content of a part of another page. It is made in that page, where nothing runs.
  const copyOf = (part) => {
    const copy = part.cloneNode(true);
    for (const other of copy.querySelectorAll(LEFT_OUT)) other.remove();
    for (const inner of copy.querySelectorAll("*")) {
      for (const { name } of [...inner.attributes]) if (/^(on|style$)/.test(name)) inner.removeAttribute(name);
    }
    const content = new DocumentFragment();
    content.append(...copy.childNodes);
    return content;
  };

  // From its page. Fails if the page is not that of a term.
  const termOfPage = (page) => {
    const find = (selector) => page.querySelector(`article.entry ${selector}`);
    const every = (selector) => [...page.querySelectorAll(`article.entry > header ${selector}`)].map(text);
    const successor = find(".hw-replaced-by");
    const names = every(".hw-names dd:not([lang], .hw-say, :has(s))").join(", ");
    const gloss = find("> header .hw-gloss") ?? find(".hw-lead");
    const image = find(".definition img");
    const description = page.querySelector("meta[name=description]")?.content;
    if (!gloss && !image && !description) throw new Error("the page says nothing of the term");
    const { lang, dir } = page.documentElement;
    const isForeign = lang !== document.documentElement.lang;
    return {
      name: find("h1 dfn").textContent,
      sense: text(find("h1 .hw-sense")),
      names: [...every(".hw-pronunciation, .hw-part"), names].filter(Boolean).join(" "),
      badge: successor ? `${text(successor.firstChild)} ${text(successor.querySelector("a"))}` : text(find(".hw-spoken .hw-badge")),
      gloss: gloss ? copyOf(gloss) : document.createTextNode(description ?? ""),
      image: image && { src: image.src, alt: image.alt, width: image.width, height: image.height },
      lang: isForeign ? lang : "",
      dir: isForeign ? dir : "",
    };
  };

  // A small image whose size is known before it is loaded, so that the card does not grow later.
  const thumbnail = ({ width, height, ...image }) => {
    const scale = Math.min(1, THUMBNAIL.width / width, THUMBNAIL.height / height);
    const size = width && height ? { width: Math.ceil(width * scale), height: Math.ceil(height * scale) } : {};
    return Object.assign(new Image(), image, size);
  };

  // --- The parts of a card or a sheet

  const CARD =
    '<div class="hw-card-image"></div><p class="hw-card-name"><a></a></p><p class="hw-card-names"></p><p class="hw-gloss"></p>';

  class Face {
    constructor(box) {
      this.box = box;
      [this.name, this.names, this.gloss, this.image] = ["a", ".hw-card-names", ".hw-gloss", ".hw-card-image"].map((part) =>
        box.querySelector(part),
      );
      this.notes = element("span", "hw-card-notes");
      this.name.after(this.notes);
    }

    show(term, { href, hreflang }) {
      const { name, notes, names, gloss, image } = this;
      name.href = href;
      name.textContent = term.name;
      if (hreflang) name.hreflang = hreflang;
      else name.removeAttribute("hreflang");
      const about = ["sense", "badge"].filter((key) => term[key]).map((key) => element("span", `hw-${key}`, term[key]));
      notes.replaceChildren(...about.flatMap((note) => [" ", note]));
      names.textContent = term.names;
      gloss.replaceChildren(term.gloss.cloneNode(true));
      image?.replaceChildren(...(term.image ? [thumbnail(term.image)] : []));
      for (const part of [name, notes, names, gloss]) {
        for (const key of ["lang", "dir"]) {
          if (term[key]) part[key] = term[key];
          else part.removeAttribute(key);
        }
      }
    }
  }

  // --- The cards of a page: one beside a link of the page, one beside a link in this card, and so on. A method with an event's
  // name handles that event.

  class Cards {
    cards = []; // the open ones; the last one is on top
    faces = []; // by level: their boxes are used again
    turn = 0; // the number of the last link whose card was wanted

    constructor(page) {
      this.page = page;
      this.model = document.querySelector(".hw-card[popover]") ?? this.makeModel();
      const hasPart = (part) => this.model.querySelector(part);
      if (!["a", ".hw-card-names", ".hw-gloss"].every(hasPart)) throw new Error("a card lacks a part");
      this.model.remove();
      this.model.removeAttribute("id");
      Object.assign(this.model, { hidden: false, popover: "manual" });
      for (const type of ["focusin", "keydown", "pagehide", "pointerdown", "pointerout", "pointerover", "resize", "scroll"]) {
        addEventListener(type, this, true);
      }
    }

    makeModel() {
      const box = element("div", "hw-card");
      box.innerHTML = CARD;
      if (this.page.main.dataset.off) box.append(this.page.makeSwitch());
      return box;
    }

    handleEvent(event) {
      if (!this.sheet?.box.open) this[event.type](event, this.page.linkOf(event));
    }

    faceAt(level) {
      if (!this.faces[level]) {
        this.faces[level] = new Face(this.model.cloneNode(true));
        this.page.main.append(this.faces[level].box);
        this.page.showChoice();
      }
      return this.faces[level];
    }

    // The number of open cards up to that in which a part of the page is.
    levelOf(part) {
      return this.cards.findLastIndex(({ face }) => face.box.contains(part)) + 1;
    }

    // The number of cards that stay open while the reader is at a part of the page, which may be in a link.
    kept(part, link) {
      const level = this.levelOf(part);
      return link && this.cards[level]?.link === link ? level + 1 : level;
    }

    // --- What is known of a term

    async read(link) {
      const at = this.page.address(link);
      const { readPage } = await reading;
      const term = termOfPage(await readPage(at));
      const line = this.page.listed.get(at);
      if (!line) return term;
      const { names, badge, gloss } = termOfLine(line);
      return { ...term, names, badge, gloss: term.gloss.textContent ? term.gloss : gloss };
    }

    // Calls `show` with all that is known of a term, if its page comes within `wait` milliseconds. Else calls it with what
    // the list has, and again when the page comes. Fails if nothing is known.
    async tell(link, show, wait) {
      const whole = this.read(link);
      const line = this.page.listed.get(this.page.address(link));
      if (!line) return show(await whole);
      const late = new Promise((resolve) => setTimeout(resolve, wait));
      const first = await Promise.race([whole, late]).catch(() => null);
      show(first ?? termOfLine(line));
      if (!first) whole.then(show, () => {});
    }

    // --- Opening and closing

    // Opens the card of a link above a number of other cards, if the link is still wanted when its text is here.
    async open(link, level, { point, wait = 0, isWanted = () => true } = {}) {
      const at = this.page.address(link);
      const isShown = this.cards.slice(0, level).some((card) => this.page.address(card.link) === at);
      if (isShown) throw new Error("a card below shows this term");
      this.stop();
      this.close(level);
      const turn = this.turn;
      let card;
      const show = (term) => {
        if (card) this.complete(card, term);
        else if (turn === this.turn && level === this.cards.length && link.isConnected && isWanted()) card = this.put(link, level, term, point);
      };
      await this.tell(link, show, wait);
    }

    put(link, level, term, point) {
      const face = this.faceAt(level);
      const isSplit = link.getClientRects().length > 1;
      const card = { face, link, point, isPlaced: level > 0 || isSplit || !CSS.supports("position-area", "block-end") };
      this.cards[level] = card;
      link.classList.add("hw-carded");
      this.fill(card, term);
      face.box.showPopover();
      if (card.isPlaced || this.lacksRoom(card)) this.place(card);
      return card;
    }

    // Whether there is no room for a card beside its link. Then browsers move it over the link or leave it beyond the window.
    lacksRoom({ face, link }) {
      const [box, own] = [face.box, link].map((part) => part.getBoundingClientRect());
      return (box.top < own.bottom && own.top < box.bottom) || box.top < 0 || innerHeight < box.bottom;
    }

    fill({ face, link, isPlaced }, term) {
      face.show(term, link);
      face.box.classList.toggle("hw-placed", isPlaced);
      // the Tab key goes on to the next link of the page
      for (const part of face.box.querySelectorAll("a, button")) part.tabIndex = -1;
    }

    // Shows the rest of a term in its open card. The card may grow, but does not move under the reader.
    complete(card, term) {
      if (!this.cards.includes(card)) return;
      const { box } = card.face;
      const before = box.getBoundingClientRect();
      this.fill(card, term);
      if (card.isPlaced) return this.place(card);
      const after = box.getBoundingClientRect();
      const hasMoved = (start, end) => before[start] !== after[start] && before[end] !== after[end];
      if (!hasMoved("top", "bottom") && !hasMoved("left", "right")) return;
      card.isPlaced = true;
      box.classList.add("hw-placed");
      this.putAt(box, before.left, before.top);
      this.limit(box, innerHeight - before.top);
    }

    // The style sheet places the first card. The script does so in a browser without anchors, for a link on two lines, whose
    // anchor is the box around both, for a card above another, and in a low window.
    place(card) {
      card.isPlaced = true;
      card.face.box.classList.add("hw-placed");
      const { point, link, face } = card;
      const lines = [...link.getClientRects()];
      const pointed = lines.find(({ top, bottom }) => point && top <= point.clientY && point.clientY <= bottom);
      const { left, right, top, bottom } = pointed ?? lines[0];
      const below = innerHeight - bottom;
      card.isBelow ??= face.box.offsetHeight < below || top < below;
      this.limit(face.box, Math.max(card.isBelow ? below : top, LEAST));
      const { width, height } = face.box.getBoundingClientRect();
      const start = document.documentElement.dir === "rtl" ? right - width : left;
      this.putAt(face.box, Math.max(0, Math.min(start, innerWidth - width)), card.isBelow ? bottom + GAP : top - height - GAP);
    }

    // In a low window, the text of a card scrolls. `room` is in pixels.
    limit({ style }, room) {
      style.maxBlockSize = `min(20rem, ${room - 2 * GAP}px)`;
    }

    putAt({ style }, left, top) {
      style.left = `${left}px`;
      style.top = `${top}px`;
    }

    // Shows no card whose text is on its way.
    stop() {
      clearTimeout(this.timer);
      this.turn += 1;
    }

    // Closes all cards above the first ones, whose number is given.
    close(kept) {
      while (this.cards.length > kept) {
        const { face, link } = this.cards.pop();
        link.classList.remove("hw-carded");
        face.box.hidePopover();
        face.box.removeAttribute("style");
      }
    }

    later(wait, act) {
      clearTimeout(this.timer);
      this.timer = setTimeout(act, wait);
    }

    // --- Events

    pointerdown({ target, pointerType }, link) {
      this.stop();
      this.close(this.kept(target, link));
      if (link && pointerType === "touch") this.read(link).catch(() => {});
    }

    pointerover({ target, pointerType, buttons, clientY }, link) {
      // with a button pressed, the reader selects text
      if (pointerType === "touch" || buttons !== 0) return;
      const level = this.levelOf(target);
      const kept = this.kept(target, link);
      const isWanted = () => link.matches(":hover");
      if (!link || kept > level || !isWanted()) return this.leave(kept);
      const wait = (this.cards.length > 0 ? REST / 2 : REST) / 2;
      const rest = () => {
        this.later(wait, () => this.open(link, level, { point: { clientY }, isWanted }).catch(() => {}));
        this.read(link).catch(() => {});
      };
      this.later(wait, rest);
    }

    // the pointer leaves the window
    pointerout({ relatedTarget, pointerType }) {
      if (!relatedTarget && pointerType !== "touch") this.leave(0);
    }

    leave(kept) {
      const hasFocus = ({ face, link }) => link.matches(":focus-visible") || face.box.querySelector(":focus-visible");
      this.later(GRACE, () => {
        const least = Math.max(kept, this.cards.findLastIndex(hasFocus) + 1);
        this.close(least);
      });
    }

    focusin({ target }, link) {
      const isReturn = link && link === this.opener; // from the sheet
      this.opener = null;
      if (isReturn) return;
      const level = this.levelOf(target);
      const kept = this.kept(target, link);
      if (kept === level && link?.matches(":focus-visible")) return this.open(link, level).catch(() => {});
      this.stop();
      this.close(kept);
    }

    // Escape closes the card on top. The Down key leads from a link into its card, the Up key back. In a card, the Tab key
    // leads to the next link, and from the last one to the next link of the page.
    keydown(event) {
      const { key, target, shiftKey } = event;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const level = this.levelOf(target);
      const below = this.cards[level - 1];
      const above = this.cards[level];
      if (key === "Escape") {
        const top = this.cards.at(-1);
        if (top && top === below) top.link.focus();
        this.stop();
        if (top) this.close(this.cards.length - 1);
      } else if (key === "ArrowDown" && above?.link === target) {
        this.enter(above);
        event.preventDefault();
      } else if (key === "ArrowUp" && below) {
        below.link.focus();
        event.preventDefault();
      } else if (key === "Tab" && below) {
        const all = this.stops(below);
        const next = shiftKey ? null : all[all.indexOf(target) + 1];
        (next ?? below.link).focus();
        if (next || shiftKey) event.preventDefault();
      }
    }

    // The places in a card that the keyboard leads to.
    stops({ face }) {
      return [...face.box.querySelectorAll(".hw-gloss a, button")];
    }

    // Leads into a card. Its links come with the page of the term, for which a quick reader has to wait.
    async enter(card) {
      await this.read(card.link).catch(() => {});
      if (this.cards.includes(card) && card.link === document.activeElement) this.stops(card)[0]?.focus();
    }

    // The first card stays at its link. Going to a link with the Tab key scrolls the page too.
    scroll({ target }) {
      const level = this.levelOf(target);
      this.close(Math.max(level, 1));
      if (level === 0 && this.cards[0]?.isPlaced) this.place(this.cards[0]);
    }

    resize() {
      this.scroll({ target: document });
    }

    pagehide() {
      this.stop();
      this.close(0);
    }

    // A tap on a link. Fails if nothing is known of its term.
    async tap(link, point) {
      const { dataset } = this.page.main;
      const isInSheet = this.sheet?.box.contains(link);
      if (!isInSheet && !(phone.matches && dataset.close)) return this.open(link, this.levelOf(link), { point, wait: TAP });
      this.stop();
      this.close(0);
      const turn = this.turn;
      const step = { link };
      const show = (term) => {
        const isKnown = step.term;
        step.term = term;
        if (isKnown) this.sheet.show();
        else if (turn === this.turn) this.sheetFor(link).add(step);
      };
      await this.tell(link, show, TAP);
    }

    sheetFor(link) {
      this.sheet ??= new Sheet(this);
      if (!this.sheet.box.open) this.opener = link;
      return this.sheet;
    }
  }

  // --- The sheet. A tap on a link in it shows this term instead, with a way back.

  class Sheet {
    steps = [];

    constructor(cards) {
      const { main, makeSwitch, showChoice } = cards.page;
      const content = element("div", "hw-sheet-content");
      content.innerHTML = CARD;
      this.face = new Face(content);
      this.back = element("button", "hw-sheet-back");
      this.link = element("a", "hw-sheet-open", main.dataset.open);
      const close = element("button", "hw-sheet-close", main.dataset.close);
      const acts = element("div", "hw-sheet-acts");
      // these phrases may be in another language than the page
      const { words } = document.documentElement.dataset;
      if (words) this.link.lang = close.lang = words;
      acts.append(this.link, close, makeSwitch());
      this.box = element("dialog", "hw-sheet");
      this.box.tabIndex = -1;
      this.box.append(this.back, content, acts);
      main.append(this.box);
      showChoice();
      this.back.addEventListener("click", () => {
        this.steps.pop();
        this.show();
        this.box.focus();
      });
      close.addEventListener("click", () => this.box.close());
      addEventListener("pagehide", () => this.box.close());
      // a tap beside it
      this.box.addEventListener("click", ({ target }) => target === this.box && this.box.close());
      this.box.addEventListener("close", () => {
        cards.stop();
        this.steps = [];
        cards.opener?.focus({ preventScroll: true });
        cards.opener = null;
      });
    }

    add(step) {
      this.steps.push(step);
      this.show();
      if (!this.box.open) this.box.showModal();
      this.box.focus();
      this.face.box.scrollTop = 0;
    }

    // Shows the last step.
    show() {
      const step = this.steps.at(-1);
      if (!step) return;
      const before = this.steps.at(-2);
      this.face.show(step.term, step.link);
      this.link.href = step.link.href;
      this.box.ariaLabel = step.term.name;
      this.back.hidden = !before;
      this.back.textContent = before?.term.name ?? "";
    }
  }

  script.start = (page) => new Cards(page);
})();
