// What depends on the device or on where the page is open, and not on the log. All of it is asked when it is needed,
// by what is there and not by names; only an app's view can be told by nothing but its name.

/** How long a file's address is kept after its link is gone: Safari fetches it late. In milliseconds. */
const KEEP = 60_000;

/** Gives a link the file that it saves, in place of the one before. */
export function offer(link: HTMLAnchorElement, file: Blob, name: string): void {
  forget(link);
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.dataset["size"] = String(file.size);
}

/** Lets go of the file that a link saves. */
export function forget(link: HTMLAnchorElement): void {
  const url = link.href;
  if (url) setTimeout(() => URL.revokeObjectURL(url), KEEP);
  link.removeAttribute("href");
}

/** The longest text that is offered for copying, in bytes: somebody pastes it into a mail or a sheet. */
const COPY = 1_000_000;
/** What phones and tablets fail at: there it is said. In bytes. */
const LARGE = 100_000_000;

/** The text of a file that can be copied: views inside other apps may lose files. */
export async function copyable(file: Blob): Promise<string | undefined> {
  return file.type.startsWith("text/csv") && file.size <= COPY && navigator.clipboard ? file.text() : undefined;
}

/** Whether a file may be too much for this device: one whose only pointer is a finger. */
export function tooLarge(file: Blob): boolean {
  return file.size > LARGE && matchMedia("(hover: none)").matches;
}

interface Standalone {
  standalone?: boolean;
}

/** Whether the page was opened from the home screen of an iPhone or iPad: there links that save lead astray. */
export function standalone(): boolean {
  return (navigator as Navigator & Standalone).standalone === true;
}

/** Whether these files can be handed to the system's share sheet. Some browsers share CSV and refuse ZIP and JSON. */
export function shareable(files: File[]): boolean {
  try {
    return typeof navigator.share === "function" && navigator.canShare?.({ files }) === true;
  } catch {
    return false;
  }
}

/**
 * Whether the page is shown inside another app (mail, chat), whose view may lose files silently.
 *
 * On iPhone and iPad Safari says Version/ and Safari/, other browsers say their own name, views neither; on
 * Android views say wv.
 */
export function inApp(): boolean {
  const agent = navigator.userAgent;
  if (/Android/.test(agent)) return /; wv\)/.test(agent);
  const apple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh.*AppleWebKit/.test(agent) && navigator.maxTouchPoints > 1);
  if (!apple || standalone()) return false;
  if (/CriOS|FxiOS|EdgiOS|OPiOS|OPT\/|DuckDuckGo|Brave/.test(agent)) return false;
  return !(/Version\//.test(agent) && /Safari\//.test(agent));
}

/** Keeps the screen on while it is wanted, where that can be had. A hidden page loses it, so it asks again. */
export class Awake {
  #wanted = false;
  #lock: Promise<WakeLockSentinel | undefined> | undefined;

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || !this.#wanted) return;
      this.#release();
      this.#ask();
    });
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#ask();
    else this.#release();
  }

  #ask(): void {
    // Refused on a low battery, or by a policy: then the work goes on without.
    this.#lock = navigator.wakeLock?.request("screen").catch(() => undefined);
  }

  #release(): void {
    void this.#lock?.then((lock) => lock?.release()).catch(() => undefined);
    this.#lock = undefined;
  }
}

/**
 * Notices that the browser threw the page away in the middle of reading, as phones do without a word when memory is
 * short, and loaded it again. The note is part of this tab's history entry: no file, no name, and it is not storage.
 */
export class Interrupted {
  /** Whether that happened just now. */
  readonly before: boolean;
  #noted = false;

  constructor() {
    const state = history.state as { adsum?: unknown } | null;
    this.before = state?.adsum === "reading";
    if (this.before) this.#set(null);
    // Who leaves or reloads the page themselves knows why.
    addEventListener("pagehide", () => this.note(false));
  }

  note(reading: boolean): void {
    if (reading === this.#noted) return;
    this.#noted = reading;
    this.#set(reading ? { adsum: "reading" } : null);
  }

  #set(state: unknown): void {
    try {
      history.replaceState(state, "");
    } catch {
      // Some browsers refuse it for files, or too many in a minute: it is only a note.
    }
  }
}
