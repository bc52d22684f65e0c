// The packages that `run` installs outside the source tree, and the programs that it finds.

import { createRequire } from "node:module";
import { join } from "node:path";

export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the tests with tests/browser/run`);
  return value;
}

// `import` looks for packages beside this file, but they are in another folder.
const require = createRequire(join(setting("HEADWORD_TEST_TOOLS"), "package.json"));

export const { chromium } = require("playwright-core");
export const axeSource = require("axe-core").source;
export const validatorJar = join(setting("HEADWORD_TEST_TOOLS"), "node_modules/vnu-jar/build/dist/vnu.jar");
export const taplo = join(setting("HEADWORD_TEST_TOOLS"), "node_modules/@taplo/cli/dist/cli.js");
export const java = process.env.JAVA || "java";
export const browserProgram = process.env.CHROMIUM || undefined;
