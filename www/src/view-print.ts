// Printing, or saving as PDF: the style sheet leaves the report. What the options are is told in a line on paper.

import type { App } from "./app";
import { fill, h } from "./dom";
import { texts } from "./texts";

export function printView(app: App) {
  const t = texts.print;
  const options = h("p", { class: "print-only", id: "print-options" });
  const button = h("button", { type: "button", class: "secondary", id: "print", click: () => print() }, t.print);
  const root = h("div", { class: "print-part" }, options, h("div", { class: "screen-only" }, button, h("p", { class: "help" }, t.help)));
  return {
    root,
    update: () => {
      button.disabled = app.state.faults.length > 0 || !app.state.report;
      fill(options, `${texts.options.zone}: ${app.state.choices.zone}`);
    },
  };
}
