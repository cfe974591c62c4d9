// Problems: the records that were not used, page by page, and what was put right.

import type { Report } from "adsum-web";
import type { App } from "./app";
import { reason as reasonWords } from "./core-texts";
import { fill, h, prose, show } from "./dom";
import { texts } from "./texts";
import { howOften, noteItem } from "./view-log";
import { SaveButton } from "./view-save";
import { PagedTable } from "./view-table";

const PAGE = 10;

export function problemsView(app: App) {
  const t = texts.problems;
  const none = h("p", {}, t.none);
  const heading = h("h3", {});
  const kept = h("p", { class: "help" });
  const reasons = h("ul", { class: "plain" });
  const table = new PagedTable(app, "rejected", "rejected-table", PAGE, (column, text) =>
    column === "Reason" || column === "Hint" ? (words.get(text) ?? text) : text);
  const save = new SaveButton(app, "save-rejected", t.save, () => "rejected", "secondary");
  const rejected = h("div", { id: "rejected" }, heading, reasons, kept, table.root, save.root);
  const notesList = h("ul", { class: "plain" });
  const notes = h("div", { id: "notes" }, h("h3", {}, t.notes), notesList);
  const root = h(
    "section",
    { class: "card", id: "problems", "aria-labelledby": "problems-title" },
    h("h2", { id: "problems-title", tabindex: -1 }, t.title),
    none,
    rejected,
    notes,
  );
  let shown: Report | undefined;
  /** The words of the reasons and hints that are there, by what they are in English. */
  let words = new Map<string, string>();

  function update(): void {
    save.update();
    table.tick();
    const { report } = app.state;
    if (!report || report === shown) return;
    const same = shown?.rejected.count === report.rejected.count;
    shown = report;
    const all = report.records[2];
    show(none, all === 0 && report.notes.length === 0);
    show(rejected, all > 0);
    show(notes, report.notes.length > 0);
    fill(heading, t.rejected(all));
    fill(kept, t.kept(report.rejected.count, all));
    words = new Map();
    fill(reasons, ...report.reasons.map((reason) => {
      const [text, hint] = reasonWords(reason);
      words.set(reason.text, text).set(reason.hint, hint);
      return h("li", { class: "note" }, howOften(text, reason.count), h("p", { class: "help" }, ...prose(hint)));
    }));
    fill(notesList, ...report.notes.map(noteItem));
    // Options change nothing here; a file that was added may.
    if (!same) table.update(report.rejected);
  }
  return { root, update };
}
