"use client";

import { useState } from "react";

/** Texts that change: one text node, several of them, and parts that come and go. */
export default function Counter() {
  const [n, count] = useState(0);
  return (
    <>
      <button id="count" onClick={() => count(n + 1)}>
        Count
      </button>
      <p>{`You clicked ${n} times, and the flange turned.`}</p>
      <p>
        Every {n % 2 ? "gearbox" : "flange"} of {n % 2 === 1 && <b>a data center</b>} number {n} hums.
      </p>
      <ul>
        {Array.from({ length: n + 1 }, (_, row) => (
          <li key={row}>Row {row + 1} of a flange</li>
        ))}
      </ul>
    </>
  );
}
