// The catalogue of the page's texts as JSON, from its bundle: functions are called with numbers and words, so that
// their texts are there to look at.

import { pathToFileURL } from "node:url";

const { catalogue } = await import(pathToFileURL(process.argv[2]).href);

function plain(value) {
  if (typeof value === "function") {
    // One and several of everything: a plural is another text.
    const told = [1, 2].map((n) => {
      try {
        return value(n, 3, "x", 4);
      } catch {
        return value(["a", "b", "c"], "b", "c", "d");
      }
    });
    return Array.isArray(told[0]) ? told[0] : { one: told[0], several: told[1] };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}

process.stdout.write(JSON.stringify(plain(catalogue)));
