// What can be done on the page. Views call these and are told by `onchange`; nothing here touches the document.

import type {
  Choices,
  ColumnValues,
  DetailText,
  FieldFault,
  FlavourName,
  HowToRead,
  MappingSeen,
  PersonText,
  PictureChoice,
  Plan,
  Product,
  SampleName,
  SharedExample,
  SharingChoice,
  Shown,
  TableName,
  TableShape,
  ViewRows,
} from "adsum-web";
import { Engine, Stopped } from "./engine";
import type { LeakTest } from "./leak";
import type { Outcome, Saved, Source } from "./protocol";
import { keepEngine, startWorker } from "./start";
import { blank, DEFAULTS, howOf, named, numbered, open, type Busy, type Given, type Named, type State, type Trouble } from "./state";
import { texts } from "./texts";

type Unknown = Trouble & { kind: "refused" };

/** Whether it is a table that nobody is known to write. */
function unknown(trouble: Trouble): trouble is Unknown {
  return trouble.kind === "refused" && trouble.card.table !== undefined && trouble.card.table !== null;
}

/** 16 random bytes, in 32 digits. */
function randomSeed(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** How long the worker has to end reading by itself, in milliseconds; then it is stopped. */
const PATIENCE = 150;

export class App {
  state: State = blank();
  readonly engine = new Engine(startWorker, keepEngine);
  onchange: () => void = () => undefined;
  /** Says something once, for people who do not see the page. */
  onsay: (text: string) => void = () => undefined;

  /** What is being read now. */
  #reading: Source[] = [];
  /** What was in the log when all of it began to be read again, until it is: who dies meanwhile takes nothing along. */
  #whole: Source[] = [];
  /** Counts readings, from the first file to the report or to their end, and savings; who was cancelled finds another number. */
  #job = 0;
  /** The answers of single files while all are read again. */
  #answers: Named[] = [];
  /** The options of the last report that was made. */
  #good: Choices | undefined;
  #again = false;
  /** What the suggestions were asked for. */
  #asked = "";
  #ready: Promise<void> = Promise.resolve();
  /** What pseudonyms are made of. */
  #seed = randomSeed();

  constructor() {
    this.engine.onprogress = (progress) => this.#set({ progress });
    this.engine.onoutcome = (outcome) => this.#take(outcome);
    this.engine.onbroken = (message) => {
      const { progress, busy, troubles } = this.state;
      const at = busy === "reading" && progress ? [{ name: progress.name, kind: "broke" as const }] : [];
      this.#set({ screen: "failed", busy: "", failure: message, troubles: [...troubles, ...at] });
    };
  }

  /** Starts a worker. Whoever needs it waits for it. */
  start(): Promise<void> {
    this.#ready = this.engine.start().then(
      () => this.onchange(),
      (error: unknown) => {
        if (!(error instanceof Stopped)) this.#set({ screen: "failed", busy: "", failure: String(error) });
      },
    );
    return this.#ready;
  }

  /** Adds files to the log. */
  async addFiles(files: File[]): Promise<void> {
    if (files.length === 0) return this.#set({ notice: texts.start.noFile });
    // A dropped file may become unreadable soon after: ask for its first byte at once.
    for (const file of files) file.slice(0, 1).arrayBuffer().catch(() => undefined);
    await this.#add(files.map((file) => ({ kind: "file", file, hows: [], limits: 1 })));
  }

  async addSample(name: SampleName): Promise<void> {
    await this.#add([{ kind: "sample", name }]);
  }

  async #add(sources: Source[]): Promise<void> {
    if (this.state.busy || this.state.screen === "failed") return;
    // A table waits for whoever says what its columns mean.
    this.#set({ troubles: this.state.troubles.filter(unknown), mapping: undefined, notice: "" });
    await this.#read(sources);
  }

  async #read(sources: Source[], fresh = false): Promise<void> {
    this.#set({ screen: "reading", busy: "reading", progress: undefined, cancelling: false });
    this.onsay(texts.reading.title);
    const job = ++this.#job;
    await this.#unlessStopped(async () => {
      await this.#ready;
      // It was cancelled before there was a worker to cancel.
      if (job !== this.#job) throw new Stopped();
      const known = fresh ? 0 : this.state.mappings.length;
      let { cancelled } = await this.#send(sources, fresh);
      const waiting = this.state.troubles.filter(unknown).filter((trouble) => !howOf(trouble));
      if (!cancelled && this.state.mappings.length > known && waiting.length > 0) {
        // A mapping came: it may be for what could not be read before.
        const again = waiting.map(({ source }) => source);
        const whole = again.every((source) => !this.state.sources.includes(source));
        ({ cancelled } = whole
          ? await this.#send([...new Set(again)], false)
          : await this.#send(this.#everything([...this.state.sources, ...again]), true));
      }
      this.#set({ again: false, cancelling: false, notice: cancelled ? texts.reading.cancelled : "" });
      await this.#afterReading();
    });
  }

  /** Gives sources to the worker. What was understood of them before is out of date. */
  async #send(sources: Source[], fresh: boolean): Promise<{ cancelled: boolean }> {
    this.#reading = sources;
    if (fresh) {
      this.#whole = sources;
      this.#setAside();
    }
    const others = this.state.troubles.filter((trouble) => !("source" in trouble && sources.includes(trouble.source)));
    this.#set({ troubles: others, ...(fresh ? { sources: [], cards: [], mappings: [] } : {}) });
    const done = await this.engine.call({ do: "read", sources, fresh });
    if (fresh) {
      this.#whole = [];
      this.#set({ choices: { ...this.state.choices, ...numbered(this.#answers, this.state.cards) } });
      this.#answers = [];
    }
    return done;
  }

  /** Keeps the answers of single files by name: read again, the files may have other numbers. */
  #setAside(): void {
    this.#answers.push(...named(this.state.cards, this.state.choices));
    this.#set({ choices: { ...this.state.choices, ...numbered([], []) } });
  }

  async #afterReading(): Promise<void> {
    if (this.state.cards.length > 0) return this.#report();
    this.#set({ screen: "start", busy: "", questions: [], report: undefined });
    this.onsay(this.state.notice || (this.state.troubles.length > 0 ? texts.troubles.title : texts.mapping.kept));
  }

  #take({ place, result }: Outcome): void {
    const source = this.#reading[place];
    const { cards, sources, troubles } = this.state;
    if (!source) return;
    if ("unreadable" in result) {
      const name = source.kind === "file" ? source.file.name : source.name;
      this.#set({ troubles: [...troubles, { name, kind: "unreadable", error: result.unreadable }] });
    } else {
      const used = result.cards.filter((card) => !card.refusal);
      const mappings = result.cards.filter((card) => card.refusal?.code === "mapping");
      const refused = result.cards.flatMap((card): Trouble[] => {
        const { name, refusal } = card;
        return refusal && !mappings.includes(card) ? [{ name, kind: "refused", refused: refusal, card, source }] : [];
      });
      this.#set({
        troubles: [...troubles, ...refused],
        mappings: [...this.state.mappings, ...mappings.map((card) => ({ card, source }))],
        cards: [...cards, ...used],
        sources: [...sources, ...used.map(() => source)],
      });
      // Read again, it says nothing new: what was undone since stays so.
      const people = used.flatMap((card) => card.people);
      if (!this.state.again && people.length > 0) {
        const { choices } = this.state;
        this.#set({ choices: { ...choices, aliases: [...choices.aliases, ...people] } });
      }
    }
  }

  /** Goes to where it is said what the columns of a file mean. */
  openMapping(given: Given): void {
    if (this.state.busy || !given.card.table) return;
    this.#set({ mapping: given, screen: "mapping", notice: "" });
    this.onsay(texts.mapping.title);
  }

  closeMapping(): void {
    this.#set({ mapping: undefined, screen: this.state.cards.length > 0 ? "report" : "start" });
  }

  /** What comes of a plan for the file that it is being said of; none if it was stopped meanwhile. */
  async seeMapping(plan: Plan): Promise<MappingSeen | undefined> {
    const card = this.state.mapping?.card;
    if (!card?.table) return undefined;
    let seen: MappingSeen | undefined;
    await this.#unlessStopped(async () => {
      seen = await this.engine.call({ do: "mapping", name: card.name, table: card.table!, plan });
    });
    return seen;
  }

  /** Reads a file as somebody says that it is, or, without that, as what it is told to be. */
  async readAs({ card, source }: Given, how?: Omit<HowToRead, "file">): Promise<void> {
    if (this.state.busy || source.kind !== "file") return;
    const others = source.hows.filter(({ file }) => file !== card.name);
    await this.#readOtherwise(source, { ...source, hows: how ? [...others, { file: card.name, ...how }] : others });
  }

  /** Reads a file within so many times the usual limits. */
  async readWithin({ source }: Given, limits: number): Promise<void> {
    if (this.state.busy || source.kind !== "file") return;
    await this.#readOtherwise(source, { ...source, limits });
  }

  async #readOtherwise(source: Source, other: Source): Promise<void> {
    const { sources, troubles } = this.state;
    this.#set({
      mapping: undefined,
      notice: "",
      troubles: troubles.filter((trouble) => !("source" in trouble && trouble.source === source)),
    });
    if (!sources.includes(source)) return this.#read([other]);
    // A file cannot be taken out of a log: all are read again.
    this.#set({ again: sources.length > 1 });
    await this.#read(this.#everything(sources.map((one) => (one === source ? other : one))), true);
  }

  /** These, each once, and before them the mappings that they may need. */
  #everything(sources: Source[]): Source[] {
    return [...new Set([...this.state.mappings.map(({ source }) => source), ...sources])];
  }

  /** Chooses, and makes the reports anew. */
  async choose(choices: Partial<Choices>): Promise<void> {
    this.#set({ choices: { ...this.state.choices, ...choices } });
    if (this.state.busy === "reporting") this.#again = true;
    if (this.state.busy || !(this.state.report || open(this.state))) return;
    await this.#unlessStopped(() => this.#report());
  }

  async #report(): Promise<void> {
    const screen = this.state.report ? "report" : this.state.screen;
    this.#set({ busy: "reporting", screen });
    do {
      this.#again = false;
      const { choices } = this.state;
      const answer = await this.engine.call({ do: "report", choices });
      if (answer.faults.length > 0 && !this.#good && this.#leaveAside(answer.faults)) {
        this.#again = true;
      } else if (answer.faults.length > 0) {
        this.#set({ faults: answer.faults });
      } else {
        // Without a report, if a question is open: an old one would be of other files.
        const { report, questions } = answer;
        this.#good = choices;
        this.#set({ report, questions, faults: [], edition: this.state.edition + 1 });
      }
    } while (this.#again);
    this.#set({ busy: "", screen: "report" });
    void this.#unlessStopped(() => this.#sheets());
    void this.#unlessStopped(() => this.#suggest());
    const { report, faults } = this.state;
    const asked = open(this.state);
    if (faults.length > 0) this.onsay(texts.options.wrong);
    else if (report) this.onsay(texts.attendance.ready(report.attendance.table.count));
    else if (asked > 0) this.onsay(texts.questions.open(asked));
  }

  /** Leaves aside what the address chose and cannot be: before the first report nobody could correct it. */
  #leaveAside(faults: FieldFault[]): boolean {
    const { zone, from, to, rejoinGap } = DEFAULTS;
    const open: Partial<Choices> = { zone, from, to, rejoinGap };
    const { choices } = this.state;
    const wrong = faults.map(({ field }) => field as keyof Choices).filter((field) => field in open && choices[field] !== open[field]);
    if (wrong.length === 0) return false;
    const right = Object.fromEntries(wrong.map((field) => [field, open[field]]));
    this.#set({ choices: { ...choices, ...right }, notice: texts.options.leftAside });
    return true;
  }

  /** Smart Sessions of the last report, which takes longer. */
  async #sheets(): Promise<void> {
    const choices = this.#good;
    const { report, edition } = this.state;
    if (!choices || !report) return this.#set({ sheets: undefined });
    const part = await this.engine.call({ do: "sheets", choices });
    if (edition === this.state.edition) this.#set({ sheets: { part, edition } });
  }

  /** Who may be the same person. Nobody waits for it, and it is asked only when it could be another answer. */
  async #suggest(): Promise<void> {
    const choices = this.#good;
    if (!choices || !this.state.report) return this.#set({ people: undefined });
    const { logZone, dateOrder, days, ends, aliases } = choices;
    const asked = JSON.stringify([this.state.cards.length, logZone, dateOrder, days, ends, aliases]);
    if (asked === this.#asked && this.state.people) return;
    this.#asked = asked;
    const people = await this.engine.call({ do: "people", choices });
    if (asked === this.#asked) this.#set({ people });
  }

  /** Takes identities for one person. */
  async accept(people: PersonText[]): Promise<void> {
    await this.choose({ aliases: [...this.state.choices.aliases, ...people] });
  }

  /** Takes back that they are one; all of them, if no place is given. */
  async takeBack(place?: number): Promise<void> {
    const { aliases } = this.state.choices;
    await this.choose({ aliases: place === undefined ? [] : aliases.filter((_, n) => n !== place) });
  }

  /** Does not suggest it again. */
  dismiss(key: string): void {
    this.#set({ dismissed: [...this.state.dismissed, key] });
  }

  /** The options of the last report: what is typed since may be wrong. None before there is one. */
  get judged(): Choices | undefined {
    return this.#good;
  }

  /** Takes the options as the address has them. */
  async take(options: Partial<Choices>, how: Pick<State, "flavour" | "receipt">): Promise<void> {
    this.#set(how);
    const { choices } = this.state;
    if (Object.entries(options).some(([name, value]) => choices[name as keyof Choices] !== value)) await this.choose(options);
  }

  setFlavour(flavour: FlavourName): void {
    this.#set({ flavour });
  }

  /** Whether it is said with a report how it was made. */
  setReceipt(receipt: boolean): void {
    this.#set({ receipt });
  }

  /** For whom files are saved, and what of them goes out. Pseudonyms are the same until all is cleared. */
  share(sharing: SharingChoice): void {
    this.#set({ sharing: { ...sharing, seed: this.#seed } });
  }

  /** A table as it goes out: what of it, and its first rows. By its place: the attendance report, then the sheets. */
  async shared(table: number): Promise<SharedExample | undefined> {
    const choices = this.#good;
    const { sharing } = this.state;
    return choices && this.#quietly(() => this.engine.call({ do: "share", choices, sharing, table }));
  }

  /** Makes a file. None, if it was cancelled. */
  async save(product: Product): Promise<Saved | undefined> {
    if (this.state.busy || this.state.faults.length > 0) return undefined;
    const { choices, flavour, receipt } = this.state;
    this.#job++;
    const saved = await this.#whileBusy("saving", () => {
      this.#set({ progress: undefined, cancelling: false });
      return this.engine.call({ do: "save", choices, product, flavour, receipt });
    });
    this.#set({ progress: undefined, cancelling: false });
    if (saved?.kept === "gone") throw new Error(texts.receipt.gone(saved.name));
    return saved?.kept === "" ? saved : undefined;
  }

  /** Some rows of a table of the last report. None where it was stopped meanwhile. */
  async view(table: TableName, shape: TableShape, first: number, count: number): Promise<ViewRows | undefined> {
    const choices = this.#good;
    return choices && this.#quietly(() => this.engine.call({ do: "view", choices, table, shape, first, count }));
  }

  /** What is behind one of its rows, or behind the session of that row. */
  async detail(table: TableName, place: number, session: boolean): Promise<DetailText | undefined> {
    const choices = this.#good;
    return choices && this.#quietly(() => this.engine.call({ do: "detail", choices, table, place, session }));
  }

  /** What stands in a column of it. */
  async values(table: TableName, column: number): Promise<ColumnValues | undefined> {
    const choices = this.#good;
    return choices && this.#quietly(() => this.engine.call({ do: "values", choices, table, column }));
  }

  /** Looks at what is made already, which takes no time that anybody would wait for. */
  async #quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Stopped) return undefined;
      throw error;
    }
  }

  /** A picture of the last report. None where it was stopped meanwhile. */
  async picture(choice: PictureChoice): Promise<Shown | undefined> {
    const choices = this.#good;
    if (!choices || this.state.screen === "failed") return undefined;
    let shown: Shown | undefined;
    await this.#unlessStopped(async () => {
      shown = await this.engine.call({ do: "picture", choices, choice });
    });
    return shown;
  }

  /** Has the worker try the ways out that it has. None where it is busy, or gone. */
  async tryToLeak(): Promise<LeakTest | undefined> {
    if (this.state.busy || this.state.screen === "failed") return undefined;
    await this.#ready;
    return this.#whileBusy("checking", () => this.engine.call({ do: "leak" }));
  }

  async #whileBusy<T>(busy: Busy, work: () => Promise<T>): Promise<T | undefined> {
    this.#set({ busy });
    try {
      const result = await work();
      this.#set({ busy: "" });
      return result;
    } catch (error) {
      if (error instanceof Stopped) return undefined;
      this.#set({ busy: "" });
      throw error;
    }
  }

  /** Ends what is being done. What was finished before stays. */
  async cancel(): Promise<void> {
    const { busy } = this.state;
    if (!busy || this.state.cancelling) return;
    this.#set({ cancelling: true });
    if (busy === "reading" || (busy === "saving" && this.state.progress)) {
      const job = this.#job;
      this.engine.cancel();
      await new Promise((resolve) => setTimeout(resolve, PATIENCE));
      // It ended; perhaps another has begun since, which nobody cancelled.
      if (this.state.busy !== busy || this.#job !== job) return;
      // What was not read yet is not wanted.
      this.#whole = [];
    }
    // In the middle of a report or a file, the worker hears nothing: it is replaced.
    if (busy === "reporting" && !this.#good) {
      this.clear();
      return this.#set({ notice: texts.reading.cancelled });
    }
    if (busy !== "reading") this.#set({ choices: this.#good ?? this.state.choices });
    // Only where files were being read is something missing.
    await this.restart(busy === "reading" ? texts.reading.cancelled : "");
  }

  /** A new worker, which reads again what was in the log. */
  async restart(notice = ""): Promise<void> {
    const sources = this.#everything(this.#whole.length > 0 ? this.#whole : this.state.sources);
    this.#whole = sources;
    this.#job++;
    this.#set({ failure: "", progress: undefined, cancelling: false });
    void this.start();
    this.#setAside();
    this.#set({ sources: [], cards: [], mappings: [], mapping: undefined, again: sources.length > 0 });
    if (sources.length > 0) await this.#read(sources, true);
    else this.#set({ screen: "start", busy: "", report: undefined });
    this.#set({ notice });
  }

  /** Forgets everything. */
  clear(): void {
    const edition = this.state.edition + 1;
    this.#good = undefined;
    this.#reading = [];
    this.#whole = [];
    this.#answers = [];
    this.#job++;
    this.#seed = randomSeed();
    this.state = { ...blank(), edition, notice: texts.log.cleared };
    this.onchange();
    this.onsay(texts.log.cleared);
    void this.start();
  }

  dismissTroubles(): void {
    this.#set({ troubles: [] });
  }

  #set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.onchange();
  }

  /** A worker that was stopped answers nothing; whoever stopped it goes on from there. */
  async #unlessStopped(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Stopped) return;
      this.engine.stop();
      this.#set({ screen: "failed", busy: "", failure: String(error) });
    }
  }
}
