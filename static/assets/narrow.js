// Narrows the lists of a page to the names that contain the typed text.

// without case, accents, spaces and hyphens, so that spellings of a name are equal
const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Pd}\s]/gu, "").toLowerCase();

// Narrows the lists while the reader types into the field of `finder`.
export const narrow = (finder) => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const field = finder.querySelector("input");
  const status = finder.querySelector(".hw-shown");
  const sections = all("section.hw-letter");
  const letters = all(".hw-letters a[href^='#']");
  const lines = all(".hw-letter li").map((line) => ({
    line,
    name: plain(line.querySelector(".hw-other, .term").textContent),
  }));
  const show = () => {
    const typed = plain(field.value);
    let count = 0;
    for (const { line, name } of lines) {
      line.hidden = !name.includes(typed);
      count += !line.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    const isShown = (letter) => !document.getElementById(decodeURIComponent(letter.hash.slice(1)))?.hidden;
    for (const letter of letters) letter.parentElement.hidden = !isShown(letter);
    status.textContent = typed && status.dataset.text.replace("{count}", count);
  };
  field.addEventListener("input", show);
  // the reader may have typed before this script was there
  if (field.value) show();
};
