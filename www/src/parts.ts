// A large file in parts: some are read here, the others meanwhile by workers beside this one, whose reading is taken up
// in the file's order. What comes of it is what reading it from its beginning gives: see the core's `intake/part.rs`.

import { Engine } from "./engine";
import { pieces } from "./pieces";
import { starter } from "./script";

/** Bytes of a part that another worker reads: what comes of it is little to hold, and worth a message. */
const PART = 16 << 20;
/** A file is large from here on, in bytes. */
const LARGE = 2 * PART;
/** And from here on, where only one worker helps: starting it, and its code's first runs, take what it reads of a smaller one. */
const LARGE_FOR_TWO = 32 * PART;
/** The most workers beside this one: what they read has to be taken up here, at an eighth of the time that reading takes. */
const MOST = 3;
/** How long a part is waited for, in milliseconds: reading it takes some tens, on an old phone some hundreds. */
const PATIENCE = 10_000;
/** Bytes looked at for the end of a line, at first. */
const LINE = 64 << 10;

/** What of the log's keeper this needs. */
interface Keeper {
  begun(): Uint8Array | undefined;
  take_up(part: Uint8Array): boolean;
}

interface Part {
  from: number;
  to: number;
  /** Of one that another worker reads: what was read; nothing, where it has to be read here. */
  read?: Promise<Uint8Array | undefined>;
}

/** For how many of them this device has processors: one is this worker's. */
const others = () => Math.min(MOST, navigator.hardwareConcurrency - 1);

let start: (() => Worker) | undefined;

/** Workers beside this one, which read parts for it. */
export class Crew {
  #workers: Engine[] = [];

  /** Whether it is of use for this file. */
  static readonly wants = (file: File) => others() > 0 && file.size >= (others() > 1 ? LARGE : LARGE_FOR_TWO);

  /** Starts them, if they are not there yet. */
  hire(module: WebAssembly.Module): void {
    while (this.#workers.length < others()) {
      const worker = new Engine(() => {
        start ??= starter(location.href);
        const worker = start();
        // Else the page would hear of it as if this worker had died.
        worker.addEventListener("error", (event) => event.preventDefault());
        worker.postMessage(module);
        return worker;
      });
      // One that does not start, or dies, answers nothing: its parts are read here.
      worker.start().catch(() => undefined);
      this.#workers.push(worker);
    }
  }

  /** Ends them, whatever they do. */
  dismiss(): void {
    for (const worker of this.#workers) worker.stop();
    this.#workers = [];
  }

  /**
   * Reads a file on, of which the log's keeper has the bytes before this place; `push` takes bytes that are read here,
   * nothing where a part was taken up, and says whether to stop. Whether it was stopped.
   */
  async read(file: File, from: number, keeper: Keeper, push: (bytes?: Uint8Array) => Promise<boolean>): Promise<boolean> {
    const begun = keeper.begun();
    const hands = begun ? this.#workers : [];
    // Read here is less, as the others' parts are taken up here as well.
    const own = PART * (1 - hands.length / 8);
    let planned = from;
    let turn = 0;
    const plan = async (): Promise<Part | undefined> => {
      if (planned >= file.size) return undefined;
      const hand = hands[(turn++ % (hands.length + 1)) - 1];
      const part: Part = { from: planned, to: await lineEnd(file, planned + (hand ? PART : own)) };
      planned = part.to;
      if (hand && begun) part.read = patiently(hand, hand.call({ do: "part", begun, file, ...part }));
      return part;
    };
    // Everybody has one part to read and one to go on with.
    let planning: Promise<Part | undefined> = Promise.resolve(undefined);
    const parts: Promise<Part | undefined>[] = [];
    const ahead = () => {
      planning = planning.then(plan);
      // Whether it failed is asked when its turn comes.
      planning.catch(() => undefined);
      parts.push(planning);
    };
    for (let n = 0; n < 2 * (hands.length + 1); n++) ahead();
    for (let part = await parts.shift(); part; part = await parts.shift()) {
      const read = await part.read;
      if (!(read && keeper.take_up(read))) {
        for await (const bytes of pieces(file, part.from, part.to)) {
          if (await push(bytes)) return true;
        }
      } else if (await push()) {
        return true;
      }
      ahead();
    }
    return false;
  }
}

/** What a worker answers; nothing, of one that died. One that is silent has died without a word, and is ended. */
function patiently<T>(worker: Engine, answer: Promise<T>): Promise<T | undefined> {
  const timer = setTimeout(() => worker.stop(), PATIENCE);
  return answer.catch(() => undefined).finally(() => clearTimeout(timer));
}

/** Where the line ends that has the byte at this place: behind its line break, or with the file. */
async function lineEnd(file: File, place: number): Promise<number> {
  for (let length = LINE; place < file.size; place += length, length *= 2) {
    const bytes = new Uint8Array(await file.slice(place, place + length).arrayBuffer());
    const at = bytes.indexOf(10);
    if (at >= 0) return place + at + 1;
  }
  return file.size;
}
