// A Save button: makes the file, starts the download, and leaves a link for a second tap.

import type { Made, Product } from "adsum-web";
import type { App } from "./app";
import { forget, offer, shareable, standalone } from "./device";
import { fill, h, show } from "./dom";
import { bytes, texts } from "./texts";

export class SaveButton {
  readonly root = h("div", { class: "save" });
  readonly button: HTMLButtonElement;
  readonly #link = h("a", { class: "again" });
  readonly #share = h("button", { type: "button", class: "secondary", click: () => this.#handOver() }, texts.save.share);
  readonly #note = h("p", { class: "help" });
  readonly #error = h("p", { class: "error", role: "alert" });
  #file: File | undefined;
  #edition = -1;

  constructor(
    private readonly app: App,
    id: string,
    label: string,
    private readonly product: () => Product,
    kind = "primary",
  ) {
    this.button = h("button", { type: "button", id, class: kind, click: () => void this.#save() }, label);
    this.#link.id = `${id}-link`;
    this.#share.id = `${id}-share`;
    this.root.append(this.button, this.#link, this.#share, this.#note, this.#error);
    this.reset();
  }

  label(text: string): void {
    if (this.button.textContent !== text) this.button.textContent = text;
  }

  /** Forgets the file if the report it was made of is another now. */
  update(): void {
    const { edition, faults, report } = this.app.state;
    if (edition !== this.#edition) this.reset();
    this.#edition = edition;
    this.button.disabled = faults.length > 0 || !report;
  }

  reset(): void {
    forget(this.#link);
    this.#file = undefined;
    for (const element of [this.#link, this.#share, this.#note, this.#error]) show(element, false);
  }

  async #save(): Promise<void> {
    this.reset();
    try {
      const saved = await this.app.save(this.product());
      if (saved) this.#offer(saved.blob, saved.made);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      fill(this.#error, `${texts.save.failed} ${why}`);
      show(this.#error, true);
    }
  }

  #offer(blob: Blob, made: Made): void {
    offer(this.#link, blob, made.name);
    fill(this.#link, texts.save.made(made.name, bytes(blob.size)));
    const marked = made.mime.startsWith("text/csv") ? texts.save.marked : texts.save.markedBook;
    const facts = [
      texts.save.rows(made.rows),
      made.marked > 0 && marked(made.marked),
      made.cut > 0 && texts.save.cut(made.cut),
      made.chartsLeftOut > 0 && texts.save.charts(made.chartsLeftOut),
    ].filter(Boolean);
    fill(this.#note, `${facts.join(" · ")}. ${texts.save.missing}`);
    show(this.#link, true);
    show(this.#note, true);
    // Share sheets know types without parameters.
    const file = new File([blob], made.name, { type: made.mime.split(";")[0] ?? "" });
    const shares = shareable(file);
    if (shares) this.#file = file;
    show(this.#share, shares);
    // In an app on the home screen the link opens a view without a way back: it is only for where nothing is shared.
    if (!(shares && standalone())) this.#link.click();
    this.app.onsay(texts.save.done(made.name));
  }

  /** Only from a tap, and at once in it: a tap that is some seconds old opens no share sheet. */
  #handOver(): void {
    if (!this.#file) return;
    show(this.#error, false);
    navigator.share({ files: [this.#file] }).catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : "";
      // The person closed the sheet.
      if (name === "AbortError") return;
      fill(this.#error, name === "NotAllowedError" ? texts.save.shareAgain : texts.save.shareFailed);
      show(this.#error, true);
    });
  }
}
