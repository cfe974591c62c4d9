// Tables: a preview of the first rows, in a box of its own that scrolls.

import type { ColumnHead, Preview } from "adsum-web";
import { fill, h, seen } from "./dom";
import { texts } from "./texts";

/** A box with a table in it, to be filled. */
export class TableBox {
  readonly root = h("div", { class: "table-box" });
  readonly #caption = h("p", { class: "table-note" });

  update(preview: Preview): void {
    this.rows(preview.name, preview.columns, preview.rows, texts.table.first(preview.rows.length, preview.count));
  }

  rows(name: string, columns: ColumnHead[], rows: string[][], note: string): void {
    const head = columns.map((column) => h("th", { scope: "col", class: column.figures ? "figures" : undefined }, column.name));
    const body = rows.map((row) =>
      h("tr", {}, ...row.map((text, n) => cell(text, columns[n]))),
    );
    const table = h(
      "table",
      {},
      h("caption", { class: "unseen" }, name),
      h("thead", {}, h("tr", {}, ...head)),
      h("tbody", {}, ...body),
    );
    const label = texts.table.region(name);
    fill(this.#caption, note);
    fill(this.root, h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table), this.#caption);
  }
}

function cell(text: string, column: ColumnHead | undefined): HTMLElement {
  const kind = column?.figures ? "figures" : undefined;
  // The label stands in place of the head where a narrow screen shows a row as a list.
  return h("td", { dir: "auto", class: kind, "data-label": column?.name }, ...seen(text));
}
