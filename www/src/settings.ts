// The options that the address keeps, beside the language: for a bookmark, or a link to colleagues. Settings only: no
// name of a file or a person, and no answer that is about a file.

import { keepSetting, setting } from "./fragment";
import { DEFAULTS, type State } from "./state";

type Chosen = State["choices"];

/** The options by their names in the address. */
const OPTIONS = { zone: "zone", from: "from", to: "to", gap: "rejoinGap" } as const;

type Kept = Pick<Chosen, (typeof OPTIONS)[keyof typeof OPTIONS]>;

type How = Pick<State, "flavour" | "receipt">;

/** What the address says. Whether a day or a zone is one says the core, as of those that are typed. */
export function optionsOfAddress(): { options: Kept; how: How } {
  const { zone, from, to, rejoinGap } = DEFAULTS;
  const options: Kept = { zone, from, to, rejoinGap };
  for (const [name, option] of Object.entries(OPTIONS)) options[option] = setting(name) ?? options[option];
  const how: How = { flavour: setting("flavour") === "data" ? "data" : "spreadsheet", receipt: setting("receipt") === "yes" };
  return { options, how };
}

/** Keeps what is chosen, where it is not what is chosen anyway. */
export function keepOptions(choices: Chosen, { flavour, receipt }: How): void {
  for (const [name, option] of Object.entries(OPTIONS)) {
    keepSetting(name, choices[option] === DEFAULTS[option] ? undefined : choices[option]);
  }
  keepSetting("flavour", flavour === "spreadsheet" ? undefined : flavour);
  keepSetting("receipt", receipt ? "yes" : undefined);
}
