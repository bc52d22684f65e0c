// The picture of a term's neighbourhood: a line from the term to each neighbour, broader ones at the top, narrower
// ones at the bottom. All of its links are in the page already, so it is hidden from screen readers, and print does
// without it.

const ROW = 24; // the height of a row, in units of the picture
const CLASSES = ["hw-order", "hw-related", "hw-linked", "hw-order"]; // of the line to a neighbour, by its kind

// Draws the neighbours, from top to bottom, below the lists beside the text: there the picture moves nothing that
// the reader sees.
export const draw = (article, neighbours) => {
  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  const own = (neighbours.length * ROW) / 2;
  const lines = neighbours.map(({ kind }, row) => {
    const y = ROW * (row + 0.5);
    return `<path class="${CLASSES[kind]}" d="M8 ${own}C32 ${own} 32 ${y} 60 ${y}"/><circle cx="60" cy="${y}" r="3.5"/>`;
  });
  const self = `<circle class="hw-self" cx="8" cy="${own}" r="6"/>`;
  const picture = element("div", {
    className: "hw-neighbourhood",
    innerHTML: `<svg viewBox="0 0 64 ${2 * own}">${lines.join("")}${self}</svg>`,
  });
  picture.setAttribute("aria-hidden", "true");
  const names = element("div");
  names.append(...neighbours.map(({ href, textContent }) => element("a", { href, textContent, tabIndex: -1 })));
  picture.append(names);
  const around = article.querySelector(".hw-around") ?? element("div", { className: "hw-around" });
  around.append(picture);
  (article.querySelector(".hw-use") ?? article.querySelector(".definition")).after(around);
};
