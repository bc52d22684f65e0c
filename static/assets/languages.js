// Offers the page in a language that the reader's browser prefers, once. The reader stays unless they choose it.
export const offer = (link, current, decide) => {
  const box = Object.assign(document.createElement("div"), { className: "hw-offer" });
  const stay = Object.assign(document.createElement("button"), { type: "button", lang: current.lang, dir: current.dir });
  stay.textContent = current.textContent;
  const go = link.cloneNode(true);
  stay.addEventListener("click", () => {
    decide();
    box.remove();
  });
  go.addEventListener("click", decide);
  box.append(go, " ", stay);
  link.parentElement.append(box);
};
