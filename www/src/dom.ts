// Making elements. Text is only ever a text node; there is no HTML in strings anywhere.

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
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
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
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Replaces what is in an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...present(children));
}

function present(children: Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== false && child != null);
}

/** A text from a log or of a person: whatever its script, it does not turn the text around it. */
export function theirs(text: string): HTMLElement {
  return h("bdi", {}, ...seen(text));
}

// What turns the order of a text's letters (overrides, embeddings, isolates), breaks lines or does other things that
// nobody sees, and what takes no room: a name with it can pass for another name.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;
const EACH_UNSEEN = new RegExp(`(${UNSEEN.source})`, "u");

/** A text with a mark in place of each character that would not be seen. Files have it as it was. */
export function seen(text: string): Child[] {
  if (!UNSEEN.test(text)) return [text];
  return text.split(EACH_UNSEEN).map((part, n) => {
    if (n % 2 === 0) return part;
    const code = (part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return h("span", { class: "unseen-mark", title: `U+${code}` }, code);
  });
}

/** A sentence of ours, with names of fields in backquotes. */
export function prose(text: string): Node[] {
  return text.split("`").map((part, n) => (n % 2 > 0 ? h("code", {}, part) : document.createTextNode(part)));
}

export function show(element: HTMLElement, shown: boolean): void {
  element.hidden = !shown;
}
