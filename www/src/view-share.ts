// Sharing less: for whom a report is, what of it goes out, and how that looks. What goes out for whom says the core.

import type { SharedFile, SharedRows, SharingPlan } from "adsum-web";
import type { App } from "./app";
import { fill, h, show, theirs } from "./dom";
import { DEFAULT_SHARING, type State } from "./state";
import { texts } from "./texts";
import { ReceiptBox, SaveButton } from "./view-save";

const PURPOSES = ["own", "registrar", "committee", "public"] as const;

export function shareView(app: App) {
  const t = texts.share;
  const radios = PURPOSES.map((purpose) => {
    const id = `share-${purpose}`;
    const input = h("input", {
      type: "radio", name: "share", id, value: purpose, "aria-describedby": `${id}-help`, change: () => app.share({ ...DEFAULT_SHARING, purpose }),
    });
    const [label, help] = t.purposes[purpose];
    return h("div", { class: "radio" }, input, h("div", {}, h("label", { for: id }, label), h("p", { class: "help", id: `${id}-help` }, help)));
  });
  const label = h("p", { class: "notice", id: "share-label" }, h("strong", {}, t.label), ` ${t.labelWhy}`);
  const least = h("input", { id: "share-least", type: "text", inputmode: "numeric", autocomplete: "off", "aria-describedby": "share-least-help", change: () => app.share({ ...app.state.sharing, suppress: least.value }) });
  const withhold = h("div", { class: "field" }, h("label", { for: "share-least" }, t.least), h("p", { class: "help", id: "share-least-help" }, t.leastHelp), least);
  const tables = h("select", { id: "share-table", change: () => draw() });
  const columns = h("fieldset", { id: "share-columns", class: "share-columns" });
  const caption = h("p", { class: "help" });
  const example = h("div", { class: "scroll", id: "share-example", tabindex: 0, role: "region", "aria-label": t.example });
  const save = (id: string, text: string, file: SharedFile, kind = "secondary") =>
    new SaveButton(app, id, text, () => ({ shared: [file, app.state.sharing] }), kind);
  const attendance = save("share-attendance", t.attendance, "attendance", "primary");
  const workbook = save("share-workbook", t.workbook, "workbook");
  const everything = save("share-everything", t.everything, "everything");
  const key = save("share-key", t.key, "key");
  const buttons = [attendance, workbook, everything, key];
  const receipt = new ReceiptBox(app, "receipt-share");
  const keyHelp = h("p", { class: "help" }, t.keyHelp);
  const what = h("div", {},
    label,
    h("div", { class: "fields" },
      h("div", { class: "field" }, h("label", { for: "share-table" }, t.table), tables),
      withhold),
    columns, caption, example,
    receipt.root, attendance.root, workbook.root, everything.root, key.root, keyHelp);
  const root = h("section", { class: "card screen-only", id: "share", "aria-labelledby": "share-title" },
    h("h2", { id: "share-title" }, t.title),
    h("p", {}, t.about),
    h("fieldset", {}, h("legend", {}, t.who), ...radios),
    what);

  let shown: State["sharing"] | undefined;
  let edition = -1;
  /** Counts drawings: who comes late finds another number. */
  let drawing = 0;

  function update(): void {
    const { sharing, report } = app.state;
    receipt.update();
    for (const button of buttons) button.update();
    if (!report || (sharing === shown && edition === app.state.edition)) return;
    if (sharing !== shown) for (const button of buttons) button.reset();
    shown = sharing;
    edition = app.state.edition;
    for (const input of root.querySelectorAll<HTMLInputElement>("[name=share]")) input.checked = input.value === sharing.purpose;
    show(what, sharing.purpose !== "own");
    show(attendance.root, report.attendance.parts === 0);
    if (sharing.purpose !== "own") draw();
  }

  /** Which table is looked at. */
  const table = () => Math.max(0, tables.selectedIndex);

  function draw(): void {
    const number = ++drawing;
    const { sharing } = app.state;
    void app.shared(table()).then((found) => {
      if (!found || number !== drawing) return;
      const { plan } = found;
      if (tables.childElementCount === 0) fill(tables, ...plan.tables.map((one) => h("option", {}, one.name)));
      show(label, plan.pseudonyms);
      show(key.root, plan.pseudonyms);
      show(keyHelp, plan.pseudonyms);
      show(withhold, plan.pseudonyms);
      if (least !== document.activeElement) least.value = String(plan.suppress);
      drawColumns(plan, sharing);
      drawExample(found.example, plan.tables[table()]?.stays === true);
    });
  }

  function drawColumns({ tables: all }: SharingPlan, sharing: State["sharing"]): void {
    const at = table();
    const one = all[at];
    if (!one) return;
    const focus = document.activeElement?.id;
    const choose = () => {
      const chosen = [...columns.querySelectorAll("input")].flatMap((input, place) => (input.checked ? [place] : []));
      app.share({ ...sharing, columns: [...sharing.columns.filter(({ table: other }) => other !== at), { table: at, columns: chosen }] });
    };
    const boxes = one.columns.map((name, place) => {
      const id = `share-column-${place}`;
      return h("div", { class: "check" }, h("input", { type: "checkbox", id, checked: one.going.includes(place), disabled: one.stays, change: choose }), h("label", { for: id }, name));
    });
    fill(columns, h("legend", {}, t.columns), h("div", { class: "column-list" }, ...boxes));
    if (focus?.startsWith("share-column-")) document.getElementById(focus)?.focus();
  }

  function drawExample({ columns: heads, rows, count }: SharedRows, stays: boolean): void {
    const going = heads.length > 0;
    fill(caption, going ? t.exampleOf(rows.length, count) : stays ? t.staysHere : t.stays);
    show(example, going);
    fill(example, h("table", {},
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, theirs(cell))))))));
  }
  return { root, update };
}
