// The options: days, time zones, rejoin gap. Any change makes the reports anew.

import type { Choices, Report } from "adsum-web";
import type { App } from "./app";
import { fill, h, show } from "./dom";
import { texts } from "./texts";

type Name = "from" | "to" | "zone" | "logZone" | "rejoinGap";

export function optionsView(app: App) {
  const t = texts.options;
  const inputs = new Map<Name, HTMLInputElement>();
  const errors = new Map<Name, HTMLElement>();

  function field(name: Name, id: string, label: string, help: string, attributes: Record<string, string | number>) {
    const error = h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
    const describedby = help ? `${id}-help ${id}-error` : `${id}-error`;
    const change = () => void app.choose({ ...({ [name]: input.value } as Partial<Choices>), ...meant(name, input.value) });
    const input = h("input", { id, autocomplete: "off", "aria-describedby": describedby, change, ...attributes });
    inputs.set(name, input);
    errors.set(name, error);
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, label),
      help && h("p", { class: "help", id: `${id}-help` }, help),
      error,
      input,
    );
  }

  /** A day beyond the other one, which is open but shown: what is shown is meant. */
  function meant(name: Name, value: string): Partial<Choices> {
    const shown = app.state.report?.attendance;
    const { from, to } = app.state.choices;
    if (shown && name === "from" && !to && value > shown.to) return { to: shown.to };
    if (shown && name === "to" && !from && value && value < shown.from) return { from: shown.from };
    return {};
  }

  const zoneInput = { type: "text", list: "zones", spellcheck: "false", autocapitalize: "off" };
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = h(
    "button",
    { type: "button", class: "link", id: "zone-here", click: () => void app.choose({ zone: own }) },
    t.here(own),
  );
  const quick = h("div", { class: "chips", role: "group", "aria-label": t.quick });
  const zoneField = field("zone", "time-zone", t.zone, t.zoneHelp, zoneInput);
  zoneField.append(here);
  const stale = h("p", { class: "notice", hidden: true }, t.stale);
  const root = h(
    "section",
    { class: "card screen-only", "aria-labelledby": "options-title" },
    h("h2", { id: "options-title" }, t.title),
    h(
      "div",
      { class: "fields" },
      field("from", "from", t.from, "", { type: "date", min: "0001-01-01", max: "9999-12-31" }),
      field("to", "to", t.to, "", { type: "date", min: "0001-01-01", max: "9999-12-31" }),
      h("div", { class: "whole" }, quick, h("p", { class: "help" }, t.days)),
      zoneField,
    ),
    h(
      "details",
      { id: "more-options" },
      h("summary", {}, t.more),
      h(
        "div",
        { class: "fields" },
        field("logZone", "log-time-zone", t.logZone, t.logZoneHelp, { ...zoneInput, placeholder: "UTC" }),
        field("rejoinGap", "rejoin-gap", t.gap, t.gapHelp, { type: "text", inputmode: "numeric" }),
      ),
    ),
    stale,
  );

  let shown: Report | undefined;
  function update(): void {
    const { choices, faults, report } = app.state;
    const known = app.engine.zones;
    show(here, known.includes(own) && choices.zone !== own);
    for (const [name, input] of inputs) {
      const fault = faults.find((fault) => fault.field === name);
      const error = errors.get(name);
      if (error) {
        fill(error, fault && (t.faults[fault.code] ?? fault.code));
        show(error, Boolean(fault));
      }
      input.setAttribute("aria-invalid", String(Boolean(fault)));
      input.closest(".field")?.classList.toggle("wrong", Boolean(fault));
      // What is left open is shown as what the log made of it.
      const open = name === "from" ? report?.attendance.from : name === "to" ? report?.attendance.to : "";
      const value = choices[name] || (fault ? "" : open) || "";
      if (input.value !== value && input !== document.activeElement) input.value = value;
    }
    show(stale, faults.length > 0);
    if (report && report !== shown) {
      shown = report;
      updateQuick(report);
    }
    const days = report?.attendance;
    for (const chip of quick.children) {
      const { from, to } = (chip as HTMLElement).dataset;
      chip.setAttribute("aria-pressed", String(faults.length === 0 && from === days?.from && to === days?.to));
    }
  }

  /** The chips stay the same elements as long as they say the same, so that the focus stays on them. */
  function updateQuick(report: Report): void {
    const key = (choice: { code: string; from: string; to: string }) => `${choice.code} ${choice.from} ${choice.to}`;
    if ([...quick.children].map((chip) => chip.getAttribute("data-choice")).join() !== report.choices.map(key).join()) {
      fill(quick, ...report.choices.map((choice) => {
        const whole = choice.code === "whole-log";
        // The whole log stays open at both ends: it grows with files that are added.
        const days = whole ? { from: "", to: "" } : { from: choice.from, to: choice.to };
        const chip = {
          type: "button",
          class: "chip",
          "data-choice": key(choice),
          "data-from": choice.from,
          "data-to": choice.to,
          click: () => void app.choose(days),
        };
        return h("button", chip, t.choices[choice.code] ?? choice.code);
      }));
    }
  }
  return { root, update };
}
