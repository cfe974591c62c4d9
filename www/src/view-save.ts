// A Save button: makes the file, starts the download, and leaves a link for a second tap.

import type { Product } from "adsum-web";
import type { App } from "./app";
import { copyable, forget, offer, shareable, standalone, tooLarge } from "./device";
import { fill, h, show } from "./dom";
import type { Saved } from "./protocol";
import { bytes, texts } from "./texts";

/** Whether a report is saved with how it was made: one choice, which stands wherever reports are saved. */
export class ReceiptBox {
  readonly root: HTMLElement;
  readonly #input: HTMLInputElement;

  constructor(private readonly app: App, id: string) {
    this.#input = h("input", { type: "checkbox", id, "aria-describedby": `${id}-help`, change: () => app.setReceipt(this.#input.checked) });
    const help = h("p", { class: "help", id: `${id}-help` }, texts.receipt.help);
    this.root = h("div", { class: "radio" }, this.#input, h("div", {}, h("label", { for: id }, texts.receipt.label), help));
  }

  update(): void {
    this.#input.checked = this.app.state.receipt;
  }
}

export class SaveButton {
  readonly root = h("div", { class: "save" });
  readonly button: HTMLButtonElement;
  readonly #link = h("a", { class: "again" });
  /** The receipt has a link of its own: browsers let a tap save one file, and may drop a second without a word. */
  readonly #receipt = h("a", { class: "again" });
  readonly #share = h("button", { type: "button", class: "secondary", click: () => this.#handOver() }, texts.save.share);
  readonly #copy = h("button", { type: "button", class: "link", click: () => void this.#toClipboard() });
  readonly #note = h("p", { class: "help" });
  readonly #error = h("p", { class: "error", role: "alert" });
  #files: File[] = [];
  #text = "";
  #edition = -1;
  #with = false;

  constructor(
    private readonly app: App,
    id: string,
    label: string,
    private readonly product: () => Product,
    kind = "primary",
  ) {
    this.button = h("button", { type: "button", id, class: kind, click: () => void this.#save() }, label);
    this.#link.id = `${id}-link`;
    this.#copy.id = `${id}-copy`;
    this.#receipt.id = `${id}-receipt`;
    this.#share.id = `${id}-share`;
    this.root.append(this.button, this.#link, this.#receipt, this.#share, this.#note, this.#copy, this.#error);
    this.reset();
  }

  label(text: string): void {
    if (this.button.textContent !== text) this.button.textContent = text;
  }

  /** Forgets the file if the report it was made of is another now. */
  update(): void {
    const { edition, faults, receipt, report } = this.app.state;
    if (edition !== this.#edition || receipt !== this.#with) this.reset();
    this.#edition = edition;
    this.#with = receipt;
    this.button.disabled = faults.length > 0 || !report;
  }

  reset(): void {
    forget(this.#link);
    forget(this.#receipt);
    this.#files = [];
    for (const element of [this.#link, this.#receipt, this.#share, this.#note, this.#copy, this.#error]) show(element, false);
  }

  async #save(): Promise<void> {
    this.reset();
    try {
      const saved = await this.app.save(this.product());
      if (saved) this.#offer(saved);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      fill(this.#error, `${texts.save.failed} ${why}`);
      show(this.#error, true);
    }
  }

  #offer({ blob, made }: Saved): void {
    offer(this.#link, blob, made.name);
    fill(this.#link, texts.save.made(made.name, bytes(blob.size)));
    const marked = made.mime.startsWith("text/csv") ? texts.save.marked : texts.save.markedBook;
    const facts = [
      texts.save.rows(made.rows),
      made.marked > 0 && marked(made.marked),
      made.cut > 0 && texts.save.cut(made.cut),
      made.chartsLeftOut > 0 && texts.save.charts(made.chartsLeftOut),
    ].filter(Boolean);
    fill(this.#note, `${facts.join(" · ")}. ${texts.save.missing} ${tooLarge(blob) ? texts.save.large : ""}`.trim());
    show(this.#link, true);
    show(this.#note, true);
    const url = this.#link.href;
    // Read before somebody taps: a tap that waited for it may not copy any more.
    void copyable(blob).then((text) => {
      if (text === undefined || this.#link.href !== url) return;
      this.#text = text;
      fill(this.#copy, texts.save.copy);
      show(this.#copy, true);
    });
    const { receipt } = made;
    if (receipt) {
      offer(this.#receipt, new Blob([receipt.text], { type: "application/json" }), receipt.name);
      fill(this.#receipt, texts.receipt.save(receipt.name));
      show(this.#receipt, true);
    }
    // Share sheets know types without parameters.
    const file = new File([blob], made.name, { type: made.mime.split(";")[0] ?? "" });
    const both = [file, ...(receipt ? [new File([receipt.text], receipt.name, { type: "application/json" })] : [])];
    const shares = shareable([file]);
    if (shares) this.#files = shareable(both) ? both : [file];
    show(this.#share, shares);
    // In an app on the home screen the link opens a view without a way back: it is only for where nothing is shared.
    if (!(shares && standalone())) this.#link.click();
    this.app.onsay(texts.save.done(made.name));
  }

  async #toClipboard(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#text);
      fill(this.#copy, texts.save.copied);
      this.app.onsay(texts.save.copied);
    } catch (error) {
      fill(this.#error, String(error));
      show(this.#error, true);
    }
  }

  /** Only from a tap, and at once in it: a tap that is some seconds old opens no share sheet. */
  #handOver(): void {
    if (this.#files.length === 0) return;
    show(this.#error, false);
    navigator.share({ files: this.#files }).catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : "";
      // The person closed the sheet.
      if (name === "AbortError") return;
      fill(this.#error, name === "NotAllowedError" ? texts.save.shareAgain : texts.save.shareFailed);
      show(this.#error, true);
    });
  }
}
