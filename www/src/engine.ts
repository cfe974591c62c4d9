// The worker as the page sees it: commands that give promises, and a few things that it says by itself.

import type { Command, FromWorker, Outcome, Progress, Replies, ToWorker } from "./protocol";

/** The worker was stopped before it answered. */
export class Stopped extends Error {}

interface Waiting {
  resolve(reply: never): void;
  reject(error: Error): void;
}

export class Engine {
  version = "";
  zones: string[] = [];
  /** What a file can be said to be: codes and names. */
  platforms: [string, string][] = [];
  onprogress: (progress: Progress) => void = () => undefined;
  onoutcome: (outcome: Outcome) => void = () => undefined;
  /** It broke. Whoever waits for an answer is told that it stopped. */
  onbroken: (message: string) => void = () => undefined;

  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #next = 0;
  /** Starts a worker, which is given its engine first; and keeps the engine once it is compiled. */
  readonly #begin: () => Worker;
  readonly #keep: (engine: WebAssembly.Module) => void;
  /** Tells who waits for the worker to be ready that it will not be. */
  #starting: (why: Error) => void = () => undefined;

  constructor(begin: () => Worker, keep: (engine: WebAssembly.Module) => void = () => undefined) {
    this.#begin = begin;
    this.#keep = keep;
  }

  /** Starts the worker, with an empty log. Resolves when it is ready. */
  async start(): Promise<void> {
    this.stop();
    const worker = this.#begin();
    this.#worker = worker;
    await new Promise<void>((ready, failed) => {
      this.#starting = failed;
      worker.onerror = (event) => {
        failed(new Error(event.message));
        this.#broke(worker, event.message);
      };
      worker.onmessage = (event: MessageEvent<FromWorker>) => {
        if (worker !== this.#worker) return;
        if (event.data.say === "ready") ready();
        this.#hear(worker, event.data);
      };
    });
  }

  /** Ends the worker, whatever it does, and frees its memory. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#starting(new Stopped());
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Stopped());
  }

  call<C extends Command>(command: C): Promise<Replies[C["do"]]> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Stopped());
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, command } satisfies ToWorker);
    });
  }

  /** Asks it to end reading. */
  cancel(): void {
    this.#worker?.postMessage("cancel" satisfies ToWorker);
  }

  #broke(worker: Worker, message: string): void {
    if (worker !== this.#worker) return;
    this.stop();
    this.onbroken(message);
  }

  #hear(worker: Worker, message: FromWorker): void {
    switch (message.say) {
      case "ready":
        this.#keep(message.engine);
        this.version = message.version;
        this.zones = message.zones;
        this.platforms = message.platforms.flatMap((code, n, all) => (n % 2 === 0 ? [[code, all[n + 1] ?? code]] : []));
        break;
      case "progress":
        this.onprogress(message.progress);
        break;
      case "outcome":
        this.onoutcome(message.outcome);
        break;
      case "broken":
        this.#broke(worker, message.message);
        break;
      case "reply":
      case "refuse": {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.say === "reply") waiting?.resolve(message.reply as never);
        else waiting?.reject(new Error(message.message));
      }
    }
  }
}
