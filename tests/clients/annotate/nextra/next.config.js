import nextra from "nextra";

export default nextra({})({
  output: "export",
  basePath: "/docs",
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
});
