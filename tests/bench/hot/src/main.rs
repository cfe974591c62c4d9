//! Natively: the shortest of some rounds of each part, in nanoseconds an event, a line each.
#![expect(clippy::print_stdout, reason = "its result is for `hot.mjs`")]

use adsum_hot::Bench;
use std::time::Instant;

fn main() {
    let [bytes, rounds] =
        [1, 2].map(|n| std::env::args().nth(n).and_then(|text| text.parse().ok()).unwrap_or(1));
    let mut bench = Bench::new(bytes);
    for part in 0..Bench::names().len() {
        let round = || {
            let start = Instant::now();
            bench.run(part);
            start.elapsed().as_secs_f64()
        };
        let shortest = std::iter::repeat_with(round).take(rounds).fold(f64::INFINITY, f64::min);
        println!("{}", shortest * 1e9 / bench.events(part));
    }
}
