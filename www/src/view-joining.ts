// Meetings that look restarted: joined in one go, and taken back in one.

import type { RestartPlace, RestartText } from "adsum-web";
import type { App } from "./app";
import { fill, h, show, theirs } from "./dom";
import { texts } from "./texts";

export function restartsView(app: App) {
  const t = texts.restarts;
  const title = h("h2", { class: "small", id: "restarts-title", tabindex: -1 });
  const list = h("ul", { class: "plain" });
  const button = (id: string, joinRestarts: boolean) =>
    h("button", { type: "button", class: "secondary", id, click: () => {
      void app.choose({ joinRestarts, keptApart: [] });
      title.focus({ preventScroll: true });
    } });
  const join = button("join-restarts", true);
  const undo = button("undo-restarts", false);
  const root = h(
    "section",
    { class: "card", id: "restarts", "aria-labelledby": "restarts-title" },
    title,
    h("p", { class: "help" }, t.about),
    list,
    h("div", { class: "buttons" }, join, undo),
  );
  let shown: RestartText[] | undefined;

  function update(): void {
    const restarted = app.state.report?.restarted ?? [];
    show(root, restarted.length > 0);
    if (restarted === shown) return;
    shown = restarted;
    const joined = restarted.filter((one) => one.joined).length;
    const { joinRestarts } = app.state.choices;
    fill(title, joined > 0 ? t.joinedTitle(joined) : t.title(restarted.length));
    fill(join, t.join(restarted.length));
    fill(undo, t.undo);
    show(join, joined === 0);
    show(undo, joined > 0);
    fill(list, ...restarted.map((one) => item(one, joinRestarts && restarted.length > 1)));
  }

  /** Which it is, its parts, and, among several, the choice to treat it otherwise than the rest. */
  function item(one: RestartText, choice: boolean): HTMLElement {
    const { place, name, parts, joined } = one;
    const when = `${t.day(parts[0]?.[0] ?? "")}, ${parts.map(([began, ended]) => t.part(began, ended)).join(" + ")}`;
    const ids = parts.map(([, , id]) => id).join(" + ");
    const act = h("button", { type: "button", class: "link", click: () => apart(place, joined) }, joined ? t.apart : t.joinOne);
    return h(
      "li",
      { class: "note" },
      h("p", {}, h("strong", {}, theirs(name || place.sessionId)), ` ${when}`),
      h("p", { class: "help" }, joined ? t.joined : choice ? t.notJoined : "", theirs(ids)),
      choice && act,
    );
  }

  function apart(place: RestartPlace, keep: boolean): void {
    const same = (other: RestartPlace) => JSON.stringify(other) === JSON.stringify(place);
    const others = app.state.choices.keptApart.filter((other) => !same(other));
    void app.choose({ keptApart: keep ? [...others, place] : others });
    title.focus({ preventScroll: true });
  }
  return { root, update };
}
