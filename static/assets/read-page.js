// Another page of the site, to show parts of it on this one.

const parser = new DOMParser();
const pages = new Map();
const PATIENCE = 5000; // milliseconds until the reader would rather follow a link

const fetchPage = async (address) => {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(response.status);
  const page = parser.parseFromString(await response.text(), "text/html");
  for (const name of ["href", "src"]) {
    for (const part of page.querySelectorAll(`[${name}]`)) {
      try {
        part.setAttribute(name, new URL(part.getAttribute(name), response.url).href);
      } catch {} // an author's HTML may have an address that is not valid
    }
  }
  for (const part of page.querySelectorAll("[id]")) part.removeAttribute("id");
  return page;
};

// The page at an address. Its addresses are absolute and it has no `id`, because its parts are shown on another page.
// It is fetched once, and again if it could not be fetched. The caller has to copy what it shows.
export const readPage = (address) => {
  if (!pages.has(address)) {
    const page = fetchPage(address);
    page.catch(() => pages.delete(address));
    pages.set(address, page);
  }
  return pages.get(address);
};
