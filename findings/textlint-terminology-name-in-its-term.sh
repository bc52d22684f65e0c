#!/bin/sh
# textlint-rule-terminology 5.2.16 with textlint 15.8.0 (npm): a name to avoid that is a part of the right term makes the right
# term wrong, and each `--fix` makes it longer.
#
# With `["cell", "solar cell"]`, one expects that *cell* becomes *solar cell*, and that *solar cell* is left alone. But the rule
# also finds the *cell* in it: *solar cell* becomes *solar solar cell*, and with the next run *solar solar solar cell*. There is
# no text without a message. A pattern with a lookbehind, `(?<!solar )cell`, does what one expects. The documentation of `terms`
# does not say so (https://github.com/sapegin/textlint-rule-terminology#terms).
#
# Needs Node 20 with npm and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund textlint@15.8.0 textlint-rule-terminology@5.2.16

fix() {
    echo "$1:"
    echo "{ \"rules\": { \"terminology\": { \"defaultTerms\": false, \"terms\": [[\"$1\", \"solar cell\"]] } } }" >.textlintrc.json
    echo 'One cell beside a solar cell.' >text.md
    for run in 1 2; do
        node_modules/.bin/textlint --fix text.md >report 2>&1 || true
        printf '  run %s: ' "$run"
        cat text.md
    done
}

{
    fix 'cell'
    fix '(?<!solar )cell'
} >seen
cat seen
cat >expected <<'EXPECTED'
cell:
  run 1: One solar cell beside a solar solar cell.
  run 2: One solar solar cell beside a solar solar solar cell.
(?<!solar )cell:
  run 1: One solar cell beside a solar cell.
  run 2: One solar cell beside a solar cell.
EXPECTED
cmp seen expected
