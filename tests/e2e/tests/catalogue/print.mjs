// The catalogue of the page's texts as JSON, from its bundle: functions are called with numbers and words, so that
// their texts are there to look at.

import { pathToFileURL } from "node:url";

const { catalogue } = await import(pathToFileURL(process.argv[2]).href);

/** What it says; the first things to say it of that it takes. */
function call(text, n) {
  const moment = "2026-03-02 09:00";
  for (const given of [[n, 3, "x", 4], [n, ["a", "b", "c"]], [moment, moment], [["a", "b", "c"]]]) {
    try {
      return text(...given);
    } catch {
      // It is said of something else.
    }
  }
  throw new Error(`of what is this said? ${text}`);
}

function plain(value) {
  if (typeof value === "function") {
    // One and several of everything: a plural is another text.
    const told = [1, 2].map((n) => call(value, n));
    return Array.isArray(told[0]) ? told[0] : { one: told[0], several: told[1] };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}

process.stdout.write(JSON.stringify(plain(catalogue)));
