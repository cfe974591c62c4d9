// Sheets as CSV to a workbook by SheetJS. Only writing is timed: its rows are in its hands before.

import Papa from "papaparse";
import { utils, write } from "xlsx";

const number = (cell) => (cell !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell);

async function workbook(files) {
  const tables = [];
  for (const file of files) tables.push(Papa.parse((await file.text()).trimEnd()).data.map((row) => row.map(number)));
  const start = performance.now();
  const book = utils.book_new();
  tables.forEach((rows, n) => utils.book_append_sheet(book, utils.aoa_to_sheet(rows, { dense: true }), `Sheet ${n + 1}`));
  const blob = new Blob([write(book, { type: "array", bookType: "xlsx", compression: true })]);
  return { blob, wall: (performance.now() - start) / 1000 };
}

onmessage = ({ data }) => workbook(data).then(postMessage, (error) => postMessage(String(error)));
