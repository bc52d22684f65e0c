/* Cards of a Headword glossary: shows the gloss of a term beside its link. Without it, the links are plain links. */
"use strict";

(() => {
  // a site that exchanges its pages may run this script again
  if (window.headwordCards || !HTMLElement.prototype.showPopover) return;
  window.headwordCards = true;

  const REST = 250; // milliseconds before a card opens under a pointer
  const GRACE = 300; // milliseconds before it closes after the pointer left
  const GAP = 5; // pixels between a placed card and its link
  const LEAST = 100; // pixels: the height of a card for which there is no room
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

  // Whether there is no room for the card beside its link. Then browsers move it over the link or leave it beyond the window.
  const lacksRoom = (lines) => {
    const { top, bottom } = box.getBoundingClientRect();
    return top < 0 || innerHeight < bottom || lines.some((line) => top < line.bottom && line.top < bottom);
  };

  // The style sheet places the card. The script does so in a browser without anchors, for a link on two lines, whose anchor
  // is the box around both, and in a low window, where the text of the card scrolls.
  const place = (lines, point) => {
    box.removeAttribute("style");
    box.classList.remove("hw-placed");
    isPlaced = lines.length > 1 || !CSS.supports("position-area", "block-end") || lacksRoom(lines);
    if (!isPlaced || !lines.length) return;
    box.classList.add("hw-placed");
    const pointed = lines.find(({ top, bottom }) => point && top <= point.clientY && point.clientY <= bottom);
    const { left, top, bottom } = pointed ?? lines[0];
    const below = innerHeight - bottom;
    const isBelow = box.offsetHeight < below || top < below;
    box.style.maxBlockSize = `min(20rem, ${Math.max(isBelow ? below : top, LEAST) - 2 * GAP}px)`;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(0, Math.min(left, innerWidth - width))}px`;
    box.style.top = `${isBelow ? bottom + GAP : top - height - GAP}px`;
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
