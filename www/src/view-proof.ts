// "Check it yourself": what is promised, tried in front of the user's eyes.

import type { App } from "./app";
import { fill, h, prose, show } from "./dom";
import { hasWebRtc, requests, tryToLeak, type Attempt } from "./leak";
import { texts } from "./texts";
import { isKept } from "./view-offline";

/** How often the number of requests is looked at, in milliseconds. */
const LOOK = 1000;

export function proofView(app: App) {
  const t = texts.proof;
  const live = h("p", { id: "requests" });
  const leak = h("button", { type: "button", class: "secondary", id: "try-to-leak", click: () => void tryIt() }, t.leak);
  const verdict = h("p", { id: "leak-verdict", role: "status" });
  const results = h("tbody", {});
  const table = h(
    "div",
    { class: "scroll leak", id: "leak-results", hidden: true },
    h(
      "table",
      {},
      h("caption", { class: "unseen" }, t.leak),
      h("thead", {}, h("tr", {}, ...t.columns.map((column) => h("th", { scope: "col" }, column)))),
      results,
    ),
  );
  const root = h(
    "details",
    { class: "card", id: "proof", toggle: () => update() },
    h("summary", {}, h("h2", { class: "small" }, t.title)),
    h("h3", {}, t.countTitle),
    live,
    h("h3", {}, t.leakTitle),
    h("p", {}, t.leakAbout),
    h("p", { class: "help" }, ...prose(hasWebRtc() ? t.gaps : t.gapsWithoutWebRtc)),
    leak,
    verdict,
    table,
    h("h3", {}, t.offlineTitle),
    h("p", {}, t.offline),
    h("h3", {}, t.keptTitle),
    h("p", {}, t.kept),
    isKept() && h("p", {}, texts.offline.kept),
    h("h3", {}, t.buildTitle),
    h("dl", { class: "build" }, ...build().flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("code", {}, value))])),
    h("p", {}, t.digest),
    h("pre", { class: "command", tabindex: 0 }, t.command),
  );
  let inWorker = 0;

  function build(): [string, string][] {
    const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
    return [
      [t.version, meta("version")],
      [t.commit, meta("commit")],
      [t.sha256, meta("sha256")],
    ];
  }

  async function tryIt(): Promise<void> {
    leak.disabled = true;
    show(table, true);
    fill(results);
    fill(verdict, t.trying);
    const page = await tryToLeak("page");
    list(page.attempts, t.page);
    const worker = await app.tryToLeak();
    if (worker) {
      list(worker.attempts, t.worker);
      inWorker = worker.requests;
    }
    // What no policy covers is told in its row, and above.
    const all = [...page.attempts, ...(worker?.attempts ?? [])].filter(({ uncovered }) => !uncovered);
    const open = all.filter(({ directive, failed }) => directive === "" && !failed).length;
    fill(verdict, h("strong", {}, open === 0 ? t.tight(all.length) : t.leaky(open)));
    leak.disabled = false;
    update();
  }

  function list(attempts: Attempt[], where: string): void {
    const rows = attempts.map(({ way, directive, failed, uncovered }) => {
      const outcome = directive ? t.blocked : failed ? t.failed : uncovered ? t.uncovered : t.open;
      return h(
        "tr",
        { "data-way": way, "data-blocked": directive !== "" || failed || uncovered },
        h("td", {}, t.ways[way] ?? way, h("span", { class: "help" }, ` ${where}`)),
        h("td", {}, outcome),
        h("td", {}, directive && h("code", {}, directive)),
      );
    });
    results.append(...rows);
  }

  function update(): void {
    if (root.open) fill(live, t.count(requests() + inWorker));
  }
  const looking = setInterval(() => {
    if (root.isConnected) update();
    // Drawn anew in another language: that one looks.
    else clearInterval(looking);
  }, LOOK);
  return { root, update };
}
