// A file's bytes, in pieces. A stream into memory of one's own costs half of what slices cost (ARCHITECTURE.md, "Reading
// fast"), but not every browser has it.

/** Bytes of a piece at most: a few milliseconds of work, some tens on an old phone. */
const PIECE = 256 << 10;
/** Bytes asked of the file system at once, where they come in slices. */
const SLICE = 4 << 20;

/** How long a stream may say nothing, in milliseconds, until slices are tried. */
const SILENCE = 2_000;

/** Of workers alone, and so not among the page's types. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** The bytes from one place to another. */
export function pieces(file: File, from = 0, to = file.size): AsyncGenerator<Uint8Array> {
  const part = file.slice(from, to);
  let reader;
  try {
    reader = part.stream().getReader({ mode: "byob" });
  } catch {
    return sliced(part);
  }
  return streamed(part, reader);
}

async function* streamed(part: Blob, reader: ReadableStreamBYOBReader): AsyncGenerator<Uint8Array> {
  let at = 0;
  let buffer = new ArrayBuffer(PIECE);
  try {
    for (;;) {
      // What is wrong with a file says a slice better: of one that is gone Firefox's streams say nothing of use.
      const piece = await inTime(reader.read(new Uint8Array(buffer)).catch(() => undefined));
      // What ends too soon is read on, too.
      if (!piece || piece.done) break;
      at += piece.value.length;
      yield piece.value;
      buffer = piece.value.buffer;
    }
  } finally {
    // Of one that failed there is nothing to cancel.
    reader.cancel().catch(() => undefined);
  }
  yield* sliced(part.slice(at));
}

/** What comes, or nothing after so long a silence. */
async function inTime<T>(coming: Promise<T>): Promise<T | undefined> {
  let timer;
  const silence = new Promise<undefined>((over) => (timer = setTimeout(over, SILENCE)));
  try {
    return await Promise.race([coming, silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function* sliced(part: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < part.size; at += SLICE) {
    const bytes = slice(part, at);
    for (let piece = 0; piece < bytes.length; piece += PIECE) yield bytes.subarray(piece, piece + PIECE);
  }
}

function slice(part: Blob, at: number): Uint8Array {
  try {
    return new Uint8Array(new FileReaderSync().readAsArrayBuffer(part.slice(at, at + SLICE)));
  } catch (error) {
    if (error instanceof DOMException) throw error;
    // Firefox throws what is inside of it.
    const inside = String(error);
    throw new DOMException(inside, inside.includes("NOT_FOUND") ? "NotFoundError" : "NotReadableError");
  }
}
