// Narrows the lists of a page to the names that contain the typed text, and to the entries that search found.

// without case, accents, spaces and hyphens, so that spellings of a name are equal
const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Pd}\s]/gu, "").toLowerCase();

// Prepares the lists. `show` narrows them to a text and to the addresses of entries, and returns the number of names
// that remain.
export const prepare = () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const sections = all("section.hw-letter");
  const steps = all(".hw-step");
  const letters = all(".hw-letters a[href^='#']");
  const lines = all(".hw-letter li").map((line) => ({
    line,
    name: plain(line.querySelector(".hw-other, .term").textContent),
    url: line.querySelector("a").href,
  }));
  const show = (text, found) => {
    const typed = plain(text);
    let count = 0;
    for (const { line, name, url } of lines) {
      line.hidden = !name.includes(typed) && !found.includes(url);
      count += !line.hidden;
    }
    // an empty page tells nothing
    for (const { line } of lines) line.hidden &&= count > 0;
    for (const step of steps) step.hidden = !step.nextElementSibling.querySelector("li:not([hidden])");
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    const isShown = (letter) => !document.getElementById(decodeURIComponent(letter.hash.slice(1)))?.hidden;
    for (const letter of letters) letter.parentElement.hidden = !isShown(letter);
    return count;
  };
  return { show };
};
