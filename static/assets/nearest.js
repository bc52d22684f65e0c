// The page for unknown addresses: suggests the terms whose names are most like the address.

import { results, shownOf } from "./search-engine.js";

const SHOWN = 5; // how many terms are suggested

// What is shown of the nearest terms of a path.
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
  for await (const found of results(name)) best = found;
  return best ? shownOf(best, name, SHOWN) : [];
};

// Lists the nearest terms of the page's address in a section, and shows it if there are any.
export const suggest = async (section) => {
  const found = await nearest(location.pathname);
  if (found.length === 0) return;
  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  for (const { url, name, gloss } of found) {
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
