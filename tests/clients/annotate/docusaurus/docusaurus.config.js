export default {
  title: "Factory",
  url: "http://127.0.0.1",
  baseUrl: "/docs/",
  future: { v4: true, faster: true },
  presets: [["classic", { docs: { routeBasePath: "/", sidebarPath: "./sidebars.js" }, blog: false, pages: false }]],
  themeConfig: {
    navbar: { title: "Factory", items: [{ type: "doc", docId: "two", label: "Two" }] },
  },
};
