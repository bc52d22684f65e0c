// What the offer says, each in its own language: to read the page in it, and to stay. Other languages show their names.
const WORDS = {
  ar: ["اقرأ هذه الصفحة بالعربية", "البقاء في العربية"],
  bn: ["এই পাতাটি বাংলায় পড়ুন", "বাংলাতেই থাকুন"],
  de: ["Diese Seite auf Deutsch lesen", "Bei Deutsch bleiben"],
  en: ["Read this page in English", "Stay in English"],
  es: ["Leer esta página en español", "Seguir en español"],
  fr: ["Lire cette page en français", "Rester en français"],
  hi: ["यह पृष्ठ हिन्दी में पढ़ें", "हिन्दी में ही रहें"],
  it: ["Leggi questa pagina in italiano", "Resta in italiano"],
  ja: ["このページを日本語で読む", "日本語のままにする"],
  ko: ["이 페이지를 한국어로 읽기", "한국어로 계속 보기"],
  nl: ["Deze pagina in het Nederlands lezen", "In het Nederlands blijven"],
  pl: ["Przeczytaj tę stronę po polsku", "Pozostań przy polskim"],
  pt: ["Ler esta página em português", "Continuar em português"],
  ru: ["Читать эту страницу на русском", "Остаться на русском"],
  sv: ["Läs den här sidan på svenska", "Stanna kvar på svenska"],
  tr: ["Bu sayfayı Türkçe oku", "Türkçede kal"],
  ur: ["یہ صفحہ اردو میں پڑھیں", "اردو ہی میں رہیں"],
  vi: ["Đọc trang này bằng tiếng Việt", "Tiếp tục bằng tiếng Việt"],
  zh: ["用中文阅读本页", "继续使用中文"],
  "zh-hant": ["用中文閱讀本頁", "繼續使用中文"],
};

const words = (link, which) => {
  const tag = link.lang.toLowerCase();
  const isTraditional = /^zh-(hant|tw|hk|mo)\b/.test(tag);
  return WORDS[isTraditional ? "zh-hant" : tag.split("-")[0]]?.[which] ?? link.textContent;
};

// Offers the page in a language that the reader's browser prefers, once. The reader stays unless they choose it.
export const offer = (link, current, decide) => {
  const box = Object.assign(document.createElement("div"), { className: "hw-offer" });
  const stay = Object.assign(document.createElement("button"), { type: "button", lang: current.lang, dir: current.dir });
  stay.textContent = words(current, 1);
  const go = link.cloneNode();
  go.textContent = words(link, 0);
  stay.addEventListener("click", () => {
    decide();
    box.remove();
  });
  go.addEventListener("click", decide);
  box.append(go, " ", stay);
  link.parentElement.append(box);
};
