import { page } from "./pages.mjs";

/** The component whose page is at a path. */
export const component = ({ createElement, useEffect, useState }, start) => () => {
  const [path, setPath] = useState(start);
  const [count, setCount] = useState(0);
  const element = (name, { class: className, ...properties }, ...children) =>
    createElement(name, className ? { className, ...properties } : properties, ...children);
  const go = (to) => (event) => {
    event.preventDefault();
    history.pushState({}, "", event.currentTarget.href);
    setPath(to);
  };
  useEffect(() => addEventListener("popstate", () => setPath(location.pathname.replace("/docs/", ""))), []);
  return createElement("div", { "data-reactroot": "" }, ...page(element, path, count, () => setCount(count + 1), go));
};
