#!/bin/sh
# textlint-rule-terminology 5.2.16: a relative path in `terms` is not looked for beside the settings.
#
# `"terms": "./terms.json"` in .textlintrc.json is resolved like an import of the rule's own code, so the file is looked
# for in the folder of the rule. The same file is found with its absolute path, or read by a .textlintrc.js.
#
# Needs Node 20 with npm and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund textlint@15.8.0 textlint-rule-terminology@5.2.16
echo '[["blacklist", "denylist"]]' >terms.json
echo 'A blacklist.' >text.md

check() {
    printf '%s: ' "$1"
    node_modules/.bin/textlint --format json text.md >report 2>errors || true
    if grep -q 'Cannot find module' errors report; then echo 'not found'; else grep -o 'Incorrect term' report; fi
}

settings='"rules": { "terminology": { "defaultTerms": false, "terms": '
{
    echo "{ $settings \"./terms.json\" } } }" >.textlintrc.json
    check 'relative path'
    echo "{ $settings \"$folder/terms.json\" } } }" >.textlintrc.json
    check 'absolute path'
    rm .textlintrc.json
    echo "module.exports = { $settings require('./terms.json') } } };" >.textlintrc.js
    check 'in JavaScript'
} >seen
cat seen
printf '%s\n' 'relative path: not found' 'absolute path: Incorrect term' 'in JavaScript: Incorrect term' >expected
cmp seen expected
