// The choice of language: each by its own name.

import { h } from "./dom";
import { LANGUAGES, language } from "./language";
import { texts, type Language } from "./texts";

/** What stands beside it is given. */
export function languageView(choose: (code: Language) => void, beside: HTMLElement) {
  const codes = Object.keys(LANGUAGES) as Language[];
  const select = h(
    "select",
    { id: "language", change: () => choose(codes[select.selectedIndex] ?? "en") },
    ...codes.map((code) => h("option", { value: code, lang: code }, LANGUAGES[code])),
  );
  select.value = language();
  const root = h("div", { class: "language" }, beside, h("label", { class: "unseen", for: "language" }, texts.language), select);
  return { root, update: () => undefined };
}
