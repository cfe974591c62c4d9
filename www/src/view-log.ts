// The log: what was understood of it and of each of its files.

import type { FileCard, NoteText, Report } from "adsum-web";
import type { App } from "./app";
import { note as noteWords, phrase, platform, unknown } from "./core-texts";
import { fill, h, isolated, prose, show, theirs, type Child } from "./dom";
import { when } from "./intl";
import { bytes, count, texts } from "./texts";
import { readAsPart } from "./view-mapping";

export function logView(app: App, choose: () => void) {
  const t = texts.log;
  const figures = h("dl", { class: "figures-row" });
  const files = h("ul", { class: "plain files" });
  const title = h("h2", { id: "log-title", tabindex: -1 }, t.title);
  const clear = { type: "button", id: "clear", class: "secondary", title: t.clearHelp, click: () => app.clear() };
  const root = h(
    "section",
    { class: "card", "aria-labelledby": "log-title" },
    h(
      "div",
      { class: "title-row" },
      title,
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", id: "add", class: "secondary", click: choose }, t.add),
        h("button", clear, t.clear),
      ),
    ),
    figures,
    h("h3", { class: "unseen" }, t.files),
    files,
  );
  let shown: Report | undefined;
  let cards: FileCard[] | undefined;
  function update(): void {
    const { report } = app.state;
    show(figures, report !== undefined);
    if (!report) {
      fill(figures);
      shown = undefined;
    } else if (report !== shown) {
      const [read, used] = report.records;
      const figure = (name: string, value: string, more: Child = null) =>
        h("div", {}, h("dt", {}, name), h("dd", {}, value, more));
      fill(
        figures,
        figure(t.sessions, count(report.sessions)),
        figure(t.occurrences, count(report.occurrences)),
        figure(t.attendees, count(report.attendees)),
        figure(t.records, count(used), used < read && h("small", {}, ` ${t.of(read)}`)),
        h("div", { class: "wide" }, h("dt", {}, t.span), h("dd", {}, ...span(report.span))),
      );
      shown = report;
    }
    if (app.state.cards !== cards) {
      cards = app.state.cards;
      fill(files, ...cards.map((card, n) => fileCard(app, card, n)));
    }
  }
  return { root, update };
}

function span([first, last]: [string, string]): Child[] {
  if (!first) return [texts.log.noSpan];
  return [h("span", {}, when(first)), " – ", h("span", {}, when(last))];
}

function fileCard(app: App, card: FileCard, n: number): HTMLElement {
  const source = app.state.sources[n];
  const t = texts.log;
  const { read, used, rejected } = card;
  const account = h("p", {}, !card.isLog ? t.alias : rejected > 0 ? t.accounted(read, used, rejected) : t.allUsed(read));
  if (rejected > 0) account.append(" ", h("a", { href: "#problems" }, t.seeProblems));
  return h(
    "li",
    { class: "file" },
    h("p", {}, h("strong", {}, theirs(card.name)), h("span", { class: "help" }, ` ${bytes(card.bytes)}`)),
    h("p", { class: "help" }, t.taken(platform(card.platformCode, card.platform), t.encodings[card.encoding] ?? card.encoding)),
    card.evidence.length > 0 && h("p", { class: "help" }, t.toldBy, theirs(toldBy(card).join("; "))),
    card.unknown.length > 0 && h("p", { class: "help unknown" }, t.unknown(card.unknown.map((text, n) => unknown(card.unknownCodes[n] ?? "", text)))),
    account,
    card.notes.length > 0 && h("ul", { class: "plain" }, ...card.notes.map((note) => noteItem(note))),
    source && readAsPart(app, { card, source }, String(n)),
  );
}

/** What a file was recognised by. Of a mapping, the core says in English what somebody chose in the page's language. */
function toldBy({ evidence, plan, platformCode, table }: FileCard): string[] {
  if (platformCode !== "mapped" || !plan || !table) return evidence.map(phrase);
  const { facts, says } = texts.mapping;
  const said = table.columns.flatMap((column, n) => {
    const fact = plan.facts[n];
    return fact ? [says(column, facts[fact] ?? fact)] : [];
  });
  return [phrase(`the mapping says: ${said.join(", ")}`)];
}

/** What there was, and how often. The number stands behind: before it, no text fits any number. */
export function howOften(text: string, number: number): HTMLElement {
  return h("p", {}, `${text.charAt(0).toUpperCase()}${text.slice(1)}: `, h("strong", {}, count(number)));
}

/** A note: what, how often, what was done about it, and where for example. */
export function noteItem(note: NoteText): HTMLElement {
  const t = texts.problems;
  const [text, hint] = noteWords(note);
  const item = h("li", { class: "note" }, howOften(text, note.count));
  if (note.values.length > 0) {
    item.append(h("p", {}, ...note.values.flatMap((value, n) => [n > 0 ? ", " : null, theirs(value)])));
  }
  item.append(h("p", { class: "help" }, ...prose(hint)));
  if (note.places.length > 0) {
    const places = note.places.slice(0, 5).map((place) => t.place(isolated(place.file), place.line));
    item.append(h("p", { class: "help" }, t.places(places.join(" · "))));
  }
  return item;
}

