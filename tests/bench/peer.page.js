// A page that does the job with another parser: which one, the address says.

const name = new URLSearchParams(location.search).get("name");

/** A parser in a worker of its own, as Adsum is. */
function inWorker() {
  const worker = new Worker(`/${name}.worker.js`, { type: "module" });
  return (file) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => (typeof data === "string" ? reject(new Error(data)) : resolve(data));
      worker.postMessage(file);
    });
}

const work = name === "duckdb" ? await (await import("/duckdb.page.js")).start() : inWorker();
document.querySelector("#files").addEventListener("change", async (event) => {
  try {
    const files = [...event.target.files];
    globalThis.made(await work(name === "sheetjs" ? files : files[0]));
  } catch (error) {
    globalThis.failed(String(error));
  }
});
document.body.dataset.ready = "";
