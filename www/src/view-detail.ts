// What is behind a row: a window with the person or the session, their stays, where the log says so, and in words
// how the figures came about.

import type { ConnectionText, DetailText, Moment, OpeningText, Remark, TableName, VisitText } from "adsum-web";
import type { App } from "./app";
import { fill, h, theirs, type Child } from "./dom";
import { lasting, when } from "./intl";
import { count, texts } from "./texts";
import { TableBox } from "./view-table";

/** Opens the window of a row, by its place in the table as it is. `back` finds what has the focus afterwards. */
export async function openDetail(app: App, table: TableName, place: number, back: () => HTMLElement): Promise<void> {
  const detail = await app.detail(table, place, false);
  if (!detail || document.querySelector("dialog[open]")) return;
  const t = texts.detail;
  const title = h("h2", { id: "detail-title", tabindex: -1 });
  const body = h("div", { class: "detail-body" });
  const close = h("button", { type: "button", class: "secondary", id: "detail-close", click: () => dialog.close() }, t.close);
  const dialog = h("dialog", { id: "detail", "aria-labelledby": "detail-title" }, h("div", { class: "detail-head" }, title, close), body);
  const session = h("button", { type: "button", class: "link", id: "detail-session", click: () => void show(true) }, t.session);
  const person = h("button", { type: "button", class: "link", id: "detail-person", click: () => void show(false) }, t.person);

  async function show(ofSession: boolean): Promise<void> {
    const other = await app.detail(table, place, ofSession);
    if (other) draw(other, ofSession);
  }
  function draw(shown: DetailText, ofSession: boolean): void {
    fill(title, theirs((shown.who ? shown.who[0] : shown.sessionName) || shown.sessionId));
    const turn = shown.who ? session : ofSession && detail?.who ? person : undefined;
    fill(body, about(shown), turn && h("p", {}, turn), ...shown.visits.map(visit), ...shown.openings.map(opening));
    body.scrollTo({ top: 0 });
    title.focus();
  }

  dialog.addEventListener("close", () => {
    dialog.remove();
    back().focus();
  });
  // A click beside it closes it, too.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  draw(detail, false);
}

function about(shown: DetailText): HTMLElement {
  const t = texts.detail;
  const [, field, value] = shown.who ?? [];
  return h(
    "dl",
    { class: "facts" },
    ...(shown.who ? fact(t.knownBy, theirs(`${field ?? ""} ${value ?? ""}`)) : []),
    ...fact(t.sessionName, theirs(shown.sessionName || shown.sessionId)),
    ...(shown.sessionName ? fact(t.sessionId, theirs(shown.sessionId)) : []),
    ...(shown.eventCode ? fact(t.eventCode, theirs(shown.eventCode)) : []),
  );
}

function fact(name: string, ...value: Child[]): Child[] {
  return [h("dt", {}, name), h("dd", {}, ...value)];
}

/** Where the log says something: the file and its line. */
function source(moment: Moment): HTMLElement {
  return h("span", { class: "source" }, theirs(moment.file), ` ${texts.detail.line(moment.line)}`);
}

function momentFact(name: string, moment: Moment | undefined): Child[] {
  return fact(name, ...(moment ? [when(moment.time), " ", source(moment)] : [texts.detail.notInLog]));
}

function visit(one: VisitText): HTMLElement {
  const t = texts.detail;
  const all = one.stays.map((stay) =>
    h(
      "li",
      {},
      h("p", {}, h("strong", {}, `${when(stay.from)} – ${when(stay.to)}`), ` · ${lasting(stay.seconds)}`),
      h("ul", {}, ...stay.connections.map((connection) => h("li", {}, ...connected(connection)))),
    ));
  const records = new TableBox();
  const columns = t.records.map((name) => ({ name, figures: false }));
  const rows = one.records.map(({ at, kind, connection, repeated }) => [
    when(at.time),
    (t.kinds[kind] ?? kind) + (repeated ? ` (${t.repeated})` : ""),
    connection,
    `${at.file} ${t.line(at.line)}`,
  ]);
  records.root.classList.add("record-list");
  records.rows(t.allRecords(one.records.length), columns, rows, one.more > 0 ? t.more(one.more) : "");
  const figures = [
    ...fact(t.present, h("strong", {}, one.present)),
    ...fact(t.rejoins, h("strong", {}, one.rejoins == null ? t.rejoinsUnknown : count(one.rejoins))),
    ...momentFact(t.opened, one.opened),
    ...momentFact(t.closed, one.closed),
  ];
  return occurrence(
    one.instance,
    figures,
    h("h4", {}, t.how),
    h("ul", { class: "remarks" }, h("li", {}, t.sum(one.stays.length)), ...one.remarks.map((remark) => h("li", {}, words(remark)))),
    one.stays.length > 0 && h("h4", {}, t.stays),
    one.stays.length > 0 && h("ol", { class: "stays" }, ...all),
    h("details", {}, h("summary", {}, t.allRecords(one.records.length + one.more)), records.root),
  );
}

function connected(one: ConnectionText): Child[] {
  const t = texts.detail;
  const name = one.connection ? [theirs(one.connection), ": "] : [];
  return [...name, `${t.joined} ${when(one.from.time)} `, source(one.from), `; ${t.ended[one.ended] ?? one.ended} ${when(one.to.time)} `, source(one.to)];
}

function words({ code, count: n, seconds }: Remark): string {
  return texts.detail.remarks[code]?.(n, lasting(seconds)) ?? code;
}

function opening(one: OpeningText): HTMLElement {
  const t = texts.detail;
  const people = new TableBox();
  const columns = t.people.map((name, n) => ({ name, figures: n === 3 }));
  const rows = one.people.map(([name, first, last, present]) => [name, when(first), when(last), present]);
  people.rows(t.attended(one.people.length + one.more), columns, rows, one.more > 0 ? t.more(one.more) : "");
  people.root.classList.add("people-list");
  // The first event is most often the opening itself, and the last one the closing.
  const times = [
    ...momentFact(t.opened, one.opened),
    ...momentFact(t.closed, one.closed),
    ...(same(one.first, one.opened) ? [] : momentFact(t.firstEvent, one.first)),
    ...(same(one.last, one.closed) ? [] : momentFact(t.lastEvent, one.last)),
  ];
  return occurrence(
    one.instance,
    times,
    h("h4", {}, t.attended(one.people.length + one.more)),
    people.root,
  );
}

/** Whether both are one record. */
function same(one: Moment | undefined, other: Moment | undefined): boolean {
  return one !== undefined && other !== undefined && one.file === other.file && one.line === other.line;
}

/** A part of the page on one occurrence: its id, facts, and what else there is to it. */
function occurrence(instance: string, facts: Child[], ...rest: Child[]): HTMLElement {
  return h("section", { class: "visit" }, h("h3", {}, texts.detail.instance, " ", theirs(instance)), h("dl", { class: "facts" }, ...facts), ...rest);
}
