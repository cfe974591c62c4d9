// Waiting: what is being done, how far it is, and how to stop it. A card while reading, else a strip at the top.

import type { App } from "./app";
import { fill, h, show, theirs } from "./dom";
import { texts } from "./texts";

export function busyView(app: App) {
  const t = texts.reading;
  const title = h("h2", { id: "busy-title", tabindex: -1 });
  const why = h("p", { class: "help" }, t.againWhy);
  // Screens without a mouse: phones and tablets.
  const awake = h("p", { class: "help touch-only" }, t.awake);
  const file = h("p", { class: "busy-file" });
  const bar = h("progress", { max: 1, "aria-labelledby": "busy-title" });
  const numbers = h("p", { class: "busy-numbers" });
  const cancel = h("button", { type: "button", id: "cancel", class: "secondary", click: () => void app.cancel() });
  const root = h("section", { id: "busy", "aria-labelledby": "busy-title" }, title, why, file, bar, numbers, awake, cancel);
  let told = 0;

  function update(): void {
    const { busy, progress, again, cancelling } = app.state;
    const shown = busy !== "" && busy !== "checking";
    show(root, shown);
    if (!shown) return;
    const reading = busy === "reading" || app.state.screen === "reading";
    root.className = reading ? "card" : "strip";
    const words = busy === "reading" ? (again ? t.again : t.title) : busy === "saving" ? (progress ? texts.receipt.looking : t.saving) : t.reporting;
    if (title.textContent !== words) title.textContent = words;
    show(why, again && reading);
    const known = (busy === "reading" || busy === "saving") && progress;
    show(file, Boolean(known));
    show(numbers, Boolean(known));
    show(awake, Boolean(known) && reading);
    show(bar, reading || Boolean(known));
    cancel.disabled = cancelling;
    fill(cancel, cancelling ? t.cancelling : t.cancel);
    if (!known) {
      bar.removeAttribute("value");
      told = 0;
      return;
    }
    fill(file, t.file(progress.place, progress.files), theirs(progress.name));
    bar.value = progress.size > 0 ? progress.bytes / progress.size : 1;
    const far = t.bytes(progress.bytes, progress.size);
    fill(numbers, reading ? `${far} · ${t.records(progress.records)}` : far);
    // Often enough to be patient by, seldom enough to listen to.
    const quarter = Math.floor(bar.value * 4);
    if (quarter > told && quarter < 4) {
      told = quarter;
      app.onsay(t.percent(quarter * 25));
    }
  }
  return { root, update, title };
}

