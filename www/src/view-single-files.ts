// What is asked of several files at once, answered otherwise for single ones: folded away, since it is rare.

import type { QuestionText } from "adsum-web";
import type { App } from "./app";
import { fill, h, show, theirs } from "./dom";
import { other } from "./state";
import { texts } from "./texts";

type Row = { root: HTMLElement; update(question: QuestionText): void };

export class SingleFiles {
  readonly root = h("details", { class: "single-files" });
  readonly #rows: Row[];

  constructor(
    private readonly app: App,
    question: QuestionText,
    private readonly what: "zones" | "dateOrders",
  ) {
    this.root.id = what === "zones" ? "single-zones" : "single-orders";
    this.#rows = question.each.map((each) => (what === "zones" ? this.#zone(each) : this.#order(each)));
    this.root.append(h("summary", {}, texts.questions.single), h("ul", {}, ...this.#rows.map((row) => row.root)));
    show(this.root, question.each.length > 1);
  }

  update(question: QuestionText): void {
    question.each.forEach((each, n) => this.#rows[n]?.update(each));
  }

  #said(file: number): string {
    return this.app.state.choices[this.what].find((answer) => answer.file === file)?.value ?? "";
  }

  #say(file: number, value: string): void {
    void this.app.choose({ [this.what]: other(this.app.state.choices[this.what], file, value) });
  }

  /** The file's name and the first value that it is about, as the label of what answers it. */
  #label(id: string, { files, value }: QuestionText): HTMLElement {
    const name = this.app.state.cards[files[0] ?? 0]?.name ?? "";
    return h("label", { for: id }, theirs(name), " ", h("span", { class: "value" }, theirs(value)));
  }

  #zone(question: QuestionText): Row {
    const t = texts.questions;
    const [file = 0] = question.files;
    const id = `answer-zone-${file}`;
    const input = h("input", {
      id,
      type: "text",
      list: "zones",
      autocomplete: "off",
      spellcheck: "false",
      autocapitalize: "off",
      placeholder: t.asAbove,
      "aria-describedby": `${id}-error ${id}-shown`,
      change: () => this.#say(file, input.value.trim()),
    });
    const error = h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
    const shown = h("p", { class: "help", id: `${id}-shown` });
    const root = h("li", { class: "field" }, this.#label(id, question), error, input, shown);
    const update = ({ converted, taken }: QuestionText) => {
      const { choices, faults } = this.app.state;
      const fault = faults.find((fault) => fault.field === "zones" && fault.file === file);
      fill(error, fault && (texts.options.faults[fault.code] ?? fault.code));
      show(error, Boolean(fault));
      input.setAttribute("aria-invalid", String(Boolean(fault)));
      root.classList.toggle("wrong", Boolean(fault));
      if (input !== document.activeElement) input.value = this.#said(file);
      const known = converted && !fault;
      show(shown, Boolean(known));
      fill(shown, known && t.converted(converted[0], taken, converted[1], choices.zone));
    };
    return { root, update };
  }

  #order(question: QuestionText): Row {
    const t = texts.questions;
    const [file = 0] = question.files;
    const id = `answer-order-${file}`;
    const [month, day] = question.readings ?? ["", ""];
    const choices = [
      ["", t.asAbove],
      ["month-first", t.monthRead(month)],
      ["day-first", t.dayRead(day)],
    ] as const;
    const select = h(
      "select",
      { id, change: () => this.#say(file, select.value) },
      ...choices.map(([value, text]) => h("option", { value }, text)),
    );
    const root = h("li", { class: "field" }, this.#label(id, question), select);
    return { root, update: () => void (select.value = this.#said(file)) };
  }
}
