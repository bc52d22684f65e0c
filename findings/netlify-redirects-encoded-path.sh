#!/bin/sh
# netlify-redirector 0.5.0: a path that is percent-encoded in `_redirects` never matches.
#
# A rule for an address beyond ASCII is often written as a browser copies it: percent-encoded. One expects
# that the engine compares it with the request, which is percent-encoded too. But Netlify's own programs
# decode the path of the request before they pass it on (netlify-cli, `redirects.js`), and the engine compares
# texts. So only the rule in UTF-8 matches, and a path with a space cannot be matched at all.
#
# Needs Node with npm and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts netlify-redirector@0.5.0
cat >match.js <<'END'
const redirector = require("netlify-redirector");

const rules = ["/ma%C3%9Fe/ /size/ 301", "/größe/ /size/ 301", "/old%20size/ /size/ 301"];
const none = { query: "", headers: {}, cookieValues: {}, getHeader: () => "", getCookie: () => "" };

(async () => {
  for (const rule of rules) {
    const matcher = await redirector.parsePlain(rule, {});
    for (const request of ["/ma%C3%9Fe/", "/gr%C3%B6%C3%9Fe/", "/old%20size/"]) {
      const path = decodeURIComponent(request);
      const found = matcher.match({ scheme: "https", host: "example.org", path, ...none });
      if (found) console.log(`${request} matches ${rule}`);
    }
  }
})();
END
node match.js >seen
cat seen
cat >expected <<'END'
/gr%C3%B6%C3%9Fe/ matches /größe/ /size/ 301
END
cmp seen expected
