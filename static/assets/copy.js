// Copies and shares the link of a page, its meaning, and citations of it, and makes the further forms of the citation:
// Markdown, HTML and BibTeX.

const canonical = () => document.querySelector("link[rel=canonical]")?.href;

// The URL of the page, with the heading or the footnote to which the reader came.
const address = () => {
  const url = canonical() ?? location.origin + location.pathname;
  return document.querySelector(".definition :target") ? url + location.hash : url;
};

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// For elements with phrases of the interface, if these are in another language than the page.
const words = globalThis.document?.documentElement.dataset.words;
const spoken = words ? { lang: words } : {};

// Returns whether the text was copied. Without TLS or access to the clipboard, only `execCommand` works.
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "hw-quiet", readOnly: true });
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    focused.focus({ preventScroll: true });
    return isCopied;
  }
};

// The label of each button that was pressed, with the element in which screen readers hear the result.
const pressed = new WeakMap();

// Copies the text of the block beside a button, or the address, and shows the result on the button.
export const copy = async (button) => {
  if (!pressed.has(button)) {
    const status = Object.assign(document.createElement("span"), { className: "hw-quiet", ...spoken });
    status.setAttribute("role", "status");
    button.after(status);
    pressed.set(button, { label: button.textContent, status });
  }
  const state = pressed.get(button);
  const block = button.closest("div")?.querySelector("pre");
  const isCopied = await copyText(block?.textContent ?? address());
  button.textContent = state.status.textContent = isCopied ? button.dataset.done : button.dataset.failed;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    button.textContent = state.label;
    state.status.textContent = "";
  }, 2000);
};

// A button that copies the text of the block beside it. `done` and `failed` are its words for the result.
const copyButton = (properties, { done, failed }) => {
  const button = element("button", { ...properties, ...spoken });
  Object.assign(button.dataset, { done, failed });
  button.addEventListener("click", () => copy(button));
  return button;
};

// Text for CommonMark: every ASCII character is escaped that could be markup.
const inMarkdown = (text) => text.replace(/[\\`*_{}[\]<>#&|~!]/g, "\\$&");

// Text for HTML, with as few escapes as HTML needs, because people read it when they paste it.
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const inHtml = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

// BibTeX counts braces even if they are escaped.
const COMMANDS = { "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "^": "\\^{}", "~": "\\~{}" };
const inBibtex = (text) => text.replace(/[\\{}^~$&#_%]/g, (sign) => COMMANDS[sign] ?? `\\${sign}`);

// Each form by its name. The glossary is needed; `url`, `author` and `day` may be missing.
export const citations = ({ term, slug, glossary, author, day, url }) => {
  const fields = [
    // a second pair of braces keeps BibTeX from changing the capitals
    ["title", `{${inBibtex(term)}}`],
    ["author", author && `{${inBibtex(author)}}`],
    ["howpublished", inBibtex(glossary)],
    ["year", day?.split("-")[0]],
    ["url", url],
  ];
  const markdown = url ? `[${inMarkdown(term)}](<${url}>)` : inMarkdown(term);
  const html = url ? `<a href="${inHtml(url)}">${inHtml(term)}</a>` : inHtml(term);
  const known = fields.filter(([, value]) => value).map(([key, value]) => `  ${key} = {${value}},\n`);
  return {
    Markdown: `${markdown}, *${inMarkdown(glossary)}*`,
    HTML: `${html}, <cite>${inHtml(glossary)}</cite>`,
    BibTeX: `@misc{${slug},\n${known.join("")}}`,
  };
};

// Puts all forms, with buttons to copy them, in the place of the one that is in the page.
export const cite = (details) => {
  const plain = details.querySelector("p");
  const text = (selector) => plain.querySelector(selector)?.textContent;
  const cited = citations({
    term: document.querySelector("h1").textContent,
    slug: document.querySelector("article.entry").dataset.slug,
    glossary: text("cite"),
    author: text("span:not([lang])"),
    day: document.querySelector(".hw-tools time")?.dateTime,
    url: canonical(),
  });
  const label = details.dataset.copy;
  const labels = document.querySelector(".hw-copy-link").dataset;
  const lines = Object.entries({ [details.dataset.plain]: plain.textContent, ...cited }).map(([name, form]) => {
    const button = copyButton({ className: "hw-copy", textContent: label }, labels);
    button.setAttribute("aria-label", `${label}: ${name}`);
    return element("div", {}, element("dt", spoken, name, button), element("dd", {}, element("pre", {}, form)));
  });
  plain.replaceWith(element("dl", {}, ...lines));
};

// The name of the term, and its meaning in one line.
const meaning = () => {
  const name = document.querySelector("h1").textContent;
  const gloss = document.querySelector("article .hw-gloss, .definition .hw-lead")?.textContent.trim();
  return { name, text: gloss ? `${name}: ${gloss}` : name };
};

// Gives a button its menu, and opens it: the meaning as plain text, and the link in Markdown. The items are made again each
// time, because the reader may have gone to a heading since.
export const offer = (more, labels) => {
  const menu = element("div", { className: "hw-forms", popover: "auto" });
  menu.addEventListener("beforetoggle", ({ newState }) => {
    if (newState !== "open") return;
    const { name, text } = meaning();
    const forms = { [labels.plain]: text, Markdown: `[${inMarkdown(name)}](<${address()}>)` };
    const items = Object.entries(forms).map(([label, form]) => {
      return element("div", {}, copyButton({ textContent: label }, labels), element("pre", { hidden: true }, form));
    });
    menu.replaceChildren(...items);
  });
  more.after(menu);
  more.popoverTargetElement = menu;
  menu.showPopover();
};

// Opens the sheet with which the system shares a page.
export const share = () => {
  const { name, text } = meaning();
  // the reader may close the sheet
  return navigator.share({ title: name, text, url: address() }).catch(() => {});
};
