// A former address: leads on to the entry, with the query and the fragment of the request. A refresh by the
// page itself, as without scripts, would lose both.
(() => {
  const target = new URL(document.querySelector("main a").href);
  target.search = location.search;
  target.hash = location.hash;
  location.replace(target);
})();
