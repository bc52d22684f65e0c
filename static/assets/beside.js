// Shows the text of the main language beside that of the page. Both are divided at their headings, and the parts with
// the same number are side by side.
import { readPage } from "./read-page.js";

// The parts of a text: what comes before its first heading, then each heading with what follows it.
const parts = (definition) => {
  const found = [[]];
  for (const node of [...definition.childNodes]) {
    if (/^H[2-6]$/.test(node.nodeName)) found.push([]);
    found.at(-1).push(node);
  }
  return found;
};

export const show = async (link) => {
  const own = document.querySelector(".definition");
  const before = [...own.childNodes];
  const page = await readPage(link.href);
  const { lang, dir } = page.documentElement;
  const [left, right] = [parts(own), parts(page.querySelector(".definition").cloneNode(true))];
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const cells = [document.createElement("div"), Object.assign(document.createElement("div"), { lang, dir })];
    cells[0].append(...(left[index] ?? []));
    cells[1].append(...(right[index] ?? []));
    return cells;
  });
  const box = Object.assign(document.createElement("div"), { className: "hw-side" });
  box.append(...rows.flat());
  own.replaceChildren(box);
  return () => own.replaceChildren(...before);
};
