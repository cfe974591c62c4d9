// Runs first, alone, and in browsers far older than we support: so nothing newer than ES2015 in here.
// It only decides which of the page's static paragraphs is shown, and in which language. `main.ts` does nothing if this one said no.

// The smallest module with a SIMD instruction in it: validate() is false where SIMD is missing or switched off.
const SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];

/** Shows it in the language of the address or of the browser, if it has that; else it is in English. */
function speak(message: HTMLElement): void {
  const wanted = /(?:^#|&)lang=([a-z]{2})/.exec(location.hash);
  const language = wanted ? wanted[1] : (navigator.language || "").slice(0, 2).toLowerCase();
  const parts = message.querySelectorAll<HTMLElement>("[lang]");
  let found = false;
  for (let n = 0; n < parts.length; n++) found = found || parts[n]!.lang === language;
  if (!found) return;
  for (let n = 0; n < parts.length; n++) parts[n]!.hidden = parts[n]!.lang !== language;
  document.documentElement.lang = language!;
}

// DecompressionStream is not used: whoever lacks it (Safari before 16.4, Firefox before 113) lacks other things, too.
(function () {
  let missing = "";
  if (typeof WebAssembly !== "object") {
    missing = "no-wasm";
  } else if (
    typeof Worker !== "function" ||
    typeof DecompressionStream !== "function" ||
    !WebAssembly.validate(new Uint8Array(SIMD))
  ) {
    missing = "too-old";
  }
  if (missing) {
    document.documentElement.setAttribute("data-missing", missing);
    const message = document.getElementById(missing);
    if (message) {
      speak(message);
      message.hidden = false;
    }
  }
})();

export {};
