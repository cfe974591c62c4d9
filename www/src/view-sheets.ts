// The Smart Sessions report: seven sheets, one at a time, and the workbook of them all.

import type { SheetsPart } from "adsum-web";
import type { App } from "./app";
import { fill, h } from "./dom";
import { count, texts } from "./texts";
import { graphView } from "./view-graph";
import { ReceiptBox, SaveButton } from "./view-save";
import { PagedTable } from "./view-table";

export function sheetsView(app: App) {
  const t = texts.sheets;
  const about = h("p", {});
  const graph = graphView();
  const tables: PagedTable[] = [];
  const place = h("div", {});
  const tabs = h("div", { role: "tablist", class: "tabs", "aria-label": t.tabs, keydown: onkey });
  const panel = h("div", { role: "tabpanel", id: "sheet-panel" }, graph.root, place);
  const save = new SaveButton(app, "save-workbook", t.save, () => "workbook");
  const saveSheet = new SaveButton(app, "save-sheet", t.saveSheet, () => ({ sheet: chosen }), "secondary");
  const receipt = new ReceiptBox(app, "receipt-sheets");
  const root = h(
    "section",
    { class: "card", id: "sheets", "aria-labelledby": "sheets-title" },
    h("h2", { id: "sheets-title" }, t.title),
    about,
    tabs,
    panel,
    receipt.root,
    save.root,
    saveSheet.root,
  );
  let chosen = 0;
  let shown: SheetsPart | undefined;
  /** What each table was last drawn of: it is drawn when it is looked at. */
  const of: (SheetsPart | undefined)[] = [];

  function update(): void {
    receipt.update();
    save.update();
    saveSheet.update();
    for (const table of tables) table.tick();
    const { report, sheets, edition } = app.state;
    if (!report) return;
    root.setAttribute("aria-busy", String(sheets?.edition !== edition));
    if (!sheets || sheets.part === shown) return;
    shown = sheets.part;
    fill(about, t.about(...report.sheetsDays));
    if (tabs.childElementCount !== shown.sheets.length) {
      fill(tabs, ...shown.sheets.map((_, n) => h("button", {
        type: "button",
        role: "tab",
        id: `sheet-${n}`,
        "aria-controls": "sheet-panel",
        click: () => choose(n),
      })));
    }
    shown.sheets.forEach((sheet, n) => {
      const tab = tabs.children[n];
      tables[n] ??= new PagedTable(app, { sheet: n }, `sheet-table-${n}`);
      if (tab) fill(tab, sheet.name, h("span", { class: "badge" }, count(sheet.count)));
    });
    choose(chosen);
  }

  function choose(n: number): void {
    const sheet = shown?.sheets[n];
    if (!sheet) return;
    if (n !== chosen) saveSheet.reset();
    chosen = n;
    [...tabs.children].forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === n));
      tab.setAttribute("tabindex", place === n ? "0" : "-1");
    });
    panel.setAttribute("aria-labelledby", `sheet-${n}`);
    graph.update(n === shown?.graph.sheet ? shown.graph : undefined);
    if (of[n] !== shown) tables[n]?.update(sheet);
    of[n] = shown;
    fill(place, sheet.count > 0 ? tables[n]?.root : h("p", {}, t.empty));
  }

  function onkey(event: KeyboardEvent): void {
    const last = tabs.children.length - 1;
    const places: Record<string, number> = {
      ArrowRight: chosen === last ? 0 : chosen + 1,
      ArrowLeft: chosen === 0 ? last : chosen - 1,
      Home: 0,
      End: last,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    choose(place);
    (tabs.children[place] as HTMLElement | undefined)?.focus();
  }
  return { root, update };
}
