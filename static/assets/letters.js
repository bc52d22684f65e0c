// Marks the letter of an index whose terms are at the top of the window.

const ABOVE = 24; // pixels below the bar in which a section is at the top

// Follows the reader through the sections of the letters in `bar`.
export const follow = (bar) => {
  const links = [...bar.querySelectorAll("a[href^='#']")];
  const sections = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  const mark = () => {
    const top = bar.getBoundingClientRect().bottom + ABOVE;
    const at = sections.findLastIndex((section) => section && !section.hidden && section.getBoundingClientRect().top <= top);
    links.forEach((link, index) => {
      if (index === at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
  mark();
};
