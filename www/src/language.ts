// Which language the page speaks: the one in the address's fragment (`#lang=de`), else the browser's, else English.

import { keepSetting, setting } from "./fragment";
import { setLocale } from "./intl";
import { speak, texts, type Language } from "./texts";

/** The languages, by their own names. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch", es: "Español" };

function known(code: string): Language | undefined {
  return Object.keys(LANGUAGES).find((one): one is Language => one === code);
}

/** The tags of a language that the browser asks for, as `de-AT`: they say how numbers and dates are written. */
function asked(): [Language, string][] {
  return navigator.languages.flatMap((tag) => {
    const code = known(tag.toLowerCase().split("-")[0] ?? "");
    return code ? [[code, tag] as [Language, string]] : [];
  });
}

/** What the fragment says; none where it says nothing that is known. */
export function inFragment(): Language | undefined {
  return known(setting("lang") ?? "");
}

let now: Language = "en";

export function language(): Language {
  return now;
}

/** Speaks a language from now on; whoever has texts on the page draws them anew. */
export function use(code: Language): void {
  now = code;
  speak(code);
  setLocale(asked().find(([one]) => one === code)?.[1] ?? code);
  document.documentElement.lang = code;
  document.title = texts.title;
}

/** The language to begin with. */
export function first(): Language {
  return inFragment() ?? asked()[0]?.[0] ?? "en";
}

/** Keeps it in the address. */
export function keep(code: Language): void {
  keepSetting("lang", code);
}
