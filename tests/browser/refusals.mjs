// The payloads that the build refuses, by sink and by the code of the diagnostic. All others are published.
// For a new payload, the test prints the lines that are missing here.

import { payloads } from "./payloads.mjs";

const all = payloads.map(({ name }) => name);
const without = (names, others) => names.filter((name) => !others.includes(name));
const allBut = (names) => without(all, names);

/** Characters that no page may contain. */
const controls = ["null in a tag", "scheme after a control character", "escape of a terminal", "no character"];
/** The same, and one that counts as white space in a name. */
const controlsInText = [...controls, "old control characters"];
/** The same, and one as an entity. */
const controlsInMarkdown = [...controlsInText, "scheme after a control character as an entity"];
/** Characters that change the direction of text. */
const overrides = ["from right to left"];
/** The same, and invisible characters, in names. */
const invisible = [...overrides, "scheme after a mark of order", "scheme with nothing to see"];
/** The same in the name of a file, with line ends and tabs. */
const controlsInFileNames = [
  ...without(controlsInText, ["null in a tag"]), ...overrides, "handler after a new line",
  "out of a script with a space", "scheme with a tab", "scheme with a new line", "host after a slash and a tab",
  "definition of a reference", "fence", "fence with attributes", "footnote", "table", "list of definitions",
  "bibtex",
];
/** Texts that are not a name on Windows: with a character that it forbids, or with a full stop or a space at the end. */
const forbiddenOnWindows = payloads.filter(({ text }) => /[<>:"\\|?*]|[ .]$/.test(text)).map(({ name }) => name);
/** Payloads with dollar signs around text that is not a formula. */
const formulas = [
  "other languages of templates", "formula that links", "formula with a class", "formula with an id",
  "formula with a style", "formula with a named operator", "formula with a colour", "formula with a picture",
  "formula with a macro", "formula with a label", "formula in an environment", "pattern of a search",
];
/** Those of them that are formulas also as targets of links: in angle brackets, and without. */
const formulasInBrackets = [
  "other languages of templates", "formula with a named operator", "formula with a macro", "formula with a label",
  "pattern of a search",
];
const formulasBare = without(formulas, [
  "formula that links", "formula with an id", "formula with a style", "formula with a named operator",
  "formula with a picture",
]);
/** Payloads that are not valid as a formula. */
const invalidFormulas = [
  ...without(formulas, ["pattern of a search"]), "null in a tag", "template statement", "template comment",
  "scheme with entities", "scheme with long entities", "scheme with a tab as an entity",
  "scheme with a new line as an entity", "scheme after a control character as an entity",
  "scheme with backslashes", "host after backslashes", "picture that uses another", "mutation in a formula",
  "link in angle brackets", "link with a title", "heading with attributes", "entities", "entities of entities",
  "escapes", "prototype", "xml entity",
];
/** Links with a scheme that is not allowed. */
const links = [
  "link", "link in angle brackets", "picture to link", "autolink", "citation in markdown", "deep in markdown",
];
/** Payloads that are, as targets, URLs without a scheme or with one that is not allowed. */
const noScheme = [
  "scheme", "scheme in capitals", "scheme with entities", "scheme with a tab as an entity",
  "scheme with a new line as an entity", "scheme after a control character as an entity", "scheme and a comment",
  "scheme of data in letters", "scheme of visual basic", "scheme of sources", "host without a scheme",
  "host after backslashes", "host after a slash and a backslash", "host behind a name", "autolink",
];
/** Payloads that are, as targets, files that do not exist. */
const noFile = [
  "out of a string of a script", "scheme with long entities", "scheme after spaces", "scheme after a mark of order",
  "scheme with nothing to see", "scheme in percents", "scheme with a colon in percents", "scheme with backslashes",
  "link", "picture with markup in its description", "entities of entities", "formula that links",
  "formula with an id", "formula with a style", "formula with a picture", "prototype", "constructor", "own property",
  "id of the theme", "method of the document", "xml entity", "encoded twice", "encoded in percents", "seven bits",
  "full width", "deep in markdown",
];
/** The same in angle brackets only: those with a space. */
const noFileInBrackets = [
  "attribute after double marks", "attribute after single marks", "attribute after no marks", "style attribute",
  "json with escapes", "template expression", "rule", "link with a title", "picture to link", "entities", "escapes",
  "formula with a class", "formula with a colour", "formula in an environment", "citation in markdown",
];
/** The same without angle brackets only: those with angle brackets of their own. */
const noFileBare = [
  "image with a handler", "image from elsewhere", "handler of body", "handler that focuses itself",
  "handler of an animation", "handler on a break", "base", "refresh", "refresh to a script",
  "style sheet from elsewhere", "character data that ends", "comment that ends", "picture", "expression",
  "link in angle brackets", "formula with a named operator", "no character",
];

const inName = { "hidden-character": invisible, "invalid-value": controls };
const inNote = { "hidden-character": overrides, "invalid-value": controls };
const inCode = { "control-character": controlsInText, "hidden-character": overrides };
const inLine = {
  "control-character": controlsInMarkdown,
  "hidden-character": overrides,
  "forbidden-link": links,
  "invalid-math": formulas,
  "missing-file": ["picture with markup in its description"],
  "unknown-reference": ["reference"],
};
const inHeading = { ...inLine, "forbidden-link": [...links, "definition of a reference"] };
const inBlock = { ...inHeading, "too-deep": ["deep in lists"] };

export const refusals = {
  title: inName,
  sense: inName,
  pronunciation: inNote,
  abbreviation: inName,
  synonym: inName,
  variant: inName,
  "hidden name": inName,
  "name to avoid": inName,
  tag: inName,
  "key to sort by": inName,
  "part of a former page": { ...inName, "invalid-address": ["scheme and a comment"] },
  "former address": {
    "invalid-address": allBut([
      "null in a tag", "attribute after single marks", "attribute after no marks", "scheme after a control character",
      "entities", "entities of entities", "prototype", "constructor", "own property", "id of the theme",
      "method of the document", "seven bits", "full width", "signs that combine", "escape of a terminal",
      "no character",
      // what follows `#` is the name of a part
      "template comment", "scheme with entities", "scheme with long entities", "scheme with a new line as an entity",
      "scheme after a control character as an entity", "xml entity",
    ]),
    "hidden-character": invisible,
    "invalid-value": controls,
  },
  source: inNote,
  "source with an address": inNote,
  body: inBlock,
  gloss: inNote,
  recording: { "invalid-value": all },
  "part of speech": inNote,
  origin: inNote,
  example: {
    ...inLine,
    "control-character": ["scheme after a control character as an entity"],
    "invalid-value": controls,
  },
  usage: inNote,
  status: inNote,
  related: { "invalid-value": controls },
  broader: { "invalid-value": controls },
  "replaced by": { "invalid-value": controls },
  "first sentence": inLine,
  reference: {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": without(links, ["picture to link", "autolink"]),
    "invalid-math": ["pattern of a search"],
    "unknown-reference": [
      ...controls, "json with escapes", "template expression", "other languages of templates",
      "scheme with backslashes", "host after backslashes", "host after a slash and a backslash", "reference",
      "escapes",
    ],
  },
  "text of a reference": {
    "control-character": controlsInMarkdown,
    "hidden-character": overrides,
    "forbidden-link": without(links, ["picture to link"]),
    "invalid-math": without(formulas, ["formula with a label"]),
    "unknown-reference": ["reference"],
  },
  "text of a link": inLine,
  "title of a link": { "control-character": controlsInMarkdown, "hidden-character": overrides },
  "title of a link, unescaped": {
    "control-character": controlsInMarkdown,
    "hidden-character": overrides,
    "invalid-math": ["pattern of a search"],
  },
  "description of an image": {
    "control-character": controlsInMarkdown,
    "hidden-character": overrides,
    "forbidden-link": ["citation in markdown"],
    "invalid-math": ["other languages of templates", "pattern of a search"],
    "unknown-reference": ["reference"],
  },
  "title of an image": { "control-character": controlsInMarkdown, "hidden-character": overrides },
  "information of a fence": inCode,
  "language of a fence": inCode,
  "text of a fence": inCode,
  "text of a fence of html": inCode,
  "text of a fence of javascript": inCode,
  "code in a line": inCode,
  heading: inHeading,
  emphasis: inLine,
  "element that is allowed": inLine,
  "item of a list": inBlock,
  quotation: inBlock,
  table: inLine,
  "list of definitions": inBlock,
  "text of a footnote": inBlock,
  "label of a footnote": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": without(links, ["autolink"]),
    "invalid-math": ["other languages of templates", "pattern of a search"],
    "missing-file": ["scheme with a new line", "picture with markup in its description", "table", "bibtex"],
    "unknown-reference": ["reference"],
  },
  "label of a reference": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": without(links, ["autolink"]),
    "invalid-math": ["other languages of templates", "pattern of a search"],
    "missing-file": ["picture with markup in its description"],
    "unknown-reference": ["reference"],
  },
  "target of a link": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": [...noScheme, "scheme of data", "picture to link", "citation in markdown"],
    "invalid-math": formulasBare,
    "missing-file": [...noFile, ...noFileBare],
    "unknown-reference": ["reference"],
  },
  "target in angle brackets": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": [
      ...noScheme, "scheme with a tab", "scheme after a control character", "host after a slash and a tab",
      "link in angle brackets",
    ],
    "invalid-math": formulasInBrackets,
    "missing-file": [...noFile, ...noFileInBrackets],
    "unknown-anchor": ["heading with attributes"],
    "unknown-reference": ["reference"],
  },
  "target of a reference": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": [...noScheme, "scheme of data", "picture to link", "citation in markdown"],
    "invalid-math": formulasBare,
    "missing-file": [
      ...noFile, ...noFileBare, "json with line separators", "backslash at the end", "scheme with a new line",
      "definition of a reference", "fence", "footnote", "list of definitions",
    ],
    "unknown-reference": ["reference"],
  },
  "target of an image": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": [
      ...noScheme, "scheme with a tab", "scheme after a control character", "host after a slash and a tab",
      "address with a handler", "mailbox with a handler", "link in angle brackets",
    ],
    "invalid-math": formulasInBrackets,
    "missing-file": [...noFile, ...noFileInBrackets],
    "unknown-anchor": ["heading with attributes"],
    "unknown-reference": ["reference"],
  },
  "anchor of a link": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": ["link in angle brackets", "autolink"],
    "invalid-math": formulasInBrackets,
    "unknown-anchor": [
      ...noFile, ...noFileInBrackets, "scheme", "scheme in capitals", "scheme with entities", "scheme with a tab",
      "scheme with a tab as an entity", "scheme with a new line as an entity", "scheme after a control character",
      "scheme after a control character as an entity", "scheme and a comment", "scheme of data in letters",
      "scheme of visual basic", "scheme of sources", "host without a scheme", "host after backslashes",
      "host after a slash and a backslash", "host after a slash and a tab", "host behind a name",
      "address with a handler", "mailbox with a handler", "heading with attributes",
    ],
    "unknown-reference": ["reference"],
  },
  "end of an address": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "forbidden-link": ["link in angle brackets", "autolink"],
    "invalid-math": formulasInBrackets,
    "unknown-reference": ["reference"],
  },
  autolink: {
    "control-character": controlsInMarkdown,
    "hidden-character": overrides,
    "forbidden-link": [
      ...links, "scheme", "scheme in capitals", "scheme and a comment", "scheme of data in letters",
      "scheme of visual basic", "scheme of sources", "host behind a name",
    ],
    "invalid-math": formulas,
    "missing-file": ["picture with markup in its description"],
    "unknown-reference": ["reference"],
  },
  "address of a source": {
    "invalid-value": allBut(["address with a handler", "mailbox with a handler"]),
  },
  "end of a source's address": { "invalid-value": controls },
  formula: {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "invalid-math": without(invalidFormulas, [
      "null in a tag", "template statement", "template comment", "picture that uses another", "mutation in a formula",
    ]),
  },
  "formula on a line of its own": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "invalid-math": without(invalidFormulas, ["formula with a label"]),
  },
  "text in a formula": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "invalid-math": [
      ...formulas, "null in a tag", "template statement", "template comment", "scheme with entities",
      "scheme with long entities", "scheme with a tab as an entity", "scheme with a new line as an entity",
      "scheme after a control character as an entity", "scheme in percents", "scheme with a colon in percents",
      "scheme with backslashes", "scheme and a comment", "host after backslashes",
      "host after a slash and a backslash", "picture that uses another", "mutation in a formula",
      "link in angle brackets", "heading with attributes", "entities", "entities of entities", "escapes", "prototype",
      "id of the theme", "document in a form", "citation in markdown", "xml entity", "encoded twice",
      "encoded in percents",
    ],
  },
  "operator in a formula": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "invalid-math": allBut([
      "handler after a new line", "attribute after double marks", "attribute after single marks",
      "attribute after no marks", "style attribute", "out of json", "json with escapes", "json with line separators",
      "backslash at the end", "out of a string of a script", "scheme", "scheme in capitals", "scheme with a tab",
      "scheme with a new line", "scheme after a control character", "scheme after spaces",
      "scheme after a mark of order", "scheme with nothing to see", "scheme of data in letters",
      "scheme of visual basic", "scheme of sources", "host without a scheme", "host after a slash and a tab",
      "host behind a name", "address with a handler", "mailbox with a handler", "rule", "link", "picture to link",
      "picture with markup in its description", "definition of a reference", "fence", "fence with attributes",
      "footnote", "list of definitions", "constructor", "own property", "method of the document", "bibtex",
      "seven bits", "full width", "deep in markdown",
    ]),
  },
  "colour in a formula": {
    "control-character": controlsInText,
    "hidden-character": overrides,
    "invalid-math": allBut([
      "handler after a new line", "json with escapes", "json with line separators", "backslash at the end", "rule",
      "definition of a reference", "fence", "fence with attributes", "footnote", "list of definitions", "bibtex",
    ]),
  },
  "end of a body": inBlock,
  "file name": {
    "control-character": controlsInFileNames,
    "invalid-slug": allBut([
      ...controlsInFileNames, "constructor",
      // no disk can store these names
      "null in a tag", "very long", "deep in markdown",
    ]),
  },
  "folder name": {
    "control-character": controlsInFileNames,
    "invalid-address": without(forbiddenOnWindows, [
      ...controlsInFileNames,
      // no disk can store these names
      "null in a tag", "very long", "deep in markdown",
    ]),
  },
  "value for templates": { "invalid-value": controlsInText },
  "key of front matter": { "unknown-key": all },
};
