// A table: a page of its rows at a time, sorted, searched and filtered by the worker, with the columns that are
// chosen, and saved as it is shown.

import type { ColumnHead, Preview, RowFilter, TableName, TableShape } from "adsum-web";
import type { App } from "./app";
import { head } from "./core-texts";
import { fill, h, plain, seen, show } from "./dom";
import { texts } from "./texts";
import { openDetail } from "./view-detail";
import { SaveButton } from "./view-save";

/** How long to wait for the next letter before rows are looked for, in milliseconds. */
const TYPING = 200;

/** How many rows are made at once: the others come when the page has heard what somebody does. */
const LOT = 100;

/** What stands over a column, and whether it has amounts. */
export type Head = Pick<ColumnHead, "name" | "figures">;

/** A box with rows in it. */
export class TableBox {
  readonly root = h("div", { class: "table-box" });
  readonly #caption = h("p", { class: "table-note" });
  #table: HTMLTableElement | undefined;
  #body: HTMLElement | undefined;

  /** The first rows of a table, and how many there are. */
  update(preview: Preview): void {
    this.rows(preview.name, preview.columns, preview.rows, texts.table.beginning(preview.rows.length, preview.count));
  }

  rows(
    name: string,
    columns: Head[],
    rows: string[][],
    note: string,
    sort?: (head: HTMLElement, n: number) => void,
    link?: (row: HTMLTableRowElement, n: number) => void,
  ): void {
    const heads = columns.map((column, n) => {
      const head = h("th", { scope: "col", class: column.figures ? "figures" : undefined }, ...breakable(column.name));
      sort?.(head, n);
      return head;
    });
    const body = h("tbody", {});
    this.#body = body;
    const make = (first: number) => {
      const lot = rows.slice(first, first + LOT).map((row) => h("tr", {}, ...row.map((text, n) => cell(text, columns[n]))));
      if (link) lot.forEach((row, n) => link(row, first + n));
      body.append(...lot);
      if (first + LOT < rows.length) setTimeout(() => this.#body === body && make(first + LOT));
    };
    make(0);
    const parts = [h("caption", { class: "unseen" }, name), h("thead", {}, h("tr", {}, ...heads)), body];
    fill(this.#caption, note);
    show(this.#caption, note !== "");
    if (this.#table) return fill(this.#table, ...parts);
    // The box stays, so that turning a page or sorting does not scroll it back to the left.
    this.#table = h("table", {}, ...parts);
    const scroll = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": texts.table.region(name) }, this.#table);
    fill(this.root, scroll, this.#caption);
  }

  toTop(): void {
    this.#table?.parentElement?.scrollTo({ top: 0 });
  }
}

/** A name that may go on in another line where a word in it begins. */
function breakable(name: string): (HTMLElement | string)[] {
  return name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((word, n) => (n > 0 ? [h("wbr"), word] : [word]));
}

function cell(text: string, column: Head | undefined): HTMLElement {
  const kind = column?.figures ? "figures" : undefined;
  // The label stands in place of the head where a narrow screen shows a row as a list.
  return h("td", { dir: "auto", class: kind, "data-label": column?.name }, ...seen(text));
}

/** How a table is wanted: what is chosen in it, and the first row that is shown. */
export interface Wanted {
  shape: TableShape;
  first: number;
}

/** The tables of the page by their ids. Not held here: what is cleared is to be forgotten. */
const tables = new Map<string, WeakRef<PagedTable>>();

/** How every table is wanted that is not as it was at first. */
export function wantedTables(): [string, Wanted][] {
  return [...tables].flatMap(([id, table]): [string, Wanted][] => {
    const wanted = table.deref()?.wanted();
    return wanted ? [[id, wanted]] : [];
  });
}

/** Shows a table, found again by its id, as it was wanted. */
export function want(id: string, wanted: Wanted): void {
  tables.get(id)?.deref()?.want(wanted);
}

/** A table of the worker's, with all that can be done with it. `id` begins the ids of its controls. */
export class PagedTable {
  readonly root: HTMLElement;
  readonly #box = new TableBox();
  readonly #search: HTMLInputElement;
  readonly #save: SaveButton;
  readonly #more: HTMLDetailsElement;
  readonly #filters = h("div", { class: "fields" });
  readonly #columns = h("div", { class: "column-list" });
  /** There once the filters are: what stands above it comes late, and would move it away from under a finger. */
  readonly #chooser = h("fieldset", { hidden: true }, h("legend", {}, texts.table.columns), this.#columns);
  readonly #found = h("p", { class: "table-note" });
  readonly #turns: HTMLButtonElement[];
  readonly #page: HTMLInputElement;
  readonly #pages = h("span", {});
  readonly #pager: HTMLElement;
  readonly #tools: HTMLElement;
  readonly #plain: HTMLButtonElement;
  readonly #whole: HTMLButtonElement;

  #preview: Preview | undefined;
  /** How it is wanted once it is there. */
  #later: Wanted | undefined;
  #shape: TableShape = this.#blank();
  #first = 0;
  #count = 0;
  #asked = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly app: App,
    private readonly table: TableName,
    id: string,
    private readonly size = 50,
    /** Our own words in it, in the language of the page. */
    private readonly words?: (column: string, text: string) => string,
  ) {
    const t = texts.table;
    // The names of a report's columns are English in every language.
    if (!words) this.#columns.lang = "en";
    const turn = (name: string, label: string, go: () => number) => {
      const click = () => void (button.getAttribute("aria-disabled") !== "true" && this.#show(go()));
      const button = h("button", { type: "button", class: "secondary", id: `${id}-${name}`, click }, label);
      return button;
    };
    const last = () => (Math.ceil(this.#count / this.size) - 1) * this.size;
    this.#turns = [
      turn("first", t.first, () => 0),
      turn("previous", t.previous, () => this.#first - this.size),
      turn("next", t.next, () => this.#first + this.size),
      turn("last", t.last, last),
    ];
    const jump = () => {
      const page = Number.parseInt(this.#page.value, 10);
      void this.#show(Number.isFinite(page) ? Math.min(Math.max((page - 1) * this.size, 0), last()) : this.#first);
    };
    this.#page = h("input", { id: `${id}-page`, type: "number", min: 1, inputmode: "numeric", change: jump });
    const where = h("span", { class: "page" }, h("label", { for: `${id}-page` }, t.pageLabel), this.#page, this.#pages);
    const [toFirst, toPrevious, toNext, toLast] = this.#turns;
    this.#pager = h("nav", { class: "pager" }, toFirst, toPrevious, where, toNext, toLast);

    this.#search = h("input", {
      id: `${id}-search`,
      type: "search",
      autocomplete: "off",
      input: () => {
        clearTimeout(this.#typing);
        this.#typing = setTimeout(() => this.#change({ search: this.#search.value }), TYPING);
      },
    });
    const search = h("div", { class: "field" }, h("label", { for: `${id}-search` }, t.search), this.#search);
    this.#plain = h("button", { type: "button", class: "link", id: `${id}-plain`, click: () => this.#reset() }, t.plain);
    this.#whole = h("button", { type: "button", class: "link", id: `${id}-whole`, click: () => this.#turnColumns() });
    this.#more = h(
      "details",
      { id: `${id}-more`, toggle: () => void this.#fillFilters() },
      h("summary", {}, t.more),
      this.#filters,
      this.#chooser,
    );
    this.#save = new SaveButton(app, `${id}-save`, t.save, () => ({ view: [this.table, this.#shape] }), "secondary");
    this.#tools = h("div", { class: "table-tools" }, search, this.#more);
    this.root = h(
      "div",
      { class: "paged", id },
      this.#tools,
      h("p", { class: "found" }, this.#found, this.#whole, this.#plain),
      this.#box.root,
      this.#pager,
      this.#save.root,
    );
    tables.set(id, new WeakRef(this));
  }

  /** None where it is as it was at first. */
  wanted(): Wanted | undefined {
    if (!this.#preview) return this.#later;
    return this.#isPlain() && this.#first === 0 ? undefined : { shape: this.#shape, first: this.#first };
  }

  want(wanted: Wanted): void {
    if (!this.#preview) return void (this.#later = wanted);
    const { shape, first } = wanted;
    this.#later = undefined;
    this.#shape = shape;
    this.#search.value = shape.search;
    this.#fillColumns();
    void this.#fillFilters();
    void this.#show(first);
  }

  /** Shows the table of a new report, as it was wanted of the one before. */
  update(preview: Preview): void {
    const same = this.#preview?.columns.map((column) => column.name).join() === preview.columns.map((column) => column.name).join();
    const plain = this.#isPlain();
    this.#preview = preview;
    if (!same || plain) {
      this.#shape = this.#blank();
      this.#search.value = "";
      this.#fillColumns();
    }
    this.#save.update();
    if (this.#later) return this.want(this.#later);
    if (this.#more.open) void this.#fillFilters();
    if (this.#isPlain()) {
      this.#asked += 1;
      const places = this.#places();
      const rows = preview.rows.slice(0, this.size).map((row) => places.map((n) => row[n] ?? ""));
      this.#draw(rows, 0, preview.count, rows.map((_, n) => n));
    } else void this.#show(0);
  }

  /** The save button of it follows the state of the page. */
  tick(): void {
    this.#save.update();
  }

  #change(change: Partial<TableShape>, say = true): void {
    this.#shape = { ...this.#shape, ...change };
    this.#save.reset();
    void this.#show(0, say);
  }

  /** How the table is shown at first: with the columns that say most. */
  #blank(): TableShape {
    return { sort: undefined, descending: false, search: "", filters: [], columns: this.#mainColumns() };
  }

  /** None where all are. */
  #mainColumns(): number[] {
    const columns = this.#preview?.columns ?? [];
    const main = columns.flatMap((column, n) => (column.main ? [n] : []));
    return main.length === columns.length ? [] : main;
  }

  #isPlain(): boolean {
    const { sort, search, filters, columns } = this.#shape;
    return sort === undefined && search.trim() === "" && filters.length === 0 && columns.join() === this.#mainColumns().join();
  }

  /** The places of the columns that are shown. */
  #places(): number[] {
    const { columns } = this.#shape;
    return columns.length > 0 ? columns : (this.#preview?.columns ?? []).map((_, n) => n);
  }

  #turnColumns(): void {
    this.#change({ columns: this.#shape.columns.length > 0 ? [] : this.#mainColumns() }, false);
    this.#fillColumns();
  }

  #reset(): void {
    this.#shape = this.#blank();
    this.#search.value = "";
    this.#fillColumns();
    void this.#fillFilters();
    this.#change({});
  }

  async #show(first: number, say = false): Promise<void> {
    const asked = (this.#asked += 1);
    this.root.setAttribute("aria-busy", "true");
    const page = await this.app.view(this.table, this.#shape, Math.max(first, 0), this.size);
    // Something else was asked for meanwhile.
    if (asked !== this.#asked) return;
    this.root.removeAttribute("aria-busy");
    if (!page) return;
    this.#draw(page.rows, Math.max(first, 0), page.count, page.places);
    this.#box.toTop();
    if (say) this.app.onsay(texts.table.found(page.count, this.#preview?.count ?? page.count));
  }

  /** `rowPlaces` are the rows' places in the table as it is. */
  #draw(rows: string[][], first: number, found: number, rowPlaces: number[]): void {
    const preview = this.#preview;
    if (!preview) return;
    const t = texts.table;
    this.root.removeAttribute("aria-busy");
    this.#first = first;
    this.#count = found;
    const places = this.#places();
    const columns = places.flatMap((n) => preview.columns[n] ?? []);
    const sorted = document.activeElement?.closest("th")?.cellIndex;
    const held = this.#box.root.contains(document.activeElement);
    const heads = columns.map((column) => ({ ...column, name: this.#head(column.name) }));
    const { words } = this;
    const cells = words ? rows.map((row) => row.map((text, n) => words(columns[n]?.name ?? "", text))) : rows;
    const who = ["person", "session"].map((facet) => columns.findIndex((column) => column.facet === facet));
    const at = Math.max(who.find((n) => n >= 0) ?? 0, 0);
    const link = (row: HTMLTableRowElement, n: number) => this.#link(row, row.cells[at], n, rowPlaces[n] ?? 0);
    const sort = (head: HTMLElement, n: number) => this.#sortable(head, places[n] ?? n);
    this.#box.rows(this.#head(preview.name), heads, cells, "", sort, this.table === "rejected" ? undefined : link);
    if (held && sorted !== undefined) {
      this.#box.root.querySelectorAll<HTMLElement>("th button")[sorted]?.focus({ preventScroll: true });
    }
    const all = preview.count;
    const pages = Math.max(Math.ceil(found / this.size), 1);
    const narrowed = found !== all ? ` ${t.ofAll(all)}` : "";
    fill(this.#found, found === 0 && all > 0 ? t.nothing : `${t.page(first + 1, first + rows.length, found)}${narrowed}`);
    show(this.#found, all > 0);
    show(this.#plain, !this.#isPlain());
    const some = this.#shape.columns.length > 0;
    fill(this.#whole, some ? t.allColumns(preview.columns.length) : t.mainColumns);
    show(this.#whole, all > 0 && (some || this.#mainColumns().length > 0));
    show(this.#tools, all > 0);
    show(this.#save.root, all > 0);
    this.#pager.setAttribute("aria-label", `${t.pager}: ${this.#head(preview.name)}`);
    show(this.#pager, pages > 1);
    this.#page.value = String(first / this.size + 1);
    this.#page.max = String(pages);
    fill(this.#pages, t.ofPages(pages));
    this.#turns.forEach((button, n) => {
      // Not `disabled`: the focus would be lost at the last page.
      const ends = n < 2 ? first === 0 : first + this.size >= found;
      button.setAttribute("aria-disabled", String(ends));
    });
  }

  /** The name of a table or column: a report's stay as they are. */
  #head(name: string): string {
    return this.words ? head(name) : name;
  }

  /** A row that opens what is behind it: by a click anywhere, or with the keys by its button. */
  #link(row: HTMLTableRowElement, cell: HTMLTableCellElement | undefined, n: number, place: number): void {
    if (!cell) return;
    const open = () => void openDetail(this.app, this.table, place, () => button);
    const text = cell.textContent ? [...cell.childNodes] : [texts.detail.open];
    const button = h("button", { type: "button", class: "row", tabindex: n === 0 ? 0 : -1, "aria-haspopup": "dialog" }, ...text);
    fill(cell, button);
    row.addEventListener("click", () => {
      // Who marks text to copy it wants no window.
      if (getSelection()?.isCollapsed !== false) open();
    });
    // One stop for the key Tab; the arrows go on from there.
    button.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const next = step && [...(row.parentElement?.querySelectorAll<HTMLElement>("button.row") ?? [])][n + step];
      if (!next) return;
      event.preventDefault();
      button.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }

  /** A head that sorts: up, down, and back to the table's own order. */
  #sortable(head: HTMLElement, column: number): void {
    const { sort, descending } = this.#shape;
    const mine = sort === column;
    head.setAttribute("aria-sort", !mine ? "none" : descending ? "descending" : "ascending");
    const next = !mine ? { sort: column, descending: false } : descending ? { sort: undefined, descending: false } : { sort, descending: true };
    const sign = h("span", { "aria-hidden": "true", class: "sign" }, !mine ? "↕" : descending ? "↓" : "↑");
    const name = h("span", {}, ...head.childNodes);
    fill(head, h("button", { type: "button", class: "sort", click: () => this.#change(next, false) }, name, sign));
  }

  #fillColumns(): void {
    const columns = this.#preview?.columns ?? [];
    const boxes = columns.map((_, n) => {
      const id = `${this.root.id}-column-${n}`;
      const checked = this.#shape.columns.length === 0 || this.#shape.columns.includes(n);
      const box = h("input", { type: "checkbox", id, checked, change: () => choose(box) });
      return box;
    });
    const choose = (changed: HTMLInputElement) => {
      const shown = boxes.flatMap((box, n) => (box.checked ? [n] : []));
      // A table without columns is none.
      if (shown.length === 0) changed.checked = true;
      else this.#change({ columns: shown.length === boxes.length ? [] : shown }, false);
    };
    fill(this.#columns, ...boxes.map((box, n) =>
      h("div", { class: "check" }, box, h("label", { for: box.id }, this.#head(columns[n]?.name ?? ""))),
    ));
  }

  async #fillFilters(): Promise<void> {
    const preview = this.#preview;
    if (!preview || !this.#more.open) return;
    const fields = preview.columns.map(async (column, n) => {
      if (!column.facet) return undefined;
      const offered = column.facet === "person" ? undefined : await this.app.values(this.table, n);
      const label = texts.table.facets[column.facet] ?? column.name;
      const id = `${this.root.id}-${column.facet}`;
      const known = this.#shape.filters.find((filter) => filter.column === n);
      const field = offered && !offered.more ? this.#select(id, n, offered.values, known) : this.#contains(id, n, known);
      return h("div", { class: "field" }, h("label", { for: id }, label), field);
    });
    const made = (await Promise.all(fields)).filter((field) => field !== undefined);
    if (preview !== this.#preview) return;
    fill(this.#filters, ...made);
    show(this.#chooser, true);
  }

  #filter(column: number, filter: RowFilter | undefined): void {
    const others = this.#shape.filters.filter((one) => one.column !== column);
    this.#change({ filters: filter ? [...others, filter] : others });
  }

  #select(id: string, column: number, values: string[], known: RowFilter | undefined): HTMLElement {
    // What was chosen before stays chosen, also where it is not there any more.
    const all = known && !values.includes(known.text) ? [known.text, ...values] : values;
    const select = h("select", {
      id,
      change: () => {
        const text = all[select.selectedIndex - 1];
        this.#filter(column, text === undefined ? undefined : { column, text, whole: true });
      },
    });
    fill(select, h("option", {}, texts.table.all), ...all.map((text) => h("option", {}, plain(text) || texts.table.blank)));
    select.selectedIndex = known ? all.indexOf(known.text) + 1 : 0;
    return select;
  }

  #contains(id: string, column: number, known: RowFilter | undefined): HTMLElement {
    let typing: ReturnType<typeof setTimeout> | undefined;
    const set = () => this.#filter(column, input.value ? { column, text: input.value, whole: false } : undefined);
    const input = h("input", {
      id,
      autocomplete: "off",
      value: known?.text ?? "",
      input: () => {
        clearTimeout(typing);
        typing = setTimeout(set, TYPING);
      },
    });
    return input;
  }
}
