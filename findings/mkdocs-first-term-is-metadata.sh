#!/bin/sh
# MkDocs 1.6.1 with mkdocs-ezglossary-plugin 2.1.0 (PyPI): the first terms of a page are lost if the page begins with them.
#
# The plugin reads terms that are written as `fruit:apple`, "anywhere in your documentation" (README). But lines with a colon
# at the top of a page are metadata for MkDocs, also without `---` around them
# (https://www.mkdocs.org/user-guide/writing-your-docs/#multimarkdown-style-meta-data). So a page of terms without a heading
# has no *apple*: it is not in the list of all terms, and its meaning stays as a paragraph without a name. There is no warning,
# unless another page refers to the term. With a heading above it, or as the second term, it is found.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-ezglossary-plugin==2.1.0
mkdir docs
cat >mkdocs.yml <<'YAML'
site_name: Fruit
plugins: [ezglossary]
markdown_extensions: [def_list]
YAML
printf '# All terms\n\n<glossary::fruit>\n' >docs/index.md
printf 'fruit:apple\n:   It grows on trees.\n\nfruit:melon\n:   It grows on the ground.\n' >terms

try() {
    python/bin/mkdocs build --strict --quiet
    echo "$1:"
    sed -n 's/.*title="">\(.*\)<\/a>.*/in the list of all terms: \1/p' site/index.html
    sed -n 's/^\(<p>.*<\/p>\)$/on the page of terms: \1/p' site/terms/index.html
}

{
    cp terms docs/terms.md
    try 'at the top of the page'
    { printf '# Fruit\n\n'; cat terms; } >docs/terms.md
    try 'below a heading'
} >seen
cat seen
cat >expected <<'EXPECTED'
at the top of the page:
in the list of all terms: melon
on the page of terms: <p>:   It grows on trees.</p>
below a heading:
in the list of all terms: apple
in the list of all terms: melon
EXPECTED
cmp seen expected
