// Making elements. Text is only ever a text node; there is no HTML in strings anywhere, and nothing that nobody sees.

export type Child = Node | string | false | null | undefined;
type Value = string | number | boolean | undefined | ((event: never) => void);

/** An element. A function among the properties is a listener; true and false set and leave out an attribute. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, shownIn(name, String(value)));
  }
  element.append(...present(children));
  return element;
}

/** An element of a picture. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, plain(String(value)));
  element.append(...present(children));
  return element;
}

/** Replaces what is in an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...present(children));
}

/** What is there of it; no text has characters in it that nobody sees. */
function present(children: Child[]): (Node | string)[] {
  const there = children.filter((child): child is Node | string => child !== false && child != null);
  return there.map((child) => (typeof child === "string" ? plain(child) : child));
}

/** An attribute that is read to somebody, or shown; a value is what it is. */
function shownIn(name: string, text: string): string {
  return name === "value" ? text : plain(text);
}

// What turns the order of a text's letters (overrides, embeddings, isolates), breaks lines or does other things that
// nobody sees, and what takes no room: a name with it can pass for another name. U+2068 and U+2069 are also ours, see
// `isolated`.
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2067\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/u;
const ISOLATES = /[\u2068\u2069]/u;
const EACH = new RegExp(`(${UNSEEN.source}|${ISOLATES.source})`, "u");

function number(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

/** A text with [202E] and the like in place of each character that would not be seen. Files have it as it was. */
export function plain(text: string): string {
  return UNSEEN.test(text) ? text.replace(new RegExp(UNSEEN, "gu"), (character) => `[${number(character)}]`) : text;
}

/** The same of somebody's text that stands where no element can: it does not turn the text around it. */
export function isolated(text: string): string {
  return `\u2068${plain(text).replace(/[\u2068\u2069]/gu, (character) => `[${number(character)}]`)}\u2069`;
}

/** A text from a log or of a person: whatever its script, it does not turn the text around it. */
export function theirs(text: string): HTMLElement {
  return h("bdi", {}, ...seen(text));
}

/** A text with a mark in place of each character that would not be seen. */
export function seen(text: string): Child[] {
  return text.split(EACH).map((part, n) =>
    n % 2 === 0 ? part : h("span", { class: "unseen-mark", title: `U+${number(part)}` }, number(part)),
  );
}

/** A sentence of ours, with names of fields in backquotes. */
export function prose(text: string): Node[] {
  return text.split("`").map((part, n) => (n % 2 > 0 ? h("code", {}, part) : document.createTextNode(part)));
}

export function show(element: HTMLElement, shown: boolean): void {
  element.hidden = !shown;
}
