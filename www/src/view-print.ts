// Printing, or saving as PDF: a report that is made for paper. First the whole log, then each session on a page of
// its own: what it was, what its pictures tell, and who was there when. It is drawn when it is wanted, stands on no
// screen, and is gone after printing.

import type { Drawn, Report } from "adsum-web";
import type { App } from "./app";
import { fill, h, s, theirs, type Child } from "./dom";
import { when } from "./intl";
import { drawing, finding } from "./picture";
import { count, texts } from "./texts";

/** Sessions that are printed, a page each; for more, other days are chosen. */
const SESSIONS = 60;
/** People of a session that fit on its page, below its other picture; and on each page that it goes on to. */
const PEOPLE = 22;
const MORE_PEOPLE = 44;
/** What is between the margins of A4 and of Letter, in CSS pixels, and the size of the letters in a picture. */
const ROOM = { width: 700, em: 10 };

export function printView(app: App, signal: AbortSignal) {
  const t = texts.print;
  const paper = h("div", { id: "paper", class: "print-only" });
  const button = h("button", { type: "button", class: "secondary", id: "print", click: () => void start() });
  const root = h("div", { class: "save" }, button, h("p", { class: "help" }, t.help));
  let report: Report | undefined;
  let preparing = false;
  /** It is there, and waits for another tap: some browsers ask, or do nothing, where the tap was too long ago. */
  let ready = false;

  async function start(): Promise<void> {
    if (button.disabled || !report) return;
    if (ready) return print();
    const wanted = report;
    prepare(true);
    const content = await pages(app, wanted, () => report === wanted && !signal.aborted);
    prepare(false);
    if (!content) return;
    fill(paper, ...content);
    document.documentElement.toggleAttribute("data-paper", true);
    ready = navigator.userActivation?.isActive === false;
    update();
    if (!ready) print();
  }

  function prepare(now: boolean): void {
    preparing = now;
    update();
  }

  function forget(): void {
    document.documentElement.toggleAttribute("data-paper", false);
    fill(paper);
    ready = false;
    fill(button, t.print);
  }

  function update(): void {
    if (report !== app.state.report) forget();
    report = app.state.report;
    button.disabled = preparing || app.state.faults.length > 0 || !report;
    fill(button, preparing ? t.preparing : ready ? t.now : t.print);
  }
  addEventListener("afterprint", forget, { signal });
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "p") return;
    if (button.disabled) return;
    event.preventDefault();
    void start();
  }, { signal });
  return { root, paper, update };
}

/** What is printed. None if it is not wanted any more. */
async function pages(app: App, report: Report, wanted: () => boolean): Promise<Node[] | undefined> {
  const t = texts.print;
  const { sessions, all } = report.pictures;
  const shown = sessions.slice(0, SESSIONS);
  const content: Node[] = summary(app, report);
  // Of one session alone the first picture is on its own page.
  for (const picture of all > 1 ? (["usage", "countries", "rooms", "teleports"] as const) : (["countries", "rooms", "teleports"] as const)) {
    // Of rooms as many pages as there are.
    for (let first = 0, rest = true; rest; ) {
      const data = (await app.picture({ picture, order: "joined", first, session: undefined }))?.drawn;
      if (!wanted()) return undefined;
      if (data) content.push(figure(data, texts.pictures.names[picture], finding(data)));
      rest = data?.kind === "rooms" && first + data.page < data.all;
      if (data?.kind === "rooms") first += data.page;
    }
  }
  for (const [place, session] of shown.entries()) {
    const about = `${when(session.began)} · ${t.people(session.people)}`;
    const page = h("section", {}, h("h2", {}, theirs(session.name)), h("p", {}, about));
    for (const picture of session.bubbles ? (["usage", "attendance", "bubbles"] as const) : (["usage", "attendance"] as const)) {
      const data = (await app.picture({ picture, order: "joined", first: 0, session: place }))?.drawn;
      if (!wanted()) return undefined;
      if (data?.kind === "attendance" || data?.kind === "bubbles") page.append(...people(data));
      else if (data) page.append(figure(data, texts.pictures.names[picture], finding(data)));
    }
    content.push(page);
  }
  if (all > shown.length) content.push(h("p", {}, t.sessions(shown.length, all)));
  return content;
}

/** The first page: of what log it is, and on which days. */
function summary(app: App, report: Report): Node[] {
  const t = texts.log;
  const [read, used, rejected] = report.records;
  const [from, to] = report.sheetsDays;
  const figure = (name: string, value: string) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
  const files = app.state.cards.flatMap((card, n): Child[] => [n > 0 && ", ", theirs(card.name)]);
  return [
    h("h1", {}, texts.print.title),
    h("p", {}, `${when(from)} – ${when(to)} · ${texts.options.zone}: ${app.state.choices.zone}`),
    h(
      "dl",
      { class: "figures-row" },
      figure(t.sessions, count(report.sessions)),
      figure(t.occurrences, count(report.occurrences)),
      figure(t.attendees, count(report.attendees)),
      figure(t.records, count(used)),
    ),
    h("p", {}, `${t.files}: `, ...files),
    h("p", {}, rejected > 0 ? t.accounted(read, used, rejected) : t.allUsed(read)),
  ];
}

function figure(data: Drawn, title: string, words: string): HTMLElement {
  const { parts, height } = drawing(data, ROOM);
  const picture = s("svg", { viewBox: `0 0 ${ROOM.width} ${Math.ceil(height)}`, role: "img", "aria-label": title }, ...parts);
  return h("figure", { class: "graph" }, h("figcaption", {}, h("strong", {}, title), h("br"), words), picture);
}

/** Who was there when: so many people as fit on the page, and the others on the next. */
function people(data: Extract<Drawn, { kind: "attendance" | "bubbles" }>): HTMLElement[] {
  const parts: HTMLElement[] = [];
  for (let first = 0; first < data.rows.length; ) {
    // Bubbles come after people: they begin where those end.
    const until = first + (first === 0 && data.kind === "attendance" ? PEOPLE : MORE_PEOPLE);
    const part = data.kind === "attendance" ? { ...data, rows: data.rows.slice(first, until) } : { ...data, rows: data.rows.slice(first, until) };
    const last = first + part.rows.length;
    const words = first === 0 ? finding(data) : texts.table.page(first + 1, last, data.all);
    parts.push(figure(part, texts.pictures.names[data.kind], words));
    first = last;
  }
  if (data.rows.length < data.all) parts.push(h("p", {}, texts.print.more(data.rows.length, data.all)) as HTMLElement);
  return parts;
}
