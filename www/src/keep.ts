// What somebody has opened and chosen on the page, found again by its id in views that are drawn anew.

import { want, wantedTables } from "./view-table";

/** Lists whose choice is only on the page. */
const LISTS = "#graph-room, #picture-session, #picture-order";

/** Looks at the page; what is returned puts it back. */
export function remember(): () => void {
  const open = ids("details[open][id]");
  const tabs = ids("[role=tab][aria-selected=true][id]");
  const picture = document.querySelector("[data-picture][aria-pressed=true]")?.getAttribute("data-picture") ?? "";
  const lists = [...document.querySelectorAll<HTMLSelectElement>(LISTS)].map(({ id, selectedIndex }) => ({ id, selectedIndex }));
  const tables = wantedTables();
  const focus = document.activeElement?.id ?? "";
  const { scrollX: left, scrollY: top } = window;
  return () => {
    for (const id of open) (byId(id) as HTMLDetailsElement | null)?.setAttribute("open", "");
    for (const id of tabs) byId(id)?.click();
    for (const [id, wanted] of tables) want(id, wanted);
    // Before the lists: which sessions there are to choose depends on the picture.
    document.querySelector<HTMLElement>(`[data-picture="${CSS.escape(picture)}"]:not([aria-pressed=true])`)?.click();
    for (const { id, selectedIndex } of lists) {
      const list = byId(id) as HTMLSelectElement | null;
      if (!list || list.selectedIndex === selectedIndex) continue;
      list.selectedIndex = selectedIndex;
      list.dispatchEvent(new Event("change"));
    }
    if (focus) byId(focus)?.focus({ preventScroll: true });
    scrollTo(left, top);
  };
}

function ids(selector: string): string[] {
  return [...document.querySelectorAll(selector)].map(({ id }) => id);
}

function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}
