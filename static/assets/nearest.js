// The page for unknown addresses: suggests the terms with the names most like the address.

import { entriesOf, results } from "./search-engine.js";

const SHOWN = 5; // suggestions

// The terms nearest to a path.
export const nearest = async (path) => {
  const parts = path.split("/").filter((part) => part && !/^index\./.test(part));
  let name;
  try {
    name = decodeURIComponent(parts.at(-1) ?? "");
  } catch {
    return [];
  }
  name = name.replace(/\.html?$/, "").replace(/[-_]+/g, " ");
  let best = null;
  for await (const result of results(name)) best = result;
  return best ? entriesOf(best, name, SHOWN) : [];
};

// Lists the nearest terms of the page's address in a section, and shows it if there are any.
export const suggest = async (section) => {
  const terms = await nearest(location.pathname);
  if (terms.length === 0) return;
  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  for (const { url, name, gloss } of terms) {
    const item = element("li");
    item.append(
      element("a", { className: "term", href: url, textContent: name }),
      " ",
      element("span", { className: "hw-gloss", textContent: gloss }),
    );
    section.querySelector("ul").append(item);
  }
  section.hidden = false;
};
