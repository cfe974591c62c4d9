//! Writes the log of hostile names, for other programs to look at what becomes of it.

use std::io::{Write as _, stdout};

fn main() -> std::io::Result<()> {
    stdout().write_all(adsum_hostile::names::log().as_bytes())
}
