// The packages that `run` installs outside the source tree, and the programs that it finds.

import { createRequire } from "node:module";
import { join } from "node:path";

export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the tests with tests/browser/run`);
  return value;
}

// `import` looks for packages beside this file, but they are in another folder.
export const requirePackage = createRequire(join(setting("HEADWORD_TEST_TOOLS"), "package.json"));

/** The path of a file of a package, also of one that the package does not offer to programs. */
export const packageFile = (file) => join(setting("HEADWORD_TEST_TOOLS"), "node_modules", file);

export const { chromium } = requirePackage("playwright-core");
export const axeSource = requirePackage("axe-core").source;
export const validatorJar = packageFile("vnu-jar/build/dist/vnu.jar");
export const taplo = packageFile("@taplo/cli/dist/cli.js");
export const java = process.env.JAVA || "java";
export const browserProgram = process.env.CHROMIUM || undefined;
