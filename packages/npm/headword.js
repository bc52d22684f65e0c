#!/usr/bin/env node
// Runs the program of the package for this platform, with the same arguments, streams and signals.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "headword.exe" : "headword";

/** The path of the program. Ends the process, and says what to do, if its package is not there. */
function findProgram() {
  try {
    return require.resolve(`@headword/${platform}/${program}`);
  } catch {
    const known = Object.keys(require("./package.json").optionalDependencies).map((name) => name.replace("@headword/", ""));
    const help = known.includes(platform)
      ? `the package @headword/${platform} is not installed\nhelp: install headword again, without \`--omit=optional\` or \`--no-optional\`, on this machine`
      : `there is no package for ${platform}\nnote: there are packages for ${known.join(", ")}`;
    console.error(`error: ${help}`);
    process.exit(3);
  }
}

const child = spawn(findProgram(), process.argv.slice(2), { stdio: "inherit" });
// The terminal sends Ctrl C to both processes. The program decides when to end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error: ${error.message}`);
  process.exit(3);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
