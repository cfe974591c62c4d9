// The attendance report: its first rows, for whom the CSV is, the file.

import type { FlavourName, Report } from "adsum-web";
import type { App } from "./app";
import { fill, h, show } from "./dom";
import { texts } from "./texts";
import { ReceiptBox, SaveButton } from "./view-save";
import { PagedTable } from "./view-table";

export function attendanceView(app: App) {
  const t = texts.attendance;
  const about = h("p", {});
  const blank = h("p", { class: "help" }, t.blank);
  const table = new PagedTable(app, "attendance", "attendance-table");
  const title = h("h3", { class: "small" });
  const why = h("p", {});
  const whole = h(
    "button",
    { type: "button", class: "secondary", id: "whole-log", click: () => void app.choose({ from: "", to: "" }) },
    t.whole,
  );
  const notice = h("div", { class: "notice", id: "attendance-notice" }, title, why, whole);
  const save = new SaveButton(app, "save-attendance", t.save, () => "attendance");
  const saveParts = new SaveButton(app, "save-attendance-parts", "", () => "attendance-parts");

  const radio = (id: string, value: FlavourName, label: string, help: string) => {
    const choose = () => {
      app.setFlavour(value);
      save.reset();
      saveParts.reset();
    };
    const checked = app.state.flavour === value;
    const input = { type: "radio", name: "flavour", id, value, checked, "aria-describedby": `${id}-help`, change: choose };
    return h(
      "div",
      { class: "radio" },
      h("input", input),
      h("div", {}, h("label", { for: id }, label), h("p", { class: "help", id: `${id}-help` }, help)),
    );
  };
  const flavour = h(
    "fieldset",
    {},
    h("legend", {}, t.flavour),
    radio("flavour-spreadsheet", "spreadsheet", t.spreadsheet, t.spreadsheetHelp),
    radio("flavour-data", "data", t.data, t.dataHelp),
  );
  const receipt = new ReceiptBox(app, "receipt-attendance");
  const root = h(
    "section",
    { class: "card", id: "attendance", "aria-labelledby": "attendance-title" },
    h("h2", { id: "attendance-title" }, t.title),
    about,
    notice,
    table.root,
    blank,
    flavour,
    receipt.root,
    save.root,
    saveParts.root,
  );

  let shown: Report | undefined;
  function update(): void {
    receipt.update();
    save.update();
    saveParts.update();
    table.tick();
    // Clear puts the flavour back to the first.
    for (const input of flavour.querySelectorAll("input")) input.checked = input.value === app.state.flavour;
    const { report } = app.state;
    if (!report || report === shown) return;
    shown = report;
    const { from, to, parts, emptiness, table: preview } = report.attendance;
    const tooLong = parts > 0;
    fill(about, t.about(from, to));
    show(about, !tooLong);
    show(notice, tooLong || emptiness !== "");
    show(whole, emptiness === "nothing-in-range" || emptiness === "nobody-came");
    fill(title, tooLong ? t.tooLong : t.emptyTitle);
    fill(why, tooLong ? t.tooLongWhy(from, to, parts) : (t.empty[emptiness] ?? emptiness));
    // Without rows the notice says all.
    show(table.root, !tooLong && preview.count > 0);
    show(blank, preview.count > 0);
    if (!tooLong) table.update(preview);
    show(save.root, !tooLong);
    show(saveParts.root, tooLong);
    saveParts.label(t.saveParts(parts));
  }
  return { root, update };
}
