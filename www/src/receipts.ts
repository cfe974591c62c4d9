// Receipts among the files that are added: they and the reports that they are of are compared, and are no logs.

import type { ReceiptSeen } from "adsum-web";

/** A receipt that was added. */
export interface Added {
  /** The name of its file. */
  name: string;
  text: string;
  /** Of its report the name and the size, and the sizes of the files that it was made of; blank where it is no receipt. */
  report: string;
  bytes: number;
  inputs: number[];
  /** What was added that may be its report. */
  reports: File[];
  /** What was seen, or why nothing was. */
  seen?: ReceiptSeen | string;
}

/** Browsers number what they saved before. */
const NAMED = /\.receipt( ?\(\d+\))?\.json$/i;

async function receipt(file: File): Promise<Added> {
  const text = await file.text().catch(() => "");
  const added: Added = { name: file.name, text, report: "", bytes: -1, inputs: [], reports: [] };
  try {
    const { name, bytes, inputs } = JSON.parse(text) as { name: unknown; bytes: unknown; inputs: { bytes: unknown }[] };
    return { ...added, report: String(name), bytes: Number(bytes), inputs: inputs.map(({ bytes }) => Number(bytes)) };
  } catch {
    // Whether it is one says the core.
    return added;
  }
}

/** Whether a file is compared with a receipt's report. */
function isOf({ report, bytes, inputs }: Added, file: File): boolean {
  return file.name === report || (file.size === bytes && !inputs.includes(bytes));
}

/** The receipts, with those that were there before, and the files that are logs. */
export async function sortOut(files: File[], before: Added[]): Promise<{ receipts: Added[]; logs: File[] }> {
  const named = files.filter(({ name }) => NAMED.test(name));
  const all = [...before, ...(await Promise.all(named.map(receipt)))];
  const others = files.filter((file) => !named.includes(file));
  const receipts = all.map((one) => ({ ...one, reports: [...one.reports, ...others.filter((file) => isOf(one, file))] }));
  return { receipts, logs: others.filter((file) => !all.some((one) => isOf(one, file))) };
}
