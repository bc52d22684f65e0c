// Shows the text of the main language beside that of the page. Both are divided at their headings, and the parts with
// the same number are side by side.
const parser = new DOMParser();

// The parts of a text: what comes before its first heading, then each heading with what follows it.
const parts = (definition) => {
  const found = [[]];
  for (const node of [...definition.childNodes]) {
    if (/^H[2-6]$/.test(node.nodeName)) found.push([]);
    found.at(-1).push(node);
  }
  return found;
};

// The definition on the page at an address. Its addresses are made absolute, because it is shown on another page.
const definitionAt = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(response.status);
  const page = parser.parseFromString(await response.text(), "text/html");
  const definition = page.querySelector(".definition");
  for (const name of ["href", "src"]) {
    for (const part of definition.querySelectorAll(`[${name}]`)) {
      part.setAttribute(name, new URL(part.getAttribute(name), response.url).href);
    }
  }
  for (const part of definition.querySelectorAll("[id]")) part.removeAttribute("id");
  const { lang, dir } = page.documentElement;
  return { definition, lang, dir };
};

export const show = async (link) => {
  const own = document.querySelector(".definition");
  const before = [...own.childNodes];
  const { definition, lang, dir } = await definitionAt(link.href);
  const [left, right] = [parts(own), parts(definition)];
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
