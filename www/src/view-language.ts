// The choice of language: each by its own name.

import { h } from "./dom";
import { LANGUAGES, language } from "./language";
import { texts, type Language } from "./texts";

export function languageView(choose: (code: Language) => void) {
  const codes = Object.keys(LANGUAGES) as Language[];
  const select = h(
    "select",
    { id: "language", change: () => choose(codes[select.selectedIndex] ?? "en") },
    ...codes.map((code) => h("option", { value: code, lang: code }, LANGUAGES[code])),
  );
  select.value = language();
  const root = h("div", { class: "language" }, h("label", { class: "unseen", for: "language" }, texts.language), select);
  return { root, update: () => undefined };
}
