// The mapping: what the columns of a table mean that nobody is known to write. Columns with samples, a choice for
// each with the guess filled in, what is still missing, and the first rows as they would be read.

import type { MappingSeen, Plan, SeenRow } from "adsum-web";
import type { App } from "./app";
import { phrase, platform as platformName, reason as reasonWords } from "./core-texts";
import { offer } from "./device";
import { fill, h, show, theirs, type Child } from "./dom";
import { howOf, type Given } from "./state";
import { texts } from "./texts";

/** Samples of a column, and different actions, that are shown. */
const SAMPLES = 5;
const ACTIONS = 12;

/** What a column can tell, in the order of choosing. */
const FACTS = [
  "name", "first_name", "last_name", "email", "user_id", "join", "leave", "duration", "date", "leave_date", "time",
  "action", "session_name", "session_id", "instance", "role", "country",
];
const UNITS = ["seconds", "minutes", "hours", "h:mm:ss"];

/** What is being said of a file: found again by a view that is drawn anew in another language. */
let draft: { of: Given; plan: Plan } | undefined;

export function mappingView(app: App) {
  const t = texts.mapping;
  const title = h("h2", { id: "mapping-title", tabindex: -1 }, t.title);
  const file = h("p", {});
  const needs = h("ul", { class: "plain needs", id: "mapping-needs", "aria-live": "polite" });
  const columns = h("ul", { class: "plain columns" });
  const actions = h("fieldset", { id: "mapping-actions" });
  const preview = h("div", { id: "mapping-preview" });
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const use = h("button", { type: "button", id: "mapping-use", class: "primary", click: () => void apply() }, t.use);
  const save = h("button", { type: "button", id: "mapping-save", class: "secondary", click: () => download() }, t.save);
  const cancel = h("button", { type: "button", id: "mapping-cancel", class: "secondary", click: () => app.closeMapping() }, t.cancel);
  const link = h("a", { class: "again", id: "mapping-save-link" });
  const root = h(
    "section",
    { class: "card", id: "mapping", "aria-labelledby": "mapping-title" },
    title,
    file,
    h("p", { class: "help" }, t.about),
    h("h3", {}, t.columns),
    columns,
    actions,
    h("h3", {}, t.needs),
    needs,
    h("h3", {}, t.preview),
    preview,
    error,
    h("div", { class: "buttons" }, use, save, cancel),
    h("p", {}, link),
  );
  let shown: Given | undefined;
  let plan: Plan;
  let seen: MappingSeen | undefined;
  /** Counts changes: an answer to an earlier one is out of date. */
  let change = 0;

  function update(): void {
    const { mapping, screen } = app.state;
    show(root, screen === "mapping");
    if (mapping === shown) return;
    shown = mapping;
    seen = undefined;
    change += 1;
    show(link, false);
    if (!mapping?.card.table || !mapping.card.plan) {
      draft = undefined;
      return fill(columns);
    }
    plan = draft?.of === mapping ? draft.plan : { ...mapping.card.plan, facts: [...mapping.card.plan.facts] };
    draft = { of: mapping, plan };
    fill(file, h("strong", {}, theirs(mapping.card.name)));
    drawColumns(mapping);
    drawActions();
    void look();
  }

  function drawColumns({ card }: Given): void {
    const table = card.table!;
    fill(columns, ...table.columns.map((name, n) => {
      const cells = [...new Set(table.rows.map((row) => row[n] ?? "").filter((cell) => cell !== ""))].slice(0, SAMPLES);
      const samples = cells.flatMap((cell, n): Child[] => [n > 0 && " · ", theirs(cell)]);
      const id = `mapping-column-${n}`;
      const select = h(
        "select",
        { id, "aria-describedby": `${id}-help`, change: () => choose(n, select.value) },
        h("option", { value: "" }, t.nothing),
        ...FACTS.map((code) => h("option", { value: code }, t.facts[code] ?? code)),
      );
      select.value = plan.facts[n] ?? "";
      const unit = h("select", { id: `mapping-unit-${n}`, "aria-label": t.unit, change: () => {
        plan.durationIn = unit.value;
        void look();
      } }, ...UNITS.map((code) => h("option", { value: code }, t.units[code] ?? code)));
      unit.value = plan.durationIn;
      const reason = card.reasons[n] ?? "";
      return h(
        "li",
        { class: "field" },
        h("label", { for: id }, theirs(name)),
        h("p", { class: "help", id: `${id}-help` }, ...(cells.length > 0 ? samples : [t.empty]), reason !== "" && h("span", { class: "guessed" }, t.guessed(phrase(reason)))),
        h("div", {}, select, unit),
      );
    }));
    drawUnits();
  }

  /** The unit stands beside the column with the duration. */
  function drawUnits(): void {
    plan.facts.forEach((fact, n) => {
      const unit = document.getElementById(`mapping-unit-${n}`) ?? columns.querySelector<HTMLElement>(`#mapping-unit-${n}`);
      if (unit) show(unit, fact === "duration");
    });
  }

  function choose(column: number, fact: string): void {
    // A fact is told by one column.
    plan.facts = plan.facts.map((other, n) => (n === column ? fact : fact !== "" && other === fact ? "" : other));
    plan.facts.forEach((fact, n) => {
      const select = columns.querySelector<HTMLSelectElement>(`#mapping-column-${n}`);
      if (select) select.value = fact;
    });
    drawUnits();
    drawActions();
    void look();
  }

  /** The actions that stand in the column, each to be said what it means. */
  function drawActions(): void {
    const column = plan.facts.indexOf("action");
    show(actions, column >= 0);
    const table = shown?.card.table;
    if (column < 0 || !table) return fill(actions);
    const lower = (text: string) => text.toLowerCase();
    const known = [...plan.joins, ...plan.leaves, ...table.rows.map((row) => row[column] ?? "")];
    const found = new Map(known.filter((text) => text !== "").map((text) => [lower(text), text]));
    const is = (list: string[], text: string) => list.some((one) => lower(one) === lower(text));
    fill(actions, h("legend", {}, t.actions), ...[...found.values()].slice(0, ACTIONS).map((text, n) => {
      const id = `mapping-action-${n}`;
      const without = (list: string[]) => list.filter((one) => lower(one) !== lower(text));
      const select = h("select", { id, change: () => {
        plan.joins = without(plan.joins).concat(select.value === "join" ? [text] : []);
        plan.leaves = without(plan.leaves).concat(select.value === "leave" ? [text] : []);
        void look();
      } }, ...["", "join", "leave"].map((code) => h("option", { value: code }, t.meanings[code] ?? code)));
      select.value = is(plan.joins, text) ? "join" : is(plan.leaves, text) ? "leave" : "";
      return h("div", { class: "field" }, h("label", { for: id }, theirs(text)), select);
    }));
  }

  /** Asks what would come of it. */
  async function look(): Promise<void> {
    const mine = ++change;
    show(link, false);
    const answer = await app.seeMapping(plan);
    if (!answer || mine !== change) return;
    seen = answer;
    const lacks = seen.lacks;
    use.disabled = save.disabled = lacks.length > 0;
    const need = (codes: string[], text: string) => {
      const lacking = codes.filter((code) => lacks.includes(code));
      const more = lacking.map((code) => t.lacks[code] ?? code).join(" ");
      return more === "" ? item("met", t.met, text) : item("lacking", t.missing, text, h("span", { class: "error" }, ` ${more}`));
    };
    // A report can do without: but then it has to be known what it does.
    const leaving = seen.tellsLeaving ? item("met", t.met, t.leaving) : item("untold", t.untold, t.leaving, ` ${t.staysEnd}`);
    fill(needs, need(["who"], t.who), need(["when", "action", "two-ways", "join-actions"], t.when), leaving);
    fill(preview, ...drawPreview(seen.rows, lacks.length > 0));
  }

  /** One of what a report needs: how it stands with it, as a class and in words. */
  function item(kind: string, stands: string, text: string, more: Child = null): HTMLElement {
    return h("li", { class: kind }, h("strong", {}, `${stands} `), text, more);
  }

  function drawPreview(rows: SeenRow[], lacking: boolean): Child[] {
    if (lacking) return [h("p", { class: "help" }, t.lacking)];
    if (rows.length === 0) return [h("p", { class: "help" }, t.noRows)];
    const heads = t.heads;
    const cell = (text: string, n: number) => h("td", { dir: "auto", "data-label": heads[n] }, text);
    const body = rows.map((row) =>
      row.reason !== ""
        ? h("tr", { class: "unused" }, cell(String(row.line), 0), h("td", { colspan: heads.length - 1, "data-label": t.unused }, `${t.unused}: `, theirs(why(row))))
        : h("tr", {}, ...[String(row.line), row.who, row.session, row.joined, row.left].map(cell)),
    );
    const table = h(
      "table",
      {},
      h("caption", { class: "unseen" }, t.preview),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...body),
    );
    return [
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t.preview }, table),
      h("p", { class: "table-note" }, t.asWritten),
    ];
  }

  async function apply(): Promise<void> {
    if (shown && seen && seen.lacks.length === 0) {
      await app.readAs(shown, { platform: "mapped", mapping: seen.json });
    }
  }

  function download(): void {
    if (!seen || seen.lacks.length > 0) return;
    offer(link, new Blob([seen.json], { type: "application/json" }), "adsum-mapping.json");
    fill(link, t.saved);
    show(link, true);
    link.click();
    app.onsay(t.saved);
  }
  return { root, update };
}

/** Why a row would not be used, and the value that it is about. */
function why({ reason, reasonCode, value }: SeenRow): string {
  const [text] = reasonWords({ code: reasonCode, text: reason, hint: "" });
  return value === "" ? text : `${text}: ${value}`;
}

/** The mapping files that were added. */
export function mappingsView(app: App) {
  const t = texts.mapping;
  const list = h("ul", { class: "plain" });
  const root = h("section", { class: "notice", id: "mappings" }, h("h2", { class: "small" }, t.kept), list);
  let shown: Given[] | undefined;
  return {
    root,
    update: () => {
      const { mappings, screen } = app.state;
      show(root, mappings.length > 0 && (screen === "start" || screen === "report"));
      if (mappings === shown) return;
      shown = mappings;
      fill(list, ...mappings.map(({ card }) => {
        const columns = card.mapping.flatMap((name, n): Child[] => [n > 0 && ", ", theirs(name)]);
        return h("li", {}, h("strong", {}, theirs(card.name)), h("p", { class: "help" }, `${t.keptFor} `, ...columns));
      }));
    },
  };
}

/** On a file's card: to say that it is something else, what its columns mean, or to take that back. */
export function readAsPart(app: App, given: Given, id: string): HTMLElement | null {
  const t = texts.readAs;
  const { card, source } = given;
  if (source.kind !== "file") return null;
  const how = howOf(given);
  const mapped = how?.platform === "mapped" || card.platformCode === "mapped";
  const button = (name: string, text: string, click: () => void) =>
    h("button", { type: "button", class: "secondary", id: `${name}-${id}`, click }, text);
  const select = h(
    "select",
    { id: `read-as-${id}`, change: () => {
      const platform = select.value;
      if (platform === "mapped") {
        select.value = how?.platform ?? "";
        app.openMapping(given);
      } else void app.readAs(given, platform === "" ? undefined : { platform, mapping: "" });
    } },
    h("option", { value: "" }, t.detected),
    ...app.engine.platforms.filter(([code]) => code !== "mapped").map(([code, name]) => h("option", { value: code }, platformName(code, name))),
    card.table && h("option", { value: "mapped" }, t.own),
  );
  select.value = how?.platform ?? "";
  const raise = card.refusal?.raise ?? 0;
  const unknown = card.refusal?.code === "no-columns" || card.refusal?.code === "not-mapped";
  return h(
    "div",
    { class: "read-as" },
    how && h("p", {}, how.platform === "mapped" ? t.mapped : t.said(select.selectedOptions[0]?.textContent ?? how.platform)),
    h(
      "div",
      { class: "buttons" },
      raise > 0 && button("raise", t.raise(raise), () => void app.readWithin(given, raise)),
      card.table && (mapped || unknown) && button("columns", mapped ? t.change : t.columns, () => app.openMapping(given)),
      how && button("undo", t.undo, () => void app.readAs(given)),
    ),
    h(
      "details",
      {},
      h("summary", {}, h("span", { class: "link" }, t.other)),
      h("div", { class: "field" }, h("label", { for: `read-as-${id}` }, t.label), select),
    ),
  );
}
