// Assertions of our own.

import assert from "node:assert/strict";

/** How long anything may take, in milliseconds; only a test that fails waits for it. */
export const patience = 10_000;

/** Fails with the `faults`, a line each. */
export function assertNone(faults, message) {
  if (faults.length > 0) assert.fail(`${message}:\n  ${faults.join("\n  ")}`);
}

/** Waits until `look` gives `wanted`; fails with the difference if it does not come to that. */
export async function until(look, wanted, message) {
  const end = Date.now() + patience;
  for (;;) {
    const seen = await Promise.resolve().then(look).catch((error) => error);
    if (isSame(seen, wanted)) return;
    if (Date.now() > end) {
      if (seen instanceof Error) throw seen;
      assert.deepEqual(seen, wanted, message);
    }
    await new Promise((next) => setTimeout(next, 20));
  }
}

function isSame(seen, wanted) {
  try {
    assert.deepEqual(seen, wanted);
    return true;
  } catch {
    return false;
  }
}
