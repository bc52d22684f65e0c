import { page } from "./pages.mjs";

/** The app whose page is at a path. */
export const app = ({ createSSRApp, h, ref }, start) =>
  createSSRApp({
    setup() {
      const path = ref(start);
      const count = ref(0);
      const element = (name, properties, ...children) =>
        h(name, properties, children.length === 1 && typeof children[0] === "string" ? children[0] : children);
      const go = (to) => (event) => {
        event.preventDefault();
        history.pushState({}, "", event.currentTarget.href);
        path.value = to;
      };
      globalThis.addEventListener?.("popstate", () => (path.value = location.pathname.replace("/docs/", "")));
      return () => h("div", page(element, path.value, count.value, () => (count.value += 1), go));
    },
  });
