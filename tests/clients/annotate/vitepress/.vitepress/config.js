export default {
  base: "/docs/",
  lang: "en",
  title: "Factory",
  themeConfig: {
    // results with the text of the page
    search: { provider: "local", options: { detailedView: true } },
    nav: [{ text: "Two", link: "/two" }],
    sidebar: [
      { text: "The gearbox", link: "/" },
      { text: "Two", link: "/two" },
    ],
  },
};
