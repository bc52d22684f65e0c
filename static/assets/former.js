// A former page whose parts are terms now: leads on to the term of the fragment in the address. Without a known
// fragment, it leads to the page that took the place of the whole page, if there is one. Without scripts, the reader
// sees the list of all parts, and the browser marks that of the fragment.
(() => {
  const parts = [...document.querySelectorAll("[data-fragment]")];
  const named = (same) => parts.filter((part) => same(part.dataset.fragment));

  // The part of a fragment, as HTML looks for an element: first as it is in the address, then decoded. If there is
  // none, the only one that differs in case alone: Sphinx wrote small letters before version 3.
  const partOf = (fragment) => {
    if (!fragment) return null;
    let decoded = fragment;
    try {
      decoded = decodeURIComponent(fragment);
    } catch {
      // it is not percent-encoded
    }
    const small = decoded.toLowerCase();
    const exact = named((text) => text === fragment)[0] ?? named((text) => text === decoded)[0];
    const nearly = exact ? [] : named((text) => text.toLowerCase() === small);
    return exact ?? (nearly.length === 1 ? nearly[0] : null);
  };

  const leadOn = () => {
    const part = partOf(location.hash.slice(1));
    const link = part ? part.querySelector("a") : document.querySelector(".hw-whole a");
    if (!link) return;
    const target = new URL(link.href);
    target.search = location.search;
    if (!part) target.hash = location.hash;
    location.replace(target);
  };

  leadOn();
  addEventListener("hashchange", leadOn);
})();
