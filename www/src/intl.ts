// Numbers and dates as the language of the page writes them. Nothing of a report goes through here: its rows stay
// as the core writes them, and so does what is saved.

let locale = "en";
let number = new Intl.NumberFormat(locale);
let short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
let percentage = new Intl.NumberFormat(locale, { style: "percent" });
let plain = new Intl.NumberFormat(locale, { style: "unit", unit: "byte", unitDisplay: "long" });

/** From now on, this language's; a tag such as `de-AT`. */
export function setLocale(tag: string): void {
  locale = tag;
  number = new Intl.NumberFormat(locale);
  short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  percentage = new Intl.NumberFormat(locale, { style: "percent" });
  plain = new Intl.NumberFormat(locale, { style: "unit", unit: "byte", unitDisplay: "long" });
}

export function count(n: number): string {
  return number.format(n);
}

export function some(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A part of 1. */
export function percent(n: number): string {
  return percentage.format(n);
}

/** A length of time on an axis: days, or hours and minutes, with seconds where there are some. */
export function clockOf(seconds: number, day: string, days: string): string {
  if (seconds >= 86_400 && seconds % 86_400 === 0) return some(seconds / 86_400, day, days);
  const two = (n: number) => String(n).padStart(2, "0");
  const rest = seconds % 60 > 0 ? `:${two(seconds % 60)}` : "";
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}${rest}`;
}

export function bytes(n: number): string {
  if (n < 1000) return plain.format(n);
  const units = ["KB", "MB", "GB"];
  let value = n / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${short.format(value)} ${units[unit]}`;
}

/** A day, with or without a time of day, of the core's: `2026-03-02 09:00`. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/;

/**
 * A day or a moment as the language writes it; anything else as it is. English stays in the international order:
 * 3/4 is another day on each side of the ocean, and the browser's English does not tell on which its reader is.
 */
export function when(text: string): string {
  const [, , , , hours, , seconds] = ISO.exec(text) ?? [];
  return written(text, {
    dateStyle: "medium",
    ...(hours === undefined ? {} : { timeStyle: seconds === undefined ? "short" : "medium" }),
  });
}

/** A day in figures, as short as it gets. */
export function date(text: string): string {
  return written(text, { year: "numeric", month: "2-digit", day: "2-digit" });
}

function written(text: string, style: Intl.DateTimeFormatOptions): string {
  const found = ISO.exec(text);
  if (!found || locale.startsWith("en")) return text;
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const moment = new Date(Date.UTC(2000, month - 1, day, hours, minutes, seconds));
  moment.setUTCFullYear(year, month - 1, day);
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" }).format(moment);
}
