// What the page knows. Nothing of it outlives the page.

import type {
  Choices,
  FieldFault,
  FileCard,
  FlavourName,
  HowToRead,
  OfFile,
  PeopleText,
  QuestionText,
  Refused,
  Report,
  SharingChoice,
  SheetsPart,
} from "adsum-web";
import type { Progress, Source } from "./protocol";

export type Screen = "start" | "reading" | "report" | "mapping" | "failed";
export type Busy = "" | "reading" | "reporting" | "saving" | "checking";

/** A file that is not part of the log, and why. */
export type Trouble = { name: string } & (
  | { kind: "refused"; refused: Refused; card: FileCard; source: Source }
  | { kind: "unreadable"; error: string }
  | { kind: "broke" }
);

/** A file that was read, as log or not, and what was understood of it. */
export interface Given {
  card: FileCard;
  source: Source;
}

/** How somebody said that it is to be read. */
export function howOf({ card, source }: Given): HowToRead | undefined {
  return source.kind === "file" ? source.hows.find((how) => how.file === card.name) : undefined;
}

export interface State {
  screen: Screen;
  busy: Busy;
  /** What is in the log, in order, and what was understood of each file; of a container, it stands once for each file in it. */
  sources: Source[];
  cards: FileCard[];
  troubles: Trouble[];
  /** Mapping files that were added: they are no logs, but say how to read some. */
  mappings: Given[];
  /** The file of which it is being said what its columns mean. */
  mapping: Given | undefined;
  progress: Progress | undefined;
  /** Files are read a second time, because the worker was stopped. */
  again: boolean;
  cancelling: boolean;
  choices: Choices;
  flavour: FlavourName;
  /** Whether a report is saved with how it was made. */
  receipt: boolean;
  /** For whom reports are saved, and what of them goes out. */
  sharing: SharingChoice;
  /** What the files leave open, or left open. While one is open, there is no report. */
  questions: QuestionText[];
  report: Report | undefined;
  /** Smart Sessions, and of which edition; while they are being made anew, as they were. */
  sheets: { part: SheetsPart; edition: number } | undefined;
  /** Who may be the same person, and of whom the user said that they are not: see `personKey`. */
  people: PeopleText | undefined;
  dismissed: string[];
  /** Counts reports: what was saved or paged from an earlier one is out of date. */
  edition: number;
  faults: FieldFault[];
  failure: string;
  notice: string;
}

export const DEFAULTS: Readonly<Choices> = {
  from: "",
  to: "",
  zone: "UTC",
  logZone: "",
  dateOrder: "",
  zones: [],
  dateOrders: [],
  days: [],
  ends: [],
  rejoinGap: "0",
  joinRestarts: false,
  keptApart: [],
  aliases: [],
};

/** Everything, for oneself. What is blank is as it is meant for somebody. */
export const DEFAULT_SHARING: Readonly<SharingChoice> = { purpose: "own", seed: "", suppress: "", columns: [] };

/** The same answers, but another of this file. */
export function other(answers: OfFile[], file: number, value: string): OfFile[] {
  return [...answers.filter((answer) => answer.file !== file), { file, value }];
}

/** What is answered of single files, by kind. */
const SINGLE = ["zones", "dateOrders", "days", "ends"] as const;

/** An answer of a single file: the kind, which of the files of one name it is, and the answer. */
export interface Named {
  kind: (typeof SINGLE)[number];
  name: string;
  nth: number;
  value: string;
}

/** The answers of single files by their names: read anew, files may have other numbers. */
export function named(cards: FileCard[], choices: Choices): Named[] {
  return SINGLE.flatMap((kind) => choices[kind].flatMap(({ file, value }): Named[] => {
    const name = cards[file]?.name;
    return name === undefined ? [] : [{ kind, name, nth: cards.slice(0, file).filter((card) => card.name === name).length, value }];
  }));
}

/** The same answers, by the numbers that the files have now; without those of files that are no longer there. */
export function numbered(answers: Named[], cards: FileCard[]): Pick<Choices, Named["kind"]> {
  const all: Pick<Choices, Named["kind"]> = { zones: [], dateOrders: [], days: [], ends: [] };
  for (const { kind, name, nth, value } of answers) {
    const card = cards.filter((one) => one.name === name)[nth];
    if (card) all[kind].push({ file: cards.indexOf(card), value });
  }
  return all;
}

/** How many questions are open. */
export function open(state: State): number {
  return state.questions.filter((question) => question.open).length;
}

export function blank(): State {
  return {
    screen: "start",
    busy: "",
    sources: [],
    cards: [],
    troubles: [],
    mappings: [],
    mapping: undefined,
    progress: undefined,
    again: false,
    cancelling: false,
    choices: { ...DEFAULTS },
    flavour: "spreadsheet",
    receipt: false,
    sharing: DEFAULT_SHARING,
    questions: [],
    report: undefined,
    sheets: undefined,
    people: undefined,
    dismissed: [],
    edition: 0,
    faults: [],
    failure: "",
    notice: "",
  };
}
