// Kept on this device: where somebody chose so on the host's offline.html, it is said here, and when a newer version has
// come. This page registers nothing, and tells the worker that keeps it nothing.

import { h, show } from "./dom";
import { texts } from "./texts";

/** Whether this page came out of what is kept on the device. */
export function isKept(): boolean {
  return keeper()?.controller != null;
}

export function offlineView() {
  const t = texts.offline;
  const newer = h("p", { id: "offline-newer", role: "status", hidden: true }, t.newer);
  const root = h("div", { id: "offline", hidden: true }, h("p", {}, t.kept), newer);
  show(root, isKept());
  if (isKept()) void follow((waits) => show(newer, waits));
  return root;
}

/** None where a page came from disk, or the browser has none. */
function keeper(): ServiceWorkerContainer | undefined {
  return "serviceWorker" in navigator ? navigator.serviceWorker : undefined;
}

/** Tells whether a newer version waits, now and whenever that changes. */
async function follow(tell: (waits: boolean) => void): Promise<void> {
  const registration = await keeper()?.getRegistration().catch(() => undefined);
  if (!registration) return;
  const look = () => tell(registration.waiting !== null);
  const coming = () => registration.installing?.addEventListener("statechange", look);
  registration.addEventListener("updatefound", coming);
  coming();
  look();
}
