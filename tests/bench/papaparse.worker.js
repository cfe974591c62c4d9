import Papa from "papaparse";
import { Aggregation } from "./shared.js";

onmessage = ({ data: file }) => {
  const aggregation = new Aggregation();
  let first = true;
  Papa.parse(file, {
    chunkSize: 8 << 20,
    skipEmptyLines: true,
    chunk({ data }) {
      for (const row of data) {
        if (first) first = false;
        else aggregation.add(row);
      }
    },
    complete() {
      try {
        postMessage(aggregation.finish());
      } catch (error) {
        postMessage(String(error));
      }
    },
    error: (error) => postMessage(String(error)),
  });
};
