// Assertions for these tests.

import assert from "node:assert/strict";

/** The longest time to wait for something, in milliseconds. Only a failing test waits so long. */
export const patience = 10_000;

/** Fails with all `problems`, one on each line, if there are any. */
export function assertNone(problems, message) {
  if (problems.length > 0) assert.fail(`${message}:\n  ${problems.join("\n  ")}`);
}

/** Waits until `read` gives `expected`; fails with the difference after `patience`. */
export async function until(read, expected, message) {
  const end = Date.now() + patience;
  for (;;) {
    const actual = await Promise.resolve().then(read).catch((error) => error);
    if (isSame(actual, expected)) return;
    if (Date.now() > end) {
      if (actual instanceof Error) throw new Error(message ?? actual.message, { cause: actual });
      assert.deepEqual(actual, expected, message);
    }
    await new Promise((next) => setTimeout(next, 20));
  }
}

function isSame(actual, expected) {
  try {
    assert.deepEqual(actual, expected);
    return true;
  } catch {
    return false;
  }
}
