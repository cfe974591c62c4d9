import { inferSchema, initParser } from "udsv";
import { Aggregation } from "./shared.js";

async function report(file) {
  const aggregation = new Aggregation();
  const add = (row) => aggregation.add(row);
  let parser;
  for await (const text of file.stream().pipeThrough(new TextDecoderStream())) {
    parser ??= initParser(inferSchema(text));
    parser.chunk(text, parser.stringArrs, add);
  }
  parser.end();
  return aggregation.finish();
}

onmessage = ({ data }) => report(data).then(postMessage, (error) => postMessage(String(error)));
