// What the core says in English, in the language of the page: by its codes, and by the sentence where there is
// none. What the catalogue lacks stays as the core has it.

import { texts } from "./texts";

/** A reason or a note: what it is, and what to do about it. */
type Told = { code: string; text: string; hint: string };

export function reason({ code, text, hint }: Told): [string, string] {
  return texts.core.reasons[code] ?? [text, hint];
}

export function note({ code, text, hint }: Told): [string, string] {
  return texts.core.notes[code] ?? [text, hint];
}

/** Why a file was refused. The parts are what the sentence names; those of the core are sentences themselves. */
export function refusal({ code, text, hint, parts }: Told & { parts: string[] }): [string, string] {
  const told = texts.core.refusals[code]?.(parts.map((part) => platform(part, phrase(part))));
  return told ? [told[0], told[1] || phrase(hint)] : [text, hint];
}

export function unknown(code: string, text: string): string {
  return texts.core.unknown[code] ?? text;
}

export function platform(code: string, name: string): string {
  return texts.core.platforms[code] ?? name;
}

/** The name or the head of a column of a table that is only on the page: no report. */
export function head(name: string): string {
  return texts.core.columns[name] ?? name;
}

/** A sentence of the core without a code, in which `{}` stands for a file's own words. */
export function phrase(text: string): string {
  const { phrases } = texts.core;
  const whole = phrases[text];
  if (whole !== undefined) return whole;
  for (const [pattern, translated] of Object.entries(phrases)) {
    const words = match(pattern, text);
    if (words) return translated.split("{}").map((part, n) => (n > 0 ? (words[n - 1] ?? "") : "") + part).join("");
  }
  return text;
}

/** What stands where the pattern has `{}`; none where the text is another. */
function match(pattern: string, text: string): string[] | undefined {
  const [start = "", ...rest] = pattern.split("{}");
  if (rest.length === 0 || !text.startsWith(start)) return undefined;
  const words: string[] = [];
  let at = start.length;
  for (const [n, part] of rest.entries()) {
    const last = n === rest.length - 1;
    const end = last ? text.length - part.length : text.indexOf(part, at);
    if (end < at || !text.startsWith(part, end)) return undefined;
    words.push(text.slice(at, end));
    at = end + part.length;
  }
  return words;
}
