// The start: where to drop files, a button to choose them, two samples. And the files that could not be used.

import type { App } from "./app";
import { refusal } from "./core-texts";
import { fill, h, prose, show, theirs, type Child } from "./dom";
import type { Trouble } from "./state";
import { texts } from "./texts";
import { readAsPart } from "./view-mapping";

export function startView(app: App, choose: () => void) {
  const t = texts.start;
  const sample = (id: string, title: string, more: string, click: () => void) =>
    h("button", { type: "button", id, class: "sample", click }, h("strong", {}, title), h("span", {}, more));
  const root = h(
    "section",
    { class: "start", "aria-labelledby": "start-title" },
    h(
      "div",
      { class: "drop" },
      h("h2", { id: "start-title" }, t.title),
      h("p", { class: "wide-only" }, t.drop, h("br"), h("span", { class: "help" }, t.or)),
      h("button", { type: "button", id: "choose", class: "primary large", click: choose }, t.choose),
      h("p", { class: "help" }, t.what),
    ),
    h("h2", { class: "small" }, t.samples),
    h(
      "div",
      { class: "samples" },
      sample("sample-classes", t.classes, t.classesMore, () => void app.addSample("classes")),
      sample("sample-event", t.event, t.eventMore, () => void app.addSample("event")),
    ),
  );
  return { root, update: () => show(root, app.state.screen === "start") };
}

export function troublesView(app: App) {
  const t = texts.troubles;
  const list = h("ul", { class: "plain" });
  const root = h(
    "section",
    { class: "notice bad", id: "troubles", role: "alert" },
    h("h2", { class: "small" }, t.title),
    list,
    h("button", { type: "button", class: "secondary", id: "dismiss", click: () => app.dismissTroubles() }, t.dismiss),
  );
  let shown: Trouble[] | undefined;
  function update(): void {
    const { troubles } = app.state;
    show(root, troubles.length > 0 && (app.state.screen === "start" || app.state.screen === "report" || app.state.screen === "failed"));
    if (troubles === shown) return;
    shown = troubles;
    fill(list, ...troubles.map((trouble, n) => h("li", {}, h("strong", {}, theirs(trouble.name)), ...why(trouble, n))));
  }
  function why(trouble: Trouble, n: number): Child[] {
    switch (trouble.kind) {
      case "refused": {
        const [text, hint] = refusal(trouble.refused);
        const { found } = trouble.refused;
        const columns = found.flatMap((name, n) => [n > 0 && ", ", theirs(name)]);
        return [
          h("p", {}, ...prose(`${t.refused} ${text}.`)),
          ...(found.length > 0 ? [h("p", {}, `${t.found} `, ...columns)] : []),
          h("p", { class: "help" }, hint),
          readAsPart(app, trouble, `refused-${n}`),
        ];
      }
      case "unreadable":
        return [h("p", {}, t.unreadable), h("p", { class: "help" }, t.unreadableHint(trouble.error))];
      case "broke":
        return [h("p", {}, t.broke), h("p", { class: "help" }, t.brokeHint)];
    }
  }
  return { root, update };
}
