// The worker: receives the compiled module first, then commands for crates/web.

import { initSync, ping } from "adsum-web";

onmessage = (first: MessageEvent<WebAssembly.Module>) => {
  initSync({ module: first.data });
  onmessage = (event: MessageEvent<string>) => {
    if (event.data === "ping") postMessage(ping());
  };
};
