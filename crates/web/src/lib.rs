//! The worker of the page: what `www/src/worker.ts` calls.
//!
//! It decides nothing. What it does, the command line can do.

use wasm_bindgen::prelude::wasm_bindgen;

/// Answers that the worker is up, with the version of what it runs.
#[wasm_bindgen]
#[must_use]
pub fn ping() -> String {
    format!("adsum {}", env!("CARGO_PKG_VERSION"))
}
