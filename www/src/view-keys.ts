// What single keys do, and the sheet that says so. Everything is reached without them, too: they are short cuts. Who
// speaks to their device, or presses keys by accident, switches them off; the address keeps that.

import type { App } from "./app";
import { h } from "./dom";
import { keepSetting, setting } from "./fragment";
import { texts } from "./texts";

/** Where a key leads: to a heading, by its id. */
const PLACES: Readonly<Record<string, string>> = {
  l: "log-title",
  o: "options-title",
  p: "pictures-title",
  t: "attendance-title",
  w: "sheets-title",
  s: "everything-title",
  n: "problems-title",
};

/** Fields into which letters are typed, or that use them to choose. */
const TYPED = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

export function keysView(app: App, choose: () => void, signal: AbortSignal) {
  const t = texts.keys;
  const names: Record<string, string> = {
    l: texts.log.title,
    o: texts.options.title,
    p: texts.pictures.title,
    t: texts.attendance.title,
    w: texts.sheets.title,
    s: texts.everything.title,
    n: texts.problems.title,
  };
  const line = (key: string, does: string) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does));
  const single = h("input", { type: "checkbox", id: "keys-single", "aria-describedby": "keys-help", change: () => keepSetting("keys", single.checked ? undefined : "off") });
  single.checked = setting("keys") !== "off";
  const close = h("button", { type: "button", id: "keys-close", class: "secondary", click: () => root.close() }, t.close);
  const root = h(
    "dialog",
    { id: "keys", "aria-labelledby": "keys-title" },
    h("h2", { id: "keys-title", tabindex: -1, autofocus: true }, t.title),
    h("p", {}, t.about),
    h(
      "dl",
      {},
      line("?", t.list),
      line("a", texts.log.add),
      ...Object.keys(PLACES).map((key) => line(key, t.go(names[key] ?? ""))),
      line("Esc", t.escape),
    ),
    h("div", { class: "radio" }, single, h("div", {}, h("label", { for: "keys-single" }, t.single), h("p", { class: "help", id: "keys-help" }, t.singleHelp))),
    h("div", { class: "buttons" }, close),
  );
  const button = h("button", { type: "button", id: "open-keys", class: "secondary", "aria-label": t.title, title: t.title, "aria-haspopup": "dialog", click: () => root.showModal() }, "?");

  function does(key: string): (() => void) | undefined {
    const { screen, busy } = app.state;
    if (key === "?") return () => root.showModal();
    if (key === "a" && !busy && (screen === "start" || screen === "report")) return choose;
    const heading = document.getElementById(PLACES[key] ?? "");
    if (!heading || heading.offsetParent === null) return undefined;
    return () => {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      heading.scrollIntoView();
    };
  }
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (setting("keys") === "off" || root.open || event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof Element && target.matches(TYPED)) return;
    const what = does(key);
    if (!what) return;
    event.preventDefault();
    what();
  }, { signal });
  return { root, button, update: () => undefined };
}
