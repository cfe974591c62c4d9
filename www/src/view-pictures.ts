// Pictures of the sessions: one at a time, with what it tells in words, its table, and it as a file.

import type { Report, SessionLabel, Shown } from "adsum-web";
import type { App } from "./app";
import { head } from "./core-texts";
import { forget, offer } from "./device";
import { fill, h, isolated, s, show } from "./dom";
import { drawing, finding, KINDS, type Kind } from "./picture";
import { alone, pngFile, svgFile } from "./picture/save";
import { when } from "./intl";
import { bytes, texts } from "./texts";
import { TableBox } from "./view-table";

/** Sessions that are put up for choice at once: there can be a thousand, and the page hears nobody meanwhile. */
const AT_ONCE = 100;

export function picturesView(app: App) {
  const t = texts.pictures;
  const kinds = h("div", { class: "chips", role: "group", "aria-label": t.kinds }, ...KINDS.map((kind) =>
    h("button", { type: "button", class: "chip", "data-picture": kind, click: () => choose({ kind, first: 0 }) }, t.names[kind])));
  const session = h("select", { id: "picture-session", change: () => choose({ session: session.value === "" ? undefined : Number(session.value), first: 0 }) });
  const order = h("select", { id: "picture-order", change: () => choose({ order: order.value, first: 0 }) },
    ...Object.entries(t.orders).map(([code, name]) => h("option", { value: code }, name)));
  const sessionField = h("div", { class: "field" }, h("label", { for: "picture-session" }, t.session), session);
  const orderField = h("div", { class: "field" }, h("label", { for: "picture-order" }, t.order), order);
  const most = h("p", { class: "help" });
  const heading = h("strong", {});
  const words = h("span", { id: "picture-finding" });
  const svg = s("svg", { id: "picture-svg" });
  const figure = h("figure", {}, h("figcaption", {}, heading, h("br"), words), svg);
  const pager = pagerOf(() => asked.first, (first) => choose({ first }));
  const table = new TableBox();
  const twin = h("details", { id: "picture-table" }, h("summary", {}, t.table), table.root);
  const saves = h("div", { class: "buttons" }, saver("svg"), saver("png"));
  const link = h("a", { class: "again", id: "picture-link", hidden: true });
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const nothing = h("p", { id: "picture-nothing", hidden: true }, t.nothing);
  const content = h("div", { class: "graph" }, figure, pager.root, twin, h("div", { class: "save" }, saves, link, error));
  const root = h(
    "section",
    { class: "card", id: "pictures", "aria-labelledby": "pictures-title" },
    h("h2", { id: "pictures-title" }, t.title),
    kinds,
    h("div", { class: "fields" }, sessionField, orderField),
    most,
    nothing,
    content,
  );
  const asked = { kind: "usage" as Kind, session: undefined as number | undefined, order: "joined", first: 0 };
  let report: Report | undefined;
  let shown: Shown | undefined;
  let turn = 0;
  let width = 0;
  let filling: ReturnType<typeof setTimeout> | undefined;

  // A picture that is scaled has letters that nobody can read: it is drawn anew instead.
  new ResizeObserver(() => {
    if (svg.clientWidth !== width) redraw();
  }).observe(figure);

  function update(): void {
    if (!app.state.report || app.state.report === report) return;
    report = app.state.report;
    const { all, sessions } = report.pictures;
    show(root, all > 0);
    if (all === 0) return;
    for (const chip of kinds.children) show(chip as HTMLElement, offered(chip.getAttribute("data-picture") ?? "") !== undefined);
    if (!offered(asked.kind)) asked.kind = "usage";
    if (asked.session !== undefined && asked.session >= sessions.length) asked.session = undefined;
    fill(most, t.most(sessions.length, all));
    show(most, all > sessions.length);
    choose({ first: 0 });
  }

  /** A picture for which the log has something. */
  function offered(kind: string) {
    return report?.pictures.offered.find((one) => one.code === kind);
  }

  /** Whether the picture is always of one session: who was there when, and with whom. */
  function single(): boolean {
    return offered(asked.kind)?.first !== undefined;
  }

  /** Whether there is something of this picture in a session. */
  function has(session: SessionLabel | undefined): boolean {
    return session !== undefined && (asked.kind === "bubbles" ? session.bubbles : asked.kind === "teleports" ? session.teleports : true);
  }

  /** The session that is drawn; unless chosen, all, or the one that the core shows first. */
  function place(): number | undefined {
    const sessions = report?.pictures.sessions ?? [];
    if (sessions.length === 1) return 0;
    if (asked.session !== undefined && has(sessions[asked.session])) return asked.session;
    return offered(asked.kind)?.first;
  }

  function options(): void {
    const sessions = report?.pictures.sessions ?? [];
    const codes = new Set(sessions.map((one) => one.code)).size > 1;
    // Nothing but text stands in an option: the characters of `bdi` keep the name from turning the rest.
    const all = single() || sessions.length === 1 ? [] : [h("option", { value: "" }, t.all(report?.pictures.all ?? 0))];
    const option = (one: SessionLabel, n: number) => {
      const name = codes ? `${one.code} · ${one.name}` : one.name;
      return h("option", { value: n }, t.option(one.began, isolated(name.slice(0, 80)), one.people));
    };
    const further = (from: number) => {
      session.append(...sessions.slice(from, from + AT_ONCE).flatMap((one, n) => (has(one) ? [option(one, from + n)] : [])));
      session.value = String(place() ?? "");
      if (from + AT_ONCE < sessions.length) filling = setTimeout(() => further(from + AT_ONCE));
    };
    clearTimeout(filling);
    fill(session, ...all);
    further(0);
    show(sessionField, sessions.length > 1);
    show(orderField, asked.kind === "attendance" || asked.kind === "bubbles");
    for (const chip of kinds.children) chip.setAttribute("aria-pressed", String(chip.getAttribute("data-picture") === asked.kind));
  }

  function choose(change: Partial<typeof asked>): void {
    Object.assign(asked, change);
    options();
    void load();
  }

  async function load(): Promise<void> {
    const mine = ++turn;
    const { kind, first } = asked;
    const at = place();
    const answer = await app.picture({ picture: kind, order: asked.order, first, session: at });
    // Another was asked for meanwhile.
    if (!answer || mine !== turn) return;
    shown = answer;
    reset();
    const { drawn } = answer;
    show(content, Boolean(drawn));
    show(nothing, !drawn);
    root.dataset["shown"] = drawn ? kind : "nothing";
    if (!drawn) return;
    fill(heading, title());
    fill(words, finding(drawn));
    const columns = answer.table.columns.map((column) => ({ ...column, name: head(column.name) }));
    table.update({ ...answer.table, name: t.names[kind], columns });
    pager.update("page" in drawn ? drawn : undefined);
    redraw();
  }

  function title(): string {
    const at = place();
    const one = at === undefined ? undefined : report?.pictures.sessions[at];
    const { all } = report?.pictures ?? { all: 0 };
    return `${t.names[asked.kind]} · ${one ? `${isolated(one.name.slice(0, 80))}, ${when(one.began)}` : t.all(all)}`;
  }

  function redraw(): void {
    width = svg.clientWidth;
    const data = shown?.drawn;
    if (!data || width === 0) return;
    const { parts, height } = drawing(data, { width, em: parseFloat(getComputedStyle(svg).fontSize) });
    svg.setAttribute("viewBox", `0 0 ${width} ${Math.ceil(height)}`);
    svg.setAttribute("height", String(Math.ceil(height)));
    // Before anything is drawn it is no picture, and has no name.
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", "picture-title picture-desc");
    fill(svg, s("title", { id: "picture-title" }, title()), s("desc", { id: "picture-desc" }, finding(data)), ...parts);
  }

  function saver(ending: "svg" | "png"): HTMLElement {
    return h("button", { type: "button", class: "secondary", id: `save-picture-${ending}`, click: () => void save(ending) }, t.save(ending.toUpperCase()));
  }

  function reset(): void {
    forget(link);
    show(link, false);
    show(error, false);
  }

  async function save(ending: "svg" | "png"): Promise<void> {
    if (!shown?.drawn) return;
    reset();
    try {
      const picture = alone(svg, title().replace(/[\u2068\u2069]/g, ""), finding(shown.drawn));
      const file = ending === "svg" ? svgFile(picture) : await pngFile(picture);
      offer(link, file, `${asked.kind}.${ending}`);
      fill(link, texts.save.made(link.download, bytes(file.size)));
      show(link, true);
      link.click();
      app.onsay(texts.save.done(link.download));
    } catch (why) {
      fill(error, `${texts.save.failed} ${String(why)}`);
      show(error, true);
    }
  }
  return { root, update };
}

/** Pages of people, or of rooms, where they are too many for one. */
function pagerOf(first: () => number, go: (first: number) => void) {
  let page = 1;
  const previous = h("button", { type: "button", class: "secondary", id: "picture-previous", click: () => go(first() - page) }, texts.table.previous);
  const next = h("button", { type: "button", class: "secondary", id: "picture-next", click: () => go(first() + page) }, texts.table.next);
  const where = h("span", { role: "status" });
  const root = h("div", { class: "pager", hidden: true }, previous, where, next);
  function update(people: { all: number; first: number; page: number } | undefined): void {
    show(root, people !== undefined && people.all > people.page);
    if (!people) return;
    page = people.page;
    const last = Math.min(people.first + page, people.all);
    fill(where, texts.table.page(people.first + 1, last, people.all));
    previous.disabled = people.first === 0;
    next.disabled = last === people.all;
  }
  return { root, update };
}
