//! One target under libFuzzer: `ADSUM_FUZZ=csv fuzz corpus/`, and `ADSUM_FUZZ=list fuzz` names them all.
//! `cargo xtask fuzz` builds and runs it.
#![no_main]
#![allow(clippy::print_stdout, reason = "the names go there")]

use adsum_fuzz::{TARGETS, Target, target};
use std::sync::LazyLock;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("ADSUM_FUZZ").unwrap_or_default();
    if name == "list" {
        TARGETS.iter().for_each(|target| println!("{}", target.name));
        std::process::exit(0);
    }
    target(&name).unwrap_or_else(|| panic!("ADSUM_FUZZ names no target: {name:?}"))
});

libfuzzer_sys::fuzz_target!(init: { LazyLock::force(&TARGET); }, |data: &[u8]| (TARGET.run)(data));
