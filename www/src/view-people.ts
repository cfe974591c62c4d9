// People who may be known by several identities: suggested with the evidence, joined only by the user, undone
// one by one or all at once, and saved to be dropped again. Its card is there before it is known whether there are any:
// the page must not move once somebody reads it.

import type { PeopleText, PersonText, SuggestionText } from "adsum-web";
import type { App } from "./app";
import { phrase } from "./core-texts";
import { fill, h, show, theirs, type Child } from "./dom";
import { texts } from "./texts";
import { SaveButton } from "./view-save";

/** How many of one kind are shown at first, and how many identities of one person. */
const FEW = 3;

export function peopleView(app: App) {
  const t = texts.people;
  const title = h("h2", { class: "small", id: "people-title", tabindex: -1 }, t.title);
  const may = h("p", {});
  const kinds = h("div", {});
  const suggested = h("details", { id: "people-suggested" }, h("summary", { class: "link" }, t.look), kinds);
  const joinedTitle = h("p", {});
  const joined = h("ul", { class: "plain" });
  const undo = h("button", { type: "button", class: "secondary", id: "undo-people", click: () => {
    void app.takeBack();
    title.focus({ preventScroll: true });
  } }, t.undoAll);
  const save = new SaveButton(app, "save-aliases", t.save, () => "aliases", "secondary");
  const accepted = h("div", { id: "people-joined" }, joinedTitle, joined, undo, save.root, h("p", { class: "help" }, t.saveHelp));
  const root = h("section", { class: "card", id: "people", "aria-labelledby": "people-title" }, title, may, suggested, accepted);
  let shown: PeopleText | undefined;
  let aliases: PersonText[] = [];
  let dismissed: string[] = [];
  /** The kinds of which all are shown. */
  const whole = new Set<string>();
  let number = 0;

  function update(): void {
    save.update();
    const { people, choices } = app.state;
    if (people === shown && choices.aliases === aliases && app.state.dismissed === dismissed) return;
    shown = people;
    aliases = choices.aliases;
    dismissed = app.state.dismissed;
    draw();
  }

  function draw(): void {
    const list = (shown?.list ?? []).filter((one) => !dismissed.includes(key(one)));
    const likely = list.filter((one) => one.doubts.length === 0);
    const doubtful = list.filter((one) => one.doubts.length > 0);
    const found = list.length > 0 ? `${t.may(likely.length || list.length)} ${t.why}` : shown && t.nobody;
    fill(may, found ?? t.looking);
    show(suggested, list.length > 0);
    number = 0;
    const groups = [...new Set(likely.map((one) => one.likeness))].map((likeness) => {
      const some = likely.filter((one) => one.likeness === likeness);
      return kind(likeness, h("h3", {}, t.kinds[likeness] ?? likeness), some, true);
    });
    const less = doubtful.length > 0 && h("details", {}, h("summary", {}, t.doubtful(doubtful.length)), kind("doubtful", null, doubtful, false));
    fill(kinds, ...groups, less, (shown?.leftOut ?? 0) > 0 && h("p", { class: "help" }, t.left(shown?.leftOut ?? 0)));
    show(accepted, aliases.length > 0);
    fill(joinedTitle, t.joined(aliases.length));
    fill(joined, ...aliases.map(taken));
    show(undo, aliases.length > 1);
  }

  function kind(name: string, heading: Child, list: SuggestionText[], all: boolean): HTMLElement {
    const some = whole.has(name) ? list : list.slice(0, FEW);
    const more = list.length - some.length;
    const showAll = () => {
      whole.add(name);
      draw();
      title.focus({ preventScroll: true });
    };
    return h(
      "div",
      { class: "kind" },
      heading,
      h("ul", { class: "plain" }, ...some.map(item)),
      h(
        "div",
        { class: "buttons" },
        more > 0 && h("button", { type: "button", class: "link", click: showAll }, t.more(more)),
        all && list.length > 1 && h("button", { type: "button", class: "secondary", "data-accept": name, click: () => {
          void app.accept(list.map((one) => one.person));
          title.focus({ preventScroll: true });
        } }, t.all(list.length)),
      ),
    );
  }

  function item(one: SuggestionText): HTMLElement {
    const n = number++;
    const members = one.members.slice(0, FEW * 2).map((member, place) => {
      const { field, value } = one.person.is[place] ?? { field: "", value: "" };
      const known = [member.name, member.email].filter((text) => text && text.toLowerCase() !== value);
      return h("li", {}, `${t.fields[field] ?? field} `, theirs(value), ...known.flatMap((text) => [", ", theirs(text)]), ` (${t.member(member.occurrences, member.files)})`);
    });
    const more = one.members.length - members.length;
    const act = (id: string, kind: string, text: string, click: () => void) =>
      h("button", { type: "button", class: kind, id: `${id}-${n}`, click: () => {
        click();
        title.focus({ preventScroll: true });
      } }, text);
    return h(
      "li",
      { class: "note" },
      h("p", {}, h("strong", {}, theirs(one.person.name || (one.person.is[0]?.value ?? "")))),
      ...one.doubts.map((doubt) => h("p", {}, `${t.but}${phrase(doubt)}.`.replace(/\?\.$/, "?"))),
      h("p", { class: "help" }, one.doubts.length > 0 ? `${t.kinds[one.likeness] ?? one.text}. ` : "", one.inOneSession ? t.oneSession : t.otherSessions),
      h("ul", { class: "help" }, ...members, more > 0 && h("li", {}, t.identities(more))),
      h(
        "div",
        { class: "buttons" },
        act("accept", "secondary", t.accept, () => void app.accept([one.person])),
        act("dismiss", "link", t.dismiss, () => app.dismiss(key(one))),
      ),
    );
  }

  function taken(person: PersonText, place: number): HTMLElement {
    const back = () => {
      void app.takeBack(place);
      title.focus({ preventScroll: true });
    };
    return h(
      "li",
      { class: "note" },
      h("p", {}, h("strong", {}, theirs(person.name || (person.is[0]?.value ?? ""))), " ", h("button", { type: "button", class: "link", id: `undo-person-${place}`, click: back }, t.undo)),
      h("p", { class: "help" }, theirs(person.is.slice(0, FEW * 2).map(({ value }) => value).join(" = ")), person.is.length > FEW * 2 && " = …"),
    );
  }
  return { root, update };
}

/** What a suggestion is known by, also when it is made anew. */
function key({ person }: SuggestionText): string {
  return JSON.stringify(person.is);
}
