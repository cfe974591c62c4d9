// Problems: the records that were not used, page by page, and what was put right.

import type { Preview, Report } from "adsum-web";
import type { App } from "./app";
import { head, reason as reasonWords } from "./core-texts";
import { fill, h, prose, show } from "./dom";
import { count, texts } from "./texts";
import { noteItem } from "./view-log";
import { SaveButton } from "./view-save";
import { TableBox } from "./view-table";

const PAGE = 10;

export function problemsView(app: App) {
  const t = texts.problems;
  const none = h("p", {}, t.none);
  const heading = h("h3", {});
  const kept = h("p", { class: "help" });
  const reasons = h("ul", { class: "plain" });
  const table = new TableBox();
  const previous = h("button", { type: "button", class: "secondary", click: () => void turn(-PAGE) }, texts.table.previous);
  const next = h("button", { type: "button", class: "secondary", click: () => void turn(PAGE) }, texts.table.next);
  const pager = h("div", { class: "buttons" }, previous, next);
  const save = new SaveButton(app, "save-rejected", t.save, () => "rejected", "secondary");
  const rejected = h("div", { id: "rejected" }, heading, reasons, kept, table.root, pager, save.root);
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
  let first = 0;
  /** The words of the reasons and hints that are there, by what they are in English. */
  let words = new Map<string, string>();

  function update(): void {
    save.update();
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
      return h(
        "li",
        { class: "note" },
        h("p", {}, h("strong", {}, count(reason.count)), ` ${text}`),
        h("p", { class: "help" }, ...prose(hint)),
      );
    }));
    fill(notesList, ...report.notes.map(noteItem));
    show(pager, report.rejected.count > PAGE);
    // Options change nothing here; a file that was added may.
    if (!same) page(report.rejected, 0, report.rejected.rows);
  }

  function page(preview: Preview, from: number, rows: string[][]): void {
    first = from;
    const note = texts.table.page(from + 1, from + rows.length, preview.count);
    const columns = preview.columns.map((column) => ({ ...column, name: head(column.name) }));
    const ours = preview.columns.map(({ name }) => name === "Reason" || name === "Hint");
    const cells = rows.map((row) => row.map((cell, n) => (ours[n] ? (words.get(cell) ?? cell) : cell)));
    table.rows(head(preview.name), columns, cells, note);
    previous.disabled = from === 0;
    next.disabled = from + PAGE >= preview.count;
  }

  async function turn(by: number): Promise<void> {
    const preview = shown?.rejected;
    if (!preview) return;
    const rows = await app.rows("rejected", first + by, PAGE);
    if (rows) page(preview, first + by, rows);
  }
  return { root, update };
}
