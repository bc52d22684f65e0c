/* Cards of a Headword glossary: shows the gloss of a term beside its link. Without it, the links are plain links. */
"use strict";

(() => {
  // a site that exchanges its pages may run this script again
  if (window.headwordCards || !HTMLElement.prototype.showPopover) return;
  window.headwordCards = true;

  const REST = 250; // milliseconds before a card opens under a pointer
  const GRACE = 300; // milliseconds before it closes after the pointer left
  const element = (name, className) => Object.assign(document.createElement(name), { className });
  // the glosses are looked up each time, because the page may be another one by now
  const glossOf = (link) => document.getElementById(link.getAttribute("aria-describedby"));

  const box = element("div", "hw-card");
  const name = element("a", "hw-card-name");
  const [title, names, gloss] = ["title", "names", "gloss"].map((part) => element("p", `hw-card-${part}`));
  const status = element("span", "hw-card-status");
  box.popover = "manual";
  box.dataset.pagefindIgnore = "all";
  name.tabIndex = -1;
  title.append(name, " ", status);
  box.append(title, names, gloss);

  let shown = null; // the link whose card is open
  let timer, isPlaced, byTouch;

  const later = (wait, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };

  const close = () => {
    clearTimeout(timer);
    shown?.classList.remove("hw-carded");
    shown = null;
    if (box.matches(":popover-open")) box.hidePopover();
  };

  // The style sheet places the card. The script does so in a browser without anchors, and for a link on two lines,
  // whose anchor is the box around both.
  const place = (lines, point) => {
    isPlaced = lines.length > 1 || !CSS.supports("position-area", "block-end");
    box.classList.toggle("hw-placed", isPlaced);
    if (!isPlaced || !lines.length) return;
    const pointed = lines.find(({ top, bottom }) => point && top <= point.clientY && point.clientY <= bottom);
    const { left, top, bottom } = pointed ?? lines[0];
    const { width, height } = box.getBoundingClientRect();
    const isBelow = bottom + height < innerHeight || top < height;
    box.style.left = `${Math.max(0, Math.min(left, innerWidth - width))}px`;
    box.style.top = `${isBelow ? bottom : top - height}px`;
  };

  const open = (link, point) => {
    clearTimeout(timer);
    const text = glossOf(link);
    if (shown === link || !text || !link.isConnected) return;
    close();
    shown = link;
    link.classList.add("hw-carded");
    box.lang = text.parentElement.lang;
    name.href = link.href;
    name.textContent = text.dataset.name;
    names.textContent = text.dataset.names ?? "";
    status.textContent = text.dataset.status ?? "";
    gloss.textContent = text.textContent;
    if (!box.isConnected) document.body.append(box);
    box.showPopover();
    place([...link.getClientRects()], point);
  };

  // closes the card after an event elsewhere
  const leave = ({ target }, link) => {
    if (shown && link !== shown && !box.contains(target)) close();
  };

  const handlers = {
    pointerdown(event, link) {
      // a screen reader's tap has no size, and follows the link
      byTouch = event.pointerType === "touch" && event.width + event.height > 0;
      leave(event, link);
    },
    pointerover(event, link) {
      // with a button pressed, the reader selects text
      if (event.pointerType === "touch" || event.buttons !== 0) return;
      if (link) later(shown ? REST / 2 : REST, () => open(link, event));
      if (link === shown || box.contains(event.target)) clearTimeout(timer);
    },
    pointerout(event, link) {
      if (event.pointerType === "touch" || !(link || box.contains(event.target))) return;
      later(GRACE, () => shown?.matches(":focus-visible") || close());
    },
    focusin(event, link) {
      if (link?.matches(":focus-visible")) open(link);
      else leave(event);
    },
    click(event, link) {
      if (!link || !byTouch || event.detail === 0 || shown === link) return;
      event.preventDefault();
      // a site that exchanges its pages must not follow the link either
      event.stopPropagation();
      open(link, event);
    },
    keydown({ key }) {
      if (key === "Escape") close();
    },
    scroll() {
      if (isPlaced) close();
    },
  };
  handlers.resize = handlers.scroll;
  handlers.pagehide = handlers.popstate = close;

  for (const type of Object.keys(handlers)) {
    addEventListener(
      type,
      (event) => {
        const link = event.target.closest?.("a.hw-term");
        if (shown && !shown.isConnected) close();
        handlers[type](event, link && glossOf(link) ? link : null);
      },
      true,
    );
  }
})();
