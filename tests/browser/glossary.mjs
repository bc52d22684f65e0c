// Generated glossaries, the same in each run: a large one with every kind of entry, an Arabic one, and one
// with odd names.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

export async function writeLargeGlossary(root) {
  await writeProject(root, largeSettings, [...writtenEntries, ...mentioningEntries(), ...filling()]);
  await writeFile(join(root, "addresses.toml"), retired);
  await writeFile(join(root, "content", "distribution.png"), picture(900, 300));
}

const retired = `
published = ["retired-term"]

[retired]
retired-term = ["Tokenization", "Température"]
`;

export async function writeArabicGlossary(root) {
  await writeProject(root, arabicSettings, arabicEntries);
  await writeFile(join(root, "content", "silence.wav"), silence);
  await writeFile(join(root, "content", "شبكة.png"), picture(900, 300));
  await mkdir(join(root, "pages"), { recursive: true });
  for (const [slug, text] of arabicPages) await writeFile(join(root, "pages", `${slug}.md`), text);
}

/** A sound file of one sample. */
const silence = Buffer.from("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==", "base64");

/** A PNG file with stripes of two colours. */
export function picture(width, height) {
  const chunk = (name, data) => {
    const content = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(content));
    return Buffer.concat([length, content, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits of each grey pixel
  const row = Buffer.from([0, ...Array.from({ length: width }, (_, x) => (x % 100 < 50 ? 80 : 200))]);
  const rows = deflateSync(Buffer.concat(Array(height).fill(row)));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

/** A glossary whose terms were parts of other pages before. */
export async function writeMovedGlossary(root) {
  await writeProject(root, 'title = "Moved terms"\n', movedEntries);
  await writeFile(join(root, "addresses.toml"), retiredPart);
}

const retiredPart = `
published = ["glossary.html#term-gone"]

[retired]
"glossary.html#term-gone" = ["Crumb"]
`;

/** A glossary whose terms have all that a card can show, and lead to each other. */
export async function writeCardsGlossary(root) {
  await writeProject(root, 'title = "Cards"\nraw_html = "allow"\n', cardEntries);
  await writeFile(join(root, "content", "loaf.png"), picture(900, 600));
}

const cardEntries = [
  entry(
    "loaf",
    `
title = "Loaf"
sense = "bread"
abbreviations = ["LF"]
synonyms = ["Round"]
avoid = ["Lump"]
pronunciation = "/ləʊf/"
part_of_speech = "noun"
status = "draft"
`,
    "A [[Crumb]] inside a [[Crust]], baked as one.\n\n![A round loaf](loaf.png)",
  ),
  entry("crumb", `title = "Crumb"\nrelated = ["Tin"]`, "The inside of a [[Loaf (bread)|loaf]], which [[Yeast]] makes light, with a [[Crust]] around it."),
  entry("crust", `title = "Crust"`, "The outside of bread, which the [[Oven]] browns."),
  entry("old-loaf", `title = "Old Loaf"\nreplaced_by = "Loaf (bread)"`, "The former name of what [[Tin]] and [[Crumb]] are about."),
  entry("oven", `title = "Oven"`, "A hot ![Fire](loaf.png) chamber[^1].\n\nIt bakes.\n\n[^1]: With a door."),
  entry("tin", `title = "Tin"`, "The form of a loaf, which has sides."),
  entry("yeast", `title = "Yeast"\ngloss = "What makes dough rise."`, "Fungi that eat sugar."),
  entry("zest", `title = "Zest"`, "The <b id=\"bold\" onclick=\"alert(1)\">outside</b> of a lemon."),
];

/** A glossary with names that are hard to cut into words. */
export async function writeOddGlossary(root) {
  await writeProject(root, 'title = "Odd names"\n', oddEntries);
}

async function writeProject(root, settings, entries) {
  await mkdir(join(root, "content"), { recursive: true });
  await writeFile(join(root, "glossary.toml"), settings);
  for (const [slug, text] of entries) {
    const file = join(root, "content", `${slug}.md`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function entry(slug, frontMatter, body) {
  return [slug, `+++\n${frontMatter.trim()}\n+++\n\n${body.trim()}\n`];
}

const movedEntries = [
  entry(
    "crumb",
    `
title = "Crumb"
redirect_from = ["glossary.html#term-Crumb", "glossary.html#term-inside", "glossary.html#crème brûlée", "docs/glossary/#crumb"]
`,
    "The inside of a loaf.",
  ),
  entry(
    "crust",
    `
title = "Crust"
redirect_from = ["glossary.html#term-CRUST", "glossary.html#term-crust", "glossary.html#皮", "docs/glossary"]
`,
    "The outside of a loaf.",
  ),
];

const largeSettings = `
title = "The Large Glossary"
index_pages = ["book", "map"]
description = "Terms enough that the index needs a page for each letter."
language = "en"
base_url = "https://large.example/"
author = { name = "The editors & friends", url = "https://large.example/editors/" }
licence = { name = "CC BY 4.0", url = "https://creativecommons.org/licenses/by/4.0/" }
edit_url = "https://example.org/edit/main/{path}"
report_url = "https://example.org/report?title={title}&path={path}"
accent = "#a33b20"
math = true
`;

const writtenEntries = [
  entry(
    "tokenization",
    `
title = "Tokenization"
abbreviations = ["TKZ"]
synonyms = ["Lexical Segmentation", "Text Splitting"]
variants = ["Tokenisation"]
hidden = ["Subwordery"]
tags = ["language", "preparation"]
related = ["Naïve Bayes"]
redirect_from = ["old-tokenizer", "docs/tokens.html"]
sources = ["A handbook that was never printed", { title = "On <tokens> & “their” kin", url = "https://example.org/tokens?a=1&b=2" }]
updated = 2026-11-02
`,
    `
The cutting of a text into the pieces that a model reads. What a piece is differs: a word, a part of
one, a single byte.

## How it is done

A vocabulary is learned first. A quokkaberry of a word, which no vocabulary has, is cut into known parts.
`,
  ),
  entry(
    "byte-tokenization",
    `
title = "Byte Tokenization"
broader = ["Tokenization"]
tags = ["language"]
`,
    "Tokenization whose pieces are single bytes, so that nothing is ever unknown.",
  ),
  entry(
    "subword-tokenization",
    `
title = "Subword Tokenization"
broader = ["Tokenization"]
related = ["Byte Tokenization"]
tags = ["language"]
`,
    "Tokenization whose pieces are parts of words, as often used ones as can be found.",
  ),
  entry(
    "naïve-bayes",
    `
title = "Naïve Bayes"
synonyms = ["Independent Feature Model"]
tags = ["statistics"]
`,
    `
A classifier that takes its features for independent of each other. It scores a class $c$ by

$$P(c) \\prod_{i=1}^{n} P(x_i \\mid c)$$

and is surprisingly hard to beat on short texts.
`,
  ),
  entry(
    "température",
    `
title = "Température"
tags = ["statistics"]
`,
    `
The number that flattens or sharpens a distribution before a sample is drawn.

![Stripes, dark and light](distribution.png "A distribution, before it is sharpened")

| temperature | what is drawn | and with which consequence for the reader of a long and rambling text |
|---|---|---:|
| 0 | the likeliest | 1 |
| 1 | as learned | 2 |
| 2 | nearly anything | 3 |

\`\`\`python
def sharpen(logits, temperature):
    # A long line, so that the code has to be scrolled on a narrow screen and the page has not.
    return [logit / temperature for logit in logits if logit is not None and temperature > 0.0]
\`\`\`
`,
  ),
  entry(
    "视觉语言模型",
    `
title = "视觉语言模型"
synonyms = ["图文模型"]
tags = ["模型"]
`,
    "同时理解图像和文字的模型。它把图像和文字放在同一个空间里。",
  ),
  entry(
    "भाषा-मॉडल",
    `
title = "भाषा मॉडल"
tags = ["language"]
`,
    "वह मॉडल जो किसी वाक्य में अगले शब्द का अनुमान लगाता है।",
  ),
  entry(
    "نموذج-لغوي",
    `
title = "نموذج لغوي"
tags = ["language"]
`,
    "نموذج يتوقع الكلمة التالية في النص.",
  ),
  entry(
    "grounding",
    `
title = "Grounding"
sense = "language"
tags = ["language"]
`,
    "The tying of words to what they are about, such as a thing in a picture.",
  ),
  entry(
    "grounding-electrical",
    `
title = "Grounding"
sense = "electrical engineering"
synonyms = ["Earthing"]
tags = ["electricity"]
`,
    "The joining of a circuit to the earth, so that no part of it is at a harmful voltage.",
  ),
  entry(
    "xylographic-ledger",
    `
title = "Xylographic Ledger"
gloss = "The book that thirty other entries mention."
tags = ["books"]
`,
    longText(),
  ),
  entry(
    "donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
    `
title = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
abbreviations = ["DDSGKMAV"]
`,
    "A headword that is longer than a narrow screen is wide.",
  ),
  entry(
    "script-in-a-name",
    `
title = "<script>alert(1)</script> & \\"Co\\""
`,
    "A name that has to be shown as it is written, wherever it is shown, and never run.",
  ),
  entry(
    "names-as-they-are",
    `
title = "Names As They Are"
`,
    "Whoever writes [[script-in-a-name|a name in angle brackets]] wants it to be read.",
  ),
  entry(
    "3d-printing",
    `
title = "3D Printing"
`,
    "The making of a thing layer by layer. See [[Grounding (language)]] and [[Grounding (electrical engineering)]], or [a chapter](xylographic-ledger.md#chapter-2).",
  ),
];

function longText() {
  const chapter = (number) => `
## Chapter ${number}

The ledger of chapter ${number} holds what the ledgers before it left out. It is written on both sides
of the leaf, in two colours, and read from the front by one person and from the back by another.

- what came in, with the day
- what went out, with the *reason*
- what was neither, with \`a note\`

> Whoever keeps a ledger keeps a house.
`;
  const opening = "A ledger printed from wooden blocks, leaf by leaf, of which no two copies are quite the same.";
  return [opening, ...Array.from({ length: 12 }, (_, index) => chapter(index + 1))].join("\n");
}

function mentioningEntries() {
  return Array.from({ length: 30 }, (_, index) =>
    entry(
      `witness-${index + 1}`,
      `title = "Witness ${String(index + 1).padStart(2, "0")}"\ntags = ["books"]`,
      `The reader of number ${index + 1} who saw that the Xylographic Ledger was kept, and signed for it.`,
    ),
  );
}

const qualities =
  `Amber Ashen Brazen Brittle Cobalt Crooked Distant Dusty Eager Early Faded Folded Gentle Gilded
  Hollow Humble Inner Ivory Jagged Keen Lively Lunar Mellow Muted Narrow Nimble Opal Outer Pale Quiet
  Ragged Rustic Silent Sunken Timber Upper Velvet Woven Yearly Zigzag`.split(/\s+/);

const things =
  `Anchor Basin Candle Dial Engine Fountain Garden Harbour Island Jetty Kettle Lantern Mirror Needle
  Orchard Pulley Quarry Rudder Saddle Tunnel Urn Vessel Wheel Yoke Abacus Bellows Compass Drawer Easel
  Flute Girder Hammer Inkwell Ladder Magnet Oven`.split(/\s+/);

/** 1,440 entries that mention each other, so that each letter has entries. */
function filling() {
  return qualities.flatMap((quality, row) =>
    things.map((thing, column) => {
      const title = `${quality} ${thing}`;
      const neighbour = `${qualities[(row + 7) % qualities.length]} ${things[(column + 5) % things.length]}`;
      const cousin = `${qualities[(row + 13) % qualities.length]} ${thing}`;
      return entry(
        title.toLowerCase().replace(" ", "-"),
        `title = "${title}"\ntags = ["${thing.toLowerCase()}"]`,
        `A ${thing.toLowerCase()} of the ${quality.toLowerCase()} kind, which is used beside the ${neighbour}.
Where there is none, a ${cousin} does nearly as well.`,
      );
    }),
  );
}

const arabicSettings = `
title = "معجم المصطلحات"
description = "معجم صغير يُقرأ من اليمين إلى اليسار."
index_pages = ["book", "map"]
language = "ar"
math = true
`;

const arabicPages = [
  entry("about", `title = "عن هذا المعجم"`, "يشرح هذا المعجم كلمات مثل [[شبكة]] لمن يقرأ عن النماذج.\n\n## كيف تساهم\n\nاكتب في ملف."),
  entry("terms", `title = "شروط الاستخدام"\nnavigation = "footer"`, "النصوص حرة."),
  ["index", "ابدأ بكلمة [[نموذج]]، أو اقرأ [عن المعجم](about.md).\n"],
];

const arabicEntries = [
  entry("شبكة", `title = "شبكة"\nsynonyms = ["شبكة عصبية"]\ntags = ["نماذج"]`, "مجموعة من العقد المترابطة. تُستخدم في كل نموذج حديث."),
  entry("نموذج", `title = "نموذج"\ntags = ["نماذج"]\nrelated = ["شبكة"]`, "وصف رياضي لظاهرة. يتعلم من البيانات ويعمل على [[شبكة]].\n\n![شبكة من العقد](شبكة.png \"كل عقدة تصل بين عقد أخرى\")"),
  entry("بيانات", `title = "بيانات"\ntags = ["أساسيات"]`, "ما يُجمع ليتعلم منه [[نموذج]]. تُحفظ في ملفات مثل `data.csv`."),
  entry("ترميز", `title = "ترميز"\nabbreviations = ["UTF-8"]\ntags = ["أساسيات"]`, "تحويل [[بيانات]] إلى أرقام (encoding) يفهمها الحاسوب."),
  entry("تعلم", `title = "تعلم"\ntags = ["نماذج"]`, "تعديل [[نموذج]] حتى يقل خطؤه على [[بيانات]] جديدة.\n\nاكتب `--flag=x()` أو <kbd>+Ctrl</kbd> أو $(a+b)$ هنا.\n\n```\n/usr/bin/env()\n```"),
  entry(
    "عقدة-شبكة",
    `
title = "عقدة"
sense = "شبكات"
pronunciation = { text = "/ʕuqda/", audio = "silence.wav" }
part_of_speech = "اسم"
origin = "من الفعل عقد."
examples = ["في كل [[شبكة]] عقدة واحدة على الأقل.", "عقدة تحفظ بيانات."]
usage = "للشبكات وحدها."
status = "in review"
`,
    "جزء من [[شبكة]] يصل بين أجزاء أخرى.",
  ),
  entry("عقدة-شجرة", `title = "عقدة"\nsense = "أشجار"`, "موضع في شجرة له فروع."),
];

/** Bodies of entries: names that are hard to cut into words, or that Unicode can write in several ways. */
export const oddNames = [
  "C++", "C#", ".NET", "GPT-4o", "e-mail", "data_set", "U.S.", "3D", "100 %", "a", "O'Neil’s", "l’attention", "CO₂", "x²", "½ ton",
  "Café", "Cafe\u0301 noir", "Ångström", "naïve", "Straße", "STRAẞE", "Æther", "œuvre", "Łódź", "Đakovo", "smørrebrød", "ﬁne-tuning", "ĳs", "ŉ",
  "İstanbul", "ısı", "Ωμέγα", "λόγος", "ΛΌΓΟΣ", "Ёлка", "Й", "Україна", "ђак", "Հայ", "ქართული",
  "שָׁלוֹם", "שלום", "نَمُوذَج", "النموذج", "الـبـيـانات", "أحمد إلى آخر", "می‌خواهم", "۱۲۳", "اللغة ال",
  "भाषा मॉडल", "हिन्दी", "क्षेत्र", "বাংলা", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ਪੰਜਾਬੀ", "ગુજરાતી",
  "視覺語言模型", "语言", "木", "𠮷野家", "東京タワー", "ｶﾀｶﾅ", "カタカナ", "がぎぐ", "か\u3099", "スーパー", "ー", "ひらがな", "VLM模型2", "々々",
  "한국어", "\u1112\u1161\u11ab\u1100\u1173\u11af", "ภาษาไทย", "น้ำ", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာ", "བོད་ཡིག", "ᠮᠣᠩᠭᠣᠯ", "ትግርኛ",
  "Ｆｕｌｌ　Ｗｉｄｔｈ", "𝔄𝔩𝔤𝔢𝔟𝔯𝔞", "①②", "Ⅻ", "🦀 Rust", "zero\u200bwidth", "soft\u00adhyphen", "non\u00a0breaking", "tab\u2011less", "A/B", "@name", "#tag",
  "葛\u{e0100}飾", "❤️", "1️⃣", "﨑長", "Hawaiʻi", "Qurʾān", "کتاب", "ی ى ة ٱ", "\u200eltr\u200f", "a\u034fb",
];

const oddEntries = oddNames.map((name, number) => entry(`n${number}`, `title = "Odd ${number}"`, name));

const titled = (titles) => titles.map((title, number) => entry(`n${number}`, `title = "${title}"`, `${number} · ${number}`));

/** Glossaries for tests/browser/queries: their titles are found by their letters alone. */
export async function writeJapaneseGlossary(root) {
  const titles = ["コンテナ", "コンテナ化", "サイドカーコンテナ", "サービス", "サービスメッシュ", "APIゲートウェイ", "平仮名", "仮想マシン", "仮想化"];
  const hiragana = entry("hiragana", `title = "平仮名"\nsynonyms = ["ひらがな"]`, "仮名の一つ。");
  await writeProject(root, 'title = "用語集"\nlanguage = "ja"\n', [...titled(titles.filter((title) => title !== "平仮名")), hiragana]);
}

export async function writeGermanGlossary(root) {
  const titles = ["Behälter", "Behälterabbild", "Schlüssel", "Schlüsselverwaltung", "Lastverteiler", "Verteiltes System", "C++", "C", ".NET", "@", "..."];
  await writeProject(root, 'title = "Begriffe"\nlanguage = "de"\n', titled(titles));
}

export async function writeChineseGlossary(root) {
  const titles =
    `图像 图像分类 图像处理 特征 特征重要性 机器学习 深度学习 强化学习 学习率 长短期记忆网络 行 行列式 银行系统 向量 量化 张量 词向量
    参数 超参数 权重 权重衰减 重采样 重参数化 滤波 滤波器 准确率 召回率 卷积 卷积层 朴素贝叶斯 注意力 缓存 反向传播 梯度下降 过拟合
    数据库 数据增强 曲线 女巫攻击 蓝 标准差`.split(/\s+/);
  const others = [
    entry("gpt", 'title = "GPT 模型"\nabbreviations = ["GPT"]', "一种语言模型。"),
    entry("transformer", 'title = "Transformer模型"', "一种网络。"),
    entry("n-net", 'title = "局域网"\nabbreviations = ["LAN"]', "一个地方的网络。"),
    entry("n-order", 'title = "特权指令"\nsynonyms = ["TX"]', "MH 不是它的名字。"),
    entry("n-cube", 'title = "三维卷积"\nsynonyms = ["3D 卷积", "立体卷积"]', "用三个维度。"),
    entry("n-blur", 'title = "模糊"\nhidden = ["隐名"]', "tensorboard 是一种工具。"),
  ];
  await writeProject(root, 'title = "术语表"\nlanguage = "zh"\n', [...titled(titles), ...others]);
}

/** A glossary in Persian, in which only phrases of the interface are in Latin letters. */
export async function writePersianGlossary(root) {
  const settings = 'title = "واژه‌نامه"\nlanguage = "fa"\nreport_url = "https://example.org/new?{title}"\n';
  const container = `
title = "کانتینر"
status = "draft"
updated = 2026-01-02
avoid = ["جعبه"]
related = ["ماشین مجازی"]
tags = ["پایه"]
`;
  await writeProject(root, settings, [
    entry("a", container, "روشی برای جدا کردن برنامه‌ها.\n\n    ۱ + ۱"),
    entry("b", 'title = "ماشین مجازی"\nreplaced_by = "کانتینر"', "رایانه‌ای در رایانه‌ای دیگر."),
    entry("c", 'title = "رمزنگاری"\nstatus = "نو"', "پنهان کردن داده در کانتینر."),
  ]);
}
