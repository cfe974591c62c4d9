// Receipts that were added: whether the files are theirs, and still give the same report.

import type { ReceiptSeen } from "adsum-web";
import type { App } from "./app";
import { fill, h, prose, show, theirs, type Child } from "./dom";
import type { Added } from "./receipts";
import { texts } from "./texts";

export function verifyView(app: App) {
  const t = texts.verify;
  const list = h("div", {});
  const root = h("section", { class: "card screen-only", id: "verified", "aria-labelledby": "verified-title" },
    h("h2", { class: "small", id: "verified-title" }, t.title),
    list,
    h("button", { type: "button", class: "secondary", id: "verified-dismiss", click: () => app.dismissReceipts() }, t.dismiss));
  let shown: Added[] | undefined;

  function update(): void {
    const { receipts, screen } = app.state;
    show(root, receipts.some(({ seen }) => seen) && (screen === "start" || screen === "report"));
    if (receipts === shown) return;
    shown = receipts;
    fill(list, ...receipts.flatMap(({ name, seen }) => (seen ? [one(name, seen)] : [])));
  }

  function one(name: string, seen: ReceiptSeen | string): HTMLElement {
    const head = h("h3", {}, theirs(name));
    if (typeof seen === "string") return h("div", { "data-verdict": "unread" }, head, h("p", {}, t.unread, " ", seen));
    const { findings, why, madeBy, report } = seen;
    const differ = findings.filter(({ differs }) => differs).length;
    const again = findings.some(({ seen }) => seen === "again");
    const verdict = again && differ === 0 ? "same" : differ > 0 ? "differs" : "open";
    const said: Child[] = findings.map((finding) =>
      h("li", { "data-seen": finding.seen },
        finding.differs && h("strong", {}, t.differs, " "),
        theirs(finding.seen === "again" || finding.seen === "again-other" ? report : finding.name), " ", t.seen[finding.seen] ?? finding.seen,
        h("span", { class: "help" }, " ", h("code", {}, finding.sha256))));
    return h("div", { "data-verdict": verdict },
      head,
      h("p", {}, h("strong", {}, verdict === "same" ? t.same : differ > 0 ? t.differ(differ) : t.open)),
      why && h("p", {}, ...prose(t.why[why] ?? why)),
      h("ul", { class: "plain" }, ...said),
      madeBy && differ > 0 && h("p", { class: "help" }, t.madeBy(madeBy)));
  }
  return { root, update };
}
