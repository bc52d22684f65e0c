#!/bin/sh
# cspell 9.8.0: one word with a plus sign in `flagWords` takes the suggestions from all of them.
#
# `"blacklist->denylist"` reports *blacklist* and suggests *denylist*. As soon as the list also has `"C++03->C++11"`,
# *blacklist* is still reported, but *denylist* is not suggested any more. There is no warning.
#
# Needs Node 20 with npm and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund cspell@9.8.0
echo 'A blacklist.' >text.txt

check() {
    echo "{ \"version\": \"0.2\", \"flagWords\": [$2] }" >cspell.json
    printf '%s: ' "$1"
    node_modules/.bin/cspell --no-progress --no-summary --show-suggestions text.txt >report 2>/dev/null || true
    if grep -q 'denylist' report; then echo 'suggested'; else grep -o 'Forbidden word (blacklist)' report; fi
}

{
    check 'alone' '"blacklist->denylist"'
    check 'with a plus sign beside it' '"blacklist->denylist", "C++03->C++11"'
} >seen
cat seen
printf '%s\n' 'alone: suggested' 'with a plus sign beside it: Forbidden word (blacklist)' >expected
cmp seen expected
