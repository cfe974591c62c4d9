// What the page and its worker say to each other. The data in it are crates/web's (its types are generated).

import type {
  Answer,
  Choices,
  ColumnValues,
  DetailText,
  FileCard,
  FlavourName,
  HowToRead,
  Made,
  MappingSeen,
  PeopleText,
  PictureChoice,
  Plan,
  Product,
  SampleName,
  SharedExample,
  SharingChoice,
  SheetsPart,
  Shown,
  TableName,
  TableRows,
  TableShape,
  ViewRows,
} from "adsum-web";

import type { LeakTest } from "./leak";

/**
 * Something that can be read: kept by the page, so that it can be read again. How, of the files in it of which somebody
 * said so, and within how many times the usual limits.
 */
export type Source = { kind: "file"; file: File; hows: HowToRead[]; limits: number } | { kind: "sample"; name: SampleName };

export type Command =
  /** Fresh: what was read before is forgotten first. */
  | { do: "read"; sources: Source[]; fresh: boolean }
  /** A part of a large file, for the worker that has the log: see parts.ts. */
  | { do: "part"; begun: Uint8Array; file: File; from: number; to: number }
  | { do: "mapping"; name: string; table: TableRows; plan: Plan }
  | { do: "report"; choices: Choices }
  | { do: "view"; choices: Choices; table: TableName; shape: TableShape; first: number; count: number }
  | { do: "detail"; choices: Choices; table: TableName; place: number; session: boolean }
  | { do: "values"; choices: Choices; table: TableName; column: number }
  | { do: "sheets"; choices: Choices }
  | { do: "people"; choices: Choices }
  | { do: "save"; choices: Choices; product: Product; flavour: FlavourName; receipt: boolean }
  | { do: "share"; choices: Choices; sharing: SharingChoice; table: number }
  | { do: "picture"; choices: Choices; choice: PictureChoice }
  | { do: "leak" };

/** What the page asks for by itself, in the order in which it is seen: what somebody asks for goes before all of it. */
export const UNASKED: readonly Command["do"][] = ["picture", "people", "sheets"];

/** What the worker answers to each command. Reading answers by outcomes, one a source, and then this. */
export interface Replies {
  read: { cancelled: boolean };
  part: Uint8Array<ArrayBuffer> | undefined;
  mapping: MappingSeen;
  report: Answer;
  view: ViewRows;
  detail: DetailText | undefined;
  values: ColumnValues;
  sheets: SheetsPart;
  people: PeopleText;
  picture: Shown;
  share: SharedExample;
  save: Saved | Kept;
  leak: LeakTest;
}

/** A file that was made. */
export interface Saved {
  kept: "";
  blob: Blob;
  made: Made;
}

/** What kept a file from being made: somebody cancelled it, or a file that its receipt names is no longer as it was. */
export type Kept = { kept: "cancelled" } | { kept: "gone"; name: string };

/** The page's messages. Cancelling has no answer of its own: reading ends sooner. */
export type ToWorker = { id: number; command: Command } | "cancel";

export interface Progress {
  name: string;
  /** This file's place among those being read, from 0, and how many they are. */
  place: number;
  files: number;
  bytes: number;
  size: number;
  records: number;
}

/** What became of a source: a card for each file in it, or the name of the error that the browser gave when it was read. */
export interface Outcome {
  place: number;
  result: { cards: FileCard[] } | { unreadable: string };
}

export type FromWorker =
  | { say: "ready"; engine: WebAssembly.Module; version: string; zones: string[]; platforms: string[] }
  | { say: "progress"; progress: Progress }
  | { say: "outcome"; outcome: Outcome }
  | { say: "reply"; id: number; reply: Replies[keyof Replies] }
  | { say: "refuse"; id: number; message: string }
  | { say: "broken"; message: string };
