import * as duckdb from "@duckdb/duckdb-wasm";
import { HEADER, query } from "./report.sql.js";

/** Starts it: that is not measured. */
export async function start() {
  const worker = new Worker("/duckdb-browser-eh.worker.js");
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate("/duckdb-eh.wasm");
  const connection = await database.connect();
  return async (file) => {
    await database.registerFileHandle("log.csv", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
    const parts = [`${HEADER}\r\n`];
    for await (const batch of await connection.send(query("log.csv"))) {
      const rows = batch.getChildAt(0);
      const lines = [];
      for (let n = 0; n < rows.length; n++) lines.push(rows.get(n));
      if (lines.length > 0) parts.push(`${lines.join("\r\n")}\r\n`);
    }
    return new Blob(parts);
  };
}
