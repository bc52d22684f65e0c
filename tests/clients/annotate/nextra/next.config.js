import nextra from "nextra";

// Without the slash, a link to the first page asks for /docs and /docs.txt, which are not in the folder of the site.
export default nextra({})({
  output: "export",
  basePath: "/docs",
  trailingSlash: true,
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
});
