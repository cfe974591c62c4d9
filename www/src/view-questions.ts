// What the files leave open: asked before there is a report, and still there to be answered otherwise.

import type { QuestionText } from "adsum-web";
import type { App } from "./app";
import { fill, h, show, theirs } from "./dom";
import { open, other } from "./state";
import { texts } from "./texts";
import { SingleFiles } from "./view-single-files";

/** A question on the page. It stays the same elements while it is asked, so that the focus stays in it. */
interface Part {
  root: HTMLElement;
  update(question: QuestionText): void;
}

export function questionsView(app: App) {
  const t = texts.questions;
  const title = h("h2", { id: "questions-title", tabindex: -1 });
  const why = h("p", {});
  const list = h("div", { class: "questions" });
  const root = h("section", { class: "card", id: "questions", "aria-labelledby": "questions-title" }, title, why, list);
  let shown = "";
  let parts: Part[] = [];

  function update(): void {
    const { questions } = app.state;
    show(root, questions.length > 0);
    const key = questions.map(({ code, files }) => `${code} ${files.join()}`).join("\n");
    if (key !== shown) {
      shown = key;
      parts = questions.map(part);
      fill(list, ...parts.map((part) => part.root));
    }
    const left = open(app.state);
    fill(title, t.title(left || questions.length));
    fill(why, left > 0 ? t.why : t.answered);
    root.classList.toggle("asking", left > 0);
    questions.forEach((question, n) => parts[n]?.update(question));
  }

  function part(question: QuestionText): Part {
    switch (question.code) {
      case "date-order":
        return order(question);
      case "zone":
        return zone(question);
      case "day":
        return day(question);
      default:
        return end(question);
    }
  }

  /** Where the value stands that a question is about, and the value. */
  function place() {
    const root = h("p", { class: "help" });
    const update = ({ files, line, value }: QuestionText) => {
      const [first = 0] = files;
      const more = files.length - 1;
      fill(
        root,
        t.of,
        theirs(app.state.cards[first]?.name ?? ""),
        more > 0 && t.more(more),
        value !== "" && t.first(line),
        value !== "" && h("strong", {}, theirs(value)),
      );
    };
    return { root, update };
  }

  function order(question: QuestionText): Part {
    const where = place();
    const reads = [h("p", { class: "help", id: "date-order-month-help" }), h("p", { class: "help", id: "date-order-day-help" })];
    const radio = (id: string, value: string, label: string, read?: HTMLElement) =>
      h(
        "div",
        { class: "radio" },
        h("input", { type: "radio", name: "date-order", id, value, "aria-describedby": `${id}-help`, change: () => void app.choose({ dateOrder: value }) }),
        h("div", {}, h("label", { for: id }, label), read),
      );
    const single = new SingleFiles(app, question, "dateOrders");
    const both = h("p", { class: "help" }, t.contradictory);
    const root = h(
      "fieldset",
      {},
      h("legend", {}, t.order),
      where.root,
      both,
      radio("date-order-month", "month-first", t.month, reads[0]),
      radio("date-order-day", "day-first", t.day, reads[1]),
      single.root,
    );
    return {
      root,
      update: (question) => {
        where.update(question);
        show(both, question.contradictory);
        reads.forEach((read, n) => fill(read, t.read(question.value, question.readings?.[n] ?? "")));
        const { dateOrder, dateOrders } = app.state.choices;
        const chosen = dateOrder || (dateOrders.some(({ value }) => value !== "") ? "" : question.taken);
        for (const input of root.querySelectorAll("input")) input.checked = input.value === chosen;
        single.update(question);
      },
    };
  }

  function zone(question: QuestionText): Part {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const where = place();
    const single = new SingleFiles(app, question, "zones");
    const input = h("input", {
      id: "answer-zone",
      type: "text",
      list: "zones",
      autocomplete: "off",
      spellcheck: "false",
      autocapitalize: "off",
      "aria-describedby": "answer-zone-help answer-zone-error answer-zone-shown",
      change: () => void app.choose({ logZone: input.value }),
    });
    const here = h(
      "button",
      { type: "button", class: "link", id: "answer-zone-here", click: () => {
        input.value = own;
        void app.choose({ logZone: own });
      } },
      texts.options.here(own),
    );
    const error = h("p", { class: "error", id: "answer-zone-error", role: "alert", hidden: true });
    const shown = h("p", { id: "answer-zone-shown" });
    const root = h(
      "div",
      { class: "field" },
      h("label", { for: "answer-zone" }, t.zone),
      where.root,
      h("p", { class: "help", id: "answer-zone-help" }, t.zoneHelp),
      error,
      input,
      here,
      shown,
      single.root,
    );
    return {
      root,
      update: (question) => {
        const { converted, taken } = question;
        where.update(question);
        single.update(question);
        const { choices, faults } = app.state;
        const fault = faults.find((fault) => fault.field === "logZone");
        fill(error, fault && (texts.options.faults[fault.code] ?? fault.code));
        show(error, Boolean(fault));
        input.setAttribute("aria-invalid", String(Boolean(fault)));
        root.classList.toggle("wrong", Boolean(fault));
        if (input.value !== choices.logZone && input !== document.activeElement) input.value = choices.logZone;
        show(here, app.engine.zones.includes(own) && choices.logZone !== own);
        const known = converted && !fault;
        show(shown, Boolean(known));
        fill(shown, known && t.converted(converted[0], taken, converted[1], choices.zone));
      },
    };
  }

  function day(question: QuestionText): Part {
    const [file = 0] = question.files;
    const id = `answer-day-${file}`;
    const where = place();
    const choose = () => void app.choose({ days: other(app.state.choices.days, file, input.value) });
    const input = h("input", { id, type: "date", min: "1990-01-01", max: "2199-12-31", "aria-describedby": `${id}-help`, change: choose });
    input.value = question.taken || question.suggested;
    const use = h("button", { type: "button", class: "secondary", id: `use-day-${file}`, click: choose }, t.useDay);
    const help = h("p", { class: "help", id: `${id}-help` }, t.named);
    const root = h("div", { class: "field" }, h("label", { for: id }, t.which), where.root, help, input, use);
    return {
      root,
      update: (question) => {
        where.update(question);
        // What the name says is offered, and not taken before somebody says so.
        const offered = question.open && question.suggested !== "";
        show(help, offered);
        show(use, offered);
      },
    };
  }

  function end(question: QuestionText): Part {
    const [file = 0] = question.files;
    const id = `answer-end-${file}`;
    const where = place();
    const source = app.state.sources[file];
    const choose = (value: string) => void app.choose({ ends: other(app.state.choices.ends, file, value) });
    const input = h("input", { id, type: "datetime-local", "aria-describedby": `${id}-help`, change: () => choose(input.value) });
    const saved = source?.kind === "file" ? source.file.lastModified : 0;
    const before = app.state.choices.ends.find((answer) => answer.file === file)?.value;
    if (before && before !== "last") input.value = before;
    else if (saved > 0) input.value = clock(new Date(saved));
    const taken = h("p", {});
    const button = (id: string, text: string, click: () => void) =>
      h("button", { type: "button", class: "secondary", id, click }, text);
    const root = h(
      "div",
      { class: "field" },
      h("label", { for: id }, t.end),
      where.root,
      h("p", { class: "help", id: `${id}-help` }, `${t.there(question.attendees)}${saved > 0 ? ` ${t.saved}` : ""}`),
      input,
      h(
        "div",
        { class: "buttons" },
        button(`use-end-${file}`, t.use, () => choose(input.value)),
        button(`last-event-${file}`, t.last, () => choose("last")),
      ),
      taken,
    );
    return {
      root,
      update: (question) => {
        where.update(question);
        show(taken, question.taken !== "");
        fill(taken, question.taken === "last" ? t.takenLast : t.taken(question.taken));
      },
    };
  }
  return { root, update };
}

/** What this device's clock showed then, as a field for a day and time has it. */
function clock(date: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
