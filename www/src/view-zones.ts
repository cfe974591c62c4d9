// The names of time zones, offered wherever one is typed.

import type { App } from "./app";
import { h } from "./dom";

export function zonesView(app: App, signal: AbortSignal): HTMLElement {
  const list = h("datalist", { id: "zones" });
  // Some six hundred: made once somebody is about to type one.
  const offer = ({ target }: FocusEvent) => {
    const isOne = target instanceof HTMLInputElement && target.getAttribute("list") === list.id;
    if (isOne && list.childElementCount === 0) list.append(...app.engine.zones.map((name) => h("option", { value: name })));
  };
  addEventListener("focusin", offer, { signal });
  return list;
}
