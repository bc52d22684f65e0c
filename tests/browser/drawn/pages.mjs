// Two pages that a framework draws, and draws again when a button is pressed. `element` makes an element of its name, its
// properties and its children.

const one = (element, count, add) => [
  element("h1", {}, "The gearbox"),
  element("p", {}, "A ", element("em", {}, "data"), " center & its\n  flange, a gearbox and a data\n  center."),
  element("p", {}, `Counted ${count} times on the pipe rim of the gearbox, as one text.`),
  element("p", {}, "Counted ", count, " times on the pipe rim of the gearbox, as three texts."),
  element("p", {}, element("code", {}, "gearbox"), " is code."),
  element("div", {}, count % 2 === 0 ? "A flange, which goes" : null, " and ", count % 2 === 1 ? "a gearbox, which comes" : "nothing"),
  element("ul", {}, ...turned(["flange", "gearbox", "pipe rim"], count).map((name) => element("li", { key: name }, `A ${name}`))),
  element("p", {}, element("b", {}, count % 2 === 0 ? "flange" : "flangeless")),
  element("div", { role: "button" }, "Press a flange"),
  element("button", { onClick: add }, "Count"),
];

const two = (element) => [
  element("h1", {}, "Two"),
  element("p", {}, "A pipe rim is grounded."),
  element("p", {}, "It stands in a data center."),
];

const turned = (list, count) => (count % 2 ? list.toReversed() : list);

const addresses = { "": one, "two/": two };

/** The page at a path: its menu and its main text. `go` opens another path. */
export const page = (element, path, count, add, go) => [
  element(
    "nav",
    {},
    ...Object.keys(addresses).map((to) => element("a", { key: to, href: `/docs/${to}`, onClick: go(to) }, to || "one")),
  ),
  element("main", { class: "vp-doc" }, ...addresses[path](element, count, add)),
];
