// Settings in the address's fragment (`#lang=de&keys=off`): the fragment never leaves the device, and is all that is
// kept. Settings only, never data.

let settings = read();

function read(): Map<string, string> {
  const parts = location.hash.slice(1).split("&").filter((part) => part.includes("="));
  return new Map(new URLSearchParams(parts.join("&")));
}

function write(): void {
  // Written by hand: what URLSearchParams makes of a slash is nothing to look at.
  const text = [...settings].map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2F/g, "/")}`).join("&");
  try {
    history.replaceState(history.state, "", text === "" ? location.pathname + location.search : `#${text}`);
  } catch {
    // Some viewers of files forbid it: then it is not kept.
  }
}

/** What the address says of this; none where it says nothing. */
export function setting(name: string): string | undefined {
  return settings.get(name);
}

/** Keeps it in the address, beside the others; without a value it is forgotten. */
export function keepSetting(name: string, value: string | undefined): void {
  if (settings.get(name) === value) return;
  if (value === undefined) settings.delete(name);
  else settings.set(name, value);
  write();
}

/** Tells when somebody wrote other settings into the address. */
export function onSettings(changed: () => void, signal: AbortSignal): void {
  addEventListener("hashchange", () => {
    if (location.hash.includes("=")) {
      settings = read();
      changed();
    } else {
      // A link within the page took the fragment for itself.
      write();
    }
  }, { signal });
}
