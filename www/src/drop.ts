// The whole page takes files that are dropped, and shows so while they are over it.

import { h, show } from "./dom";
import { texts } from "./texts";

export function dropAnywhere(take: (files: File[]) => void, signal: AbortSignal): HTMLElement {
  const overlay = h("div", { id: "overlay", "aria-hidden": "true", hidden: true }, h("p", {}, texts.start.over));
  // Entering a child comes before leaving its parent: count both.
  let depth = 0;
  const over = (n: number) => {
    depth = Math.max(0, n);
    show(overlay, depth > 0);
  };
  const files = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragenter", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    over(depth + 1);
  }, { signal });
  addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  }, { signal });
  addEventListener("dragleave", (event) => files(event) && over(depth - 1), { signal });
  addEventListener("drop", (event) => {
    // Anything else dropped here would make the browser leave the page.
    event.preventDefault();
    over(0);
    take([...(event.dataTransfer?.files ?? [])]);
  }, { signal });
  return overlay;
}
