#!/bin/sh
# Sphinx 9.0.4 (PyPI): a new term can take the address of an old one.
#
# The address of a term is made of its letters and digits: *C++* is at `#term-C`. One expects that it stays there, or that
# Sphinx warns. But if the term *C* is added above it, *C* is at `#term-C`, and *C++* at `#term-0`. So a link from another site
# to *C++* now shows *C*. The next such term, *C#*, has a number too, and this number also changes by the new term above it.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check sphinx==9.0.4
mkdir pages
echo 'project = "Languages"' >pages/conf.py

build() {
    echo "$*:"
    {
        printf 'Languages\n=========\n\n.. glossary::\n'
        for term; do printf '\n   %s\n      A language.\n' "$term"; done
    } >pages/index.rst
    python/bin/sphinx-build --quiet --fail-on-warning --fresh-env pages site
    sed -n 's/.*<dt id="\(term-[^"]*\)">\([^<]*\)<.*/  #\1 \2/p' site/index.html
}

{
    build 'C++'
    build 'C++' 'C#'
    build 'C' 'C++' 'C#'
} >seen
cat seen
cat >expected <<'EXPECTED'
C++:
  #term-C C++
C++ C#:
  #term-C C++
  #term-0 C#
C C++ C#:
  #term-C C
  #term-0 C++
  #term-1 C#
EXPECTED
cmp seen expected
