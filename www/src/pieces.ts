// A file's bytes, in pieces. A stream into memory of one's own costs half of what slices cost (tests/README.md), but not
// every browser has it.

/** Bytes of a piece at most: a few milliseconds of work, some tens on an old phone. */
const PIECE = 256 << 10;
/** Bytes asked of the file system at once, where they come in slices. */
const SLICE = 4 << 20;

/** Of workers alone, and so not among the page's types. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** The bytes from one place to another. */
export function pieces(file: File, from = 0, to = file.size): AsyncGenerator<Uint8Array> {
  const part = file.slice(from, to);
  try {
    return streamed(part.stream().getReader({ mode: "byob" }));
  } catch {
    return sliced(part);
  }
}

async function* streamed(reader: ReadableStreamBYOBReader): AsyncGenerator<Uint8Array> {
  try {
    let piece = await reader.read(new Uint8Array(PIECE));
    while (!piece.done) {
      yield piece.value;
      piece = await reader.read(new Uint8Array(piece.value.buffer));
    }
  } finally {
    // Of one that failed there is nothing to cancel.
    reader.cancel().catch(() => undefined);
  }
}

async function* sliced(part: Blob): AsyncGenerator<Uint8Array> {
  const reader = new FileReaderSync();
  for (let at = 0; at < part.size; at += SLICE) {
    const bytes = new Uint8Array(reader.readAsArrayBuffer(part.slice(at, at + SLICE)));
    for (let piece = 0; piece < bytes.length; piece += PIECE) yield bytes.subarray(piece, piece + PIECE);
  }
}
