// An image in its full size, as far as the window has room for it, over the page. Escape and a click anywhere
// close it.
export const enlarge = (link) => {
  const { alt } = link.querySelector("img");
  const box = Object.assign(document.createElement("dialog"), { className: "hw-enlarged", ariaLabel: alt });
  box.append(Object.assign(new Image(), { src: link.href, alt }));
  box.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
};
