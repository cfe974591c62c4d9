// The page. How the pieces fit (`cargo xtask dist` makes them one file, xtask/src/fold.rs):
//
//   crates/web ── trunk, wasm-bindgen ──> adsum-web.js (glue, imported as "adsum-web") and adsum-web_bg.wasm
//   worker.ts + glue ── esbuild ──> one classic script, imported here as text: "worker-source"
//   main.ts + start.ts + that text ── esbuild ──> one inline script, whose hash the policy names
//   check.ts ──> a small inline script before it, that says kindly what is missing in an old or locked browser
//   the wasm ── wasm-opt, zstd, base64 ──> an inert element, that the first worker unpacks and compiles, once
//
// index.html says where they go, by comments of the form `fold: …`, one of each. The policy lets run what has
// a hash in it, and workers from the blob: URL that start.ts made; nothing else, and no network. So: no style
// attributes in HTML (set properties by script instead), no inline handlers, no innerHTML (trusted types).

//
// The page itself: app.ts is what can be done and state.ts what is known; view-*.ts draw it, each its own part;
// engine.ts speaks with the worker, in the words of protocol.ts; texts.ts has every text, texts-*.ts have them in other
// languages, and language.ts says which is spoken.
//
// What tests hold on to: `main[data-screen]` is start, reading, report, mapping or failed, and `main[data-busy]` is there
// while something is being done (reading, reporting, saving). Ids: #files (the input), #language, #open-keys, #keys, #print, #paper, #choose, #add,
// #sample-classes, #sample-event, #cancel, #clear, #troubles, #notice, #failed, #restart, #in-app;
// #from, #to, #time-zone, #log-time-zone, #rejoin-gap (each with an #…-error), .chip[data-choice]; #flavour-spreadsheet, #flavour-data;
// #save-attendance, #save-attendance-parts, #save-workbook, #save-sheet, #save-everything, #save-events,
// #save-rejected (each with an #…-link once the file is made, its data-size in bytes, an #…-receipt with its receipt, and
// an #…-share where files can be shared); #receipt-attendance, #receipt-sheets, #receipt-everything (one choice); #sheet-0 to #sheet-6; #graph, #graph-room, #graph-caption;
// #pictures[data-shown] with .chip[data-picture], #picture-session, #picture-order, #picture-finding, #picture-svg,
// #picture-table, #picture-previous, #picture-next, #save-picture-svg, #save-picture-png, #picture-link;
// #share with #share-own, -registrar, -committee, -public, #share-label, #share-least, #share-table, #share-columns with
// #share-column-0, #share-example, and to save #share-attendance, #share-workbook, #share-everything, #share-key;
// #attendance, #sheets, #rejected, #notes; their tables #attendance-table, #sheet-table-0 to -6, #rejected-table, and
// with these in front …-search, …-more (filters and columns), …-session, …-person, …-role, …-column-0, …-whole,
// …-plain, …-first, …-previous, …-page, …-next, …-last, …-save; #detail (what is behind a row, opened by the row
// or its button.row) with #detail-close, #detail-session, #detail-person; #questions with #date-order-month, #date-order-day, #answer-zone,
// #answer-zone-here; #check-it, #proof with #requests, #try-to-leak, #leak-verdict, #leak-results; and by the
// file's number #answer-day-0, #use-day-0, #answer-end-0, #use-end-0, #last-event-0; #single-zones with
// #answer-zone-0 and #single-orders with #answer-order-0, where several files are asked about;
// #restarts with #join-restarts and #undo-restarts; #people with #people-suggested, #accept-0, #dismiss-0,
// #undo-person-0, #undo-people, #save-aliases; #mappings;
// #offline with #offline-newer, where the page was kept on the device;
// #mapping with #mapping-column-0, #mapping-unit-0, #mapping-action-0, #mapping-needs, #mapping-preview,
// #mapping-use, #mapping-save, #mapping-cancel; by the file's number in the log, or `refused-` and its number among
// those that could not be used, #read-as-0, #columns-0, #undo-0.

import { App } from "./app";
import { Awake, Interrupted } from "./device";
import { fill, h, plain, show } from "./dom";
import { dropAnywhere } from "./drop";
import { remember } from "./keep";
import { onSettings } from "./fragment";
import { keepOptions, optionsOfAddress } from "./settings";
import { open } from "./state";
import { first, inFragment, keep, language, use } from "./language";
import { same, texts, type Language } from "./texts";
import { attendanceView } from "./view-attendance";
import { busyView } from "./view-busy";
import { everythingView, failedView, footerView, headerView, inAppView, noticeView } from "./view-frame";
import { keysView } from "./view-keys";
import { languageView } from "./view-language";
import { logView } from "./view-log";
import { restartsView } from "./view-joining";
import { mappingsView, mappingView } from "./view-mapping";
import { optionsView } from "./view-options";
import { printView } from "./view-print";
import { peopleView } from "./view-people";
import { picturesView } from "./view-pictures";
import { problemsView } from "./view-problems";
import { proofView } from "./view-proof";
import { questionsView } from "./view-questions";
import { shareView } from "./view-share";
import { sheetsView } from "./view-sheets";
import { startView, troublesView } from "./view-start";
import { zonesView } from "./view-zones";

/** What outlasts another language. */
interface Kept {
  app: App;
  awake: Awake;
  interrupted: Interrupted;
}

/** A part of the page. */
interface View {
  root: HTMLElement;
  update(): void;
}

/** How long parts of the report are drawn before the page hears what somebody does, in milliseconds. */
const TURN = 12;

/**
 * Draws the page, and calls `drawn` once all of it is there. Another language draws it anew, around the same app: the log
 * and the reports stay.
 */
function draw(main: HTMLElement, kept: Kept, drawn: () => void): void {
  const { app, awake, interrupted } = kept;
  const leaving = new AbortController();
  const { signal } = leaving;
  const status = h("p", { id: "status", class: "unseen", role: "status", "aria-live": "polite" });
  app.onsay = (text) => (status.textContent = plain(text));

  // Not hidden by `display`: some browsers open no picker for such an input.
  const input = h("input", {
    id: "files",
    type: "file",
    multiple: true,
    class: "unseen",
    tabindex: -1,
    "aria-label": texts.start.files,
    change: () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      if (files.length > 0) void app.addFiles(files);
    },
  });
  const choose = () => input.click();
  const overlay = dropAnywhere((files) => void app.addFiles(files), signal);

  const busy = busyView(app);
  const printing = printView(app, signal);
  /** What makes the parts of the report, from the top: each once there is something for it to show. */
  const before = [optionsView, restartsView, peopleView, picturesView, attendanceView, sheetsView, shareView];
  const makers: ((of: App) => View)[] = [...before, (of) => everythingView(of, printing.root), problemsView];
  let reports: View[] = [];
  const results = h("div", {});
  const given = [logView(app, choose), questionsView(app)];
  const report = h("div", { id: "report" }, ...given.map((view) => view.root), results);
  const keys = keysView(app, choose, signal);
  const above = [languageView(speak, keys.button), headerView(), inAppView(), noticeView(app), failedView(app), troublesView(app), mappingsView(app)];
  const around = [...above, busy, mappingView(app), startView(app, choose)];
  const footer = footerView(app);
  const proof = proofView(app);
  const all = [...around.map((view) => view.root), report, proof.root, input, zonesView(app, signal), status, overlay, keys.root, printing.paper];
  main.append(...all);
  main.after(footer.root);

  /** Says everything in another language from now on, and keeps what was chosen in the address. */
  function speak(code: Language): void {
    keep(code);
    if (code === language()) return;
    const back = remember();
    const before = texts;
    use(code);
    app.state.notice = same(app.state.notice, before, texts);
    leaving.abort();
    clearTimeout(turn);
    // What is looked at stays where it is.
    main.style.minHeight = `${main.offsetHeight}px`;
    for (const node of [...all, footer.root]) node.remove();
    draw(main, kept, () => {
      main.style.minHeight = "";
      back();
    });
  }
  onSettings(() => {
    const { options, how } = optionsOfAddress();
    void app.take(options, how);
    speak(inFragment() ?? language());
  }, signal);

  let screen = "";
  let held = false;
  let asking = false;
  /** The parts of the report that are not as the state is. */
  let behind: [number, (of: App) => View][] = [];
  let turn: ReturnType<typeof setTimeout> | undefined;

  /** Brings them there, from the top, for a while; then somebody who clicks or types is heard, and it goes on. */
  function catchUp(): void {
    const until = performance.now() + TURN;
    for (let next = behind.shift(); next; next = behind.shift()) {
      const [place, make] = next;
      const view = (reports[place] ??= make(app));
      view.update();
      if (!view.root.isConnected) results.append(view.root);
      // To give it its place takes as long as to make it, so it is done in the same turn.
      void view.root.offsetHeight;
      if (performance.now() > until && behind.length > 0) break;
    }
    if (behind.length > 0) turn = setTimeout(catchUp);
    making();
    if (behind.length > 0) return;
    drawn();
    drawn = () => undefined;
  }

  /** What comes after the report, and is not there yet. */
  function making(): void {
    const { edition, people, report, sheets } = app.state;
    main.toggleAttribute("data-making", report !== undefined && (sheets?.edition !== edition || !people || behind.length > 0));
  }

  app.onchange = () => {
    const { state } = app;
    main.dataset["screen"] = state.screen;
    if (state.busy) main.dataset["busy"] = state.busy;
    else delete main.dataset["busy"];
    show(report, state.screen === "report");
    show(results, state.report !== undefined);
    if (held && !state.report) {
      // Cleared, or a question is open: nothing of the reports stays on the page, not even hidden.
      reports = [];
      fill(results);
    }
    keepOptions(app.judged ?? state.choices, state);
    awake.want(state.busy === "reading");
    interrupted.note(state.busy === "reading");
    held = state.report !== undefined;
    for (const view of [...around, ...given, proof, footer, printing]) view.update();
    behind = held ? [...makers.entries()] : [];
    clearTimeout(turn);
    catchUp();
    const asks = state.screen === "report" && !state.report && open(state) > 0;
    const begins = asks && !asking;
    asking = asks;
    if (state.screen !== screen || begins) {
      const first = screen === "";
      screen = state.screen;
      if (!first) lead();
    }
  };
  /** What was on the screen is gone: the focus goes to where what is new begins. */
  function lead(): void {
    const headings = { reading: busy.title, report: document.getElementById(asking ? "questions-title" : "log-title"), mapping: document.getElementById("mapping-title"), failed: document.getElementById("failed-title") };
    const heading = screen === "start" ? document.getElementById("choose") : headings[screen as keyof typeof headings];
    heading?.focus({ preventScroll: true });
    // A question is what is to be seen first.
    if (asking && screen === "report") document.getElementById("questions")?.scrollIntoView();
    else scrollTo(0, 0);
  }
  addEventListener("keydown", (event) => {
    // Then it closes the sheet of keys.
    if (keys.root.open) return;
    if (event.key === "Escape" && app.state.busy) void app.cancel();
    else if (event.key === "Escape" && app.state.screen === "mapping") app.closeMapping();
  }, { signal });

  app.onchange();
}

function main(main: HTMLElement): void {
  use(first());
  const app = new App();
  // First of all: it takes a while, and other processors.
  void app.start();
  const { options, how } = optionsOfAddress();
  void app.take(options, how);
  const interrupted = new Interrupted();
  if (interrupted.before) app.state.notice = texts.reading.interrupted;
  draw(main, { app, awake: new Awake(), interrupted }, () => undefined);
}

const place = document.querySelector("main");
if (place && !document.documentElement.hasAttribute("data-missing")) main(place);
