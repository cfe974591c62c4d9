//! The one tool that people run: `cargo xtask serve`, `cargo xtask test`, `cargo xtask dist`.
//!
//! It installs what is missing ([`setup`]), builds the one file ([`dist`], [`fold`]), serves it ([`serve`])
//! and runs every check ([`test`]). It holds no logic of the product.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool that talks to people on a terminal")]

mod bench;
mod dist;
mod fold;
mod fuzz;
mod offline;
mod process;
mod sbom;
mod serve;
mod setup;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port N]   build the page and serve it, with the sample logs, on http://127.0.0.1:8080
                     (or the next free port); Ctrl-C stops it
  test [step...]     run every check, or only the steps named; `cargo xtask test --help` lists them;
                     with --long also what takes long
  fuzz [target...]   look for inputs on which something does not hold; --seconds N a target (60)
  bench [--quick]    measure the page and the command line beside others at the same job; the whole of it
                     takes an hour and 2 GB of disk, --quick some two minutes
  dist               build dist/index.html: the whole page in one file; and dist/offline/, for hosts
  sbom               write what the page is made of (CycloneDX) beside it
  setup              only install what the others need

Each command installs what it needs and does not find: tools into a cache outside the checkout
($ADSUM_CACHE, or the system's cache folder), npm packages into www/node_modules, and, for `test` on Debian,
the browsers. The first time takes some minutes; after that it costs nothing.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["serve", rest @ ..] => serve::command(rest),
        ["test", rest @ ..] => test::command(rest),
        ["bench", rest @ ..] => bench::command(rest),
        ["fuzz", rest @ ..] => fuzz::command(rest),
        ["dist"] => dist::command(),
        ["sbom"] => sbom::command(),
        ["setup"] => setup::everything(),
        // Called by Trunk (Trunk.toml), not by people.
        ["fold"] => fold::command(),
        [] | ["help" | "--help" | "-h", ..] => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(anyhow::anyhow!("`cargo xtask {}` is not known\n\n{USAGE}", other.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The top of the checkout.
fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or_else(|| xtask.clone(), PathBuf::from)
}
