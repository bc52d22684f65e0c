import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

export default defineConfig({
  base: "/docs",
  // Astro's navigation without loading documents, if the environment asks for it
  integrations: [
    starlight({
      title: "Factory",
      sidebar: ["index", "two"],
      components: process.env.CLIENT_ROUTER ? { Head: "./src/head.astro" } : {},
    }),
  ],
});
