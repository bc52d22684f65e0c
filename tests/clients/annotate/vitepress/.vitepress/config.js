export default {
  base: "/docs/",
  lang: "en",
  title: "Factory",
  themeConfig: {
    search: { provider: "local" },
    nav: [{ text: "Two", link: "/two" }],
    sidebar: [
      { text: "The gearbox", link: "/" },
      { text: "Two", link: "/two" },
    ],
  },
};
