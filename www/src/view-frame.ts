// What stands around: the promise and how to check it, the end of the page, and what is shown when all is lost.

import type { App } from "./app";
import { inApp } from "./device";
import { fill, h, show } from "./dom";
import { texts } from "./texts";
import { offlineView } from "./view-offline";
import { ReceiptBox, SaveButton } from "./view-save";

export function headerView() {
  const t = texts.privacy;
  const check = () => {
    const proof = document.querySelector<HTMLDetailsElement>("#proof");
    if (!proof) return;
    proof.open = true;
    proof.scrollIntoView();
    proof.querySelector("summary")?.focus({ preventScroll: true });
  };
  const root = h(
    "div",
    { class: "header" },
    h("p", { class: "promise" }, texts.promise),
    h("p", {}, h("strong", {}, t.claim), " ", h("button", { type: "button", class: "link", id: "check-it", click: check }, t.how)),
  );
  return { root, update: () => undefined };
}

/** For a view inside another app: where to open the page instead. */
export function inAppView() {
  const t = texts.inApp;
  const root = h("div", { class: "notice", id: "in-app" }, h("p", {}, h("strong", {}, t.title)), h("p", {}, t.how));
  show(root, inApp());
  return { root, update: () => undefined };
}

export function noticeView(app: App) {
  const root = h("p", { class: "notice", id: "notice" });
  return {
    root,
    update: () => {
      show(root, app.state.notice !== "" && app.state.screen !== "reading");
      fill(root, app.state.notice);
    },
  };
}

/** Beside saving all there is printing it. */
export function everythingView(app: App, printing: HTMLElement) {
  const t = texts.everything;
  const save = new SaveButton(app, "save-everything", t.save, () => "everything");
  const events = new SaveButton(app, "save-events", t.events, () => "events", "link");
  const receipt = new ReceiptBox(app, "receipt-everything");
  const root = h(
    "section",
    { class: "card", id: "everything", "aria-labelledby": "everything-title" },
    h("h2", { id: "everything-title" }, t.title),
    h("p", {}, t.about),
    receipt.root,
    save.root,
    h("p", { class: "help" }, t.eventsAbout),
    events.root,
    printing,
  );
  let flavour = app.state.flavour;
  return {
    root,
    update: () => {
      // The CSV files in it are of the chosen flavour.
      if (flavour !== app.state.flavour) save.reset();
      flavour = app.state.flavour;
      receipt.update();
      save.update();
      events.update();
    },
  };
}

export function failedView(app: App) {
  const t = texts.failed;
  const message = h("pre", { id: "failure" });
  const restart = h("button", { type: "button", class: "primary", id: "restart", click: () => void app.restart() });
  const root = h(
    "section",
    { class: "notice bad", id: "failed", role: "alert" },
    h("h2", { id: "failed-title", tabindex: -1 }, t.title),
    h("p", {}, t.why),
    h("p", { class: "help" }, t.hint),
    h(
      "div",
      { class: "buttons" },
      restart,
      h("button", { type: "button", class: "secondary", id: "start-over", click: () => app.clear() }, t.clear),
    ),
    h("details", {}, h("summary", {}, t.details), message),
  );
  return {
    root,
    update: () => {
      show(root, app.state.screen === "failed");
      fill(restart, app.state.sources.length > 0 ? t.restart : t.restartEmpty);
      fill(message, app.state.failure);
    },
  };
}

export function footerView(app: App) {
  const t = texts.page;
  const version = h("p", {});
  const save = h("details", { id: "save-page" }, h("summary", {}, h("span", { class: "link" }, t.save)), h("p", { class: "help" }, t.saveHelp));
  const root = h("footer", {}, version, save, offlineView());
  return { root, update: () => fill(version, texts.footer(app.engine.version)) };
}
