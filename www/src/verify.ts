// In the worker: whether files are those of a receipt, and still give its report, as `adsum verify` says it.

import { ReceiptCheck, sample_parts } from "adsum-web";
import type { Command, Progress, Replies } from "./protocol";

/** What the worker reads files with. */
interface Reading {
  pieces: (file: File) => AsyncGenerator<Uint8Array>;
  pace: (progress: Progress, look: (progress: Progress) => void) => () => Promise<boolean>;
}

export async function verify(
  { text, seed, choices, sources }: Extract<Command, { do: "verify" }>,
  { pieces, pace }: Reading,
): Promise<Replies["verify"]> {
  const check = new ReceiptCheck(text, seed, choices);
  const files = sources.map((source) => {
    if (source.kind === "file") return source.file;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const name = sample_parts(source.name, (part: Uint8Array<ArrayBuffer>) => void parts.push(part));
    return new File(parts, name);
  });
  /** Gives what is in a file to somebody; whether it was cancelled. */
  const through = async (file: File, place: number, take: (bytes: Uint8Array) => void, more = () => false) => {
    let bytes = 0;
    const progress = { name: file.name, place, files: files.length, bytes, size: file.size, records: 0 };
    const stopped = pace(progress, (progress) => void (progress.bytes = bytes));
    for await (const piece of pieces(file)) {
      take(piece);
      bytes += piece.length;
      if (await stopped()) return true;
    }
    while (more()) if (await stopped()) return true;
    return false;
  };
  let name = "";
  try {
    for (const [place, file] of files.entries()) {
      ({ name } = file);
      if (await through(file, place, (bytes) => check.look(bytes))) return { kept: "cancelled" };
      check.looked(name);
    }
    for (const [place, number] of check.order().entries()) {
      const file = files[number];
      if (!file) continue;
      ({ name } = file);
      check.begin(place);
      if (await through(file, place, (bytes) => check.push(bytes), () => check.unpack())) return { kept: "cancelled" };
      check.end();
    }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return { kept: "gone", name };
  }
  return { kept: "", seen: check.finish() };
}
