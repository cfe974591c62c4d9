//! The one tool that people run.
fn main() {}
