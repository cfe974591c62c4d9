//! Small random logs with every nuisance that the specification names, for the property tests.
//!
//! The same seed gives the same log. Values come from small pools and times from a few instants, so that
//! collisions, ties and overlaps really happen; a few logs are large, a few are empty, a few span a year.

mod files;
mod pools;
mod records;
mod times;

use crate::{File, Options};

/// A log and the options to report on it with.
#[derive(Clone, Debug)]
pub struct RandomLog {
    /// The files, in no particular order.
    pub files: Vec<File>,
    /// What the user chose.
    pub options: Options,
}

/// The random log of a seed.
pub fn log(seed: u64) -> RandomLog {
    let mut rng = Rng(seed);
    let times = times::Times::new(&mut rng);
    let mut options = times.options(&mut rng);
    let mut rows = records::rows(&mut rng, &times);
    rng.shuffle(&mut rows);
    let files = files::files(&mut rng, &rows);
    join(&mut rng, &mut options);
    RandomLog { files, options }
}

/// What the user joins; in most logs nothing.
fn join(rng: &mut Rng, options: &mut Options) {
    options.join_restarts = rng.chance(30);
    if rng.chance(30) {
        let person = |rng: &mut Rng| (0..2 + rng.below(3)).map(|_| identity(rng)).collect();
        options.aliases = (0..1 + rng.below(3)).map(|_| person(rng)).collect();
    }
}

fn identity(rng: &mut Rng) -> (&'static str, String) {
    let (field, pool) = match rng.below(4) {
        0 => ("user_id", pools::USER_IDS),
        1 => ("username", pools::USERNAMES),
        2 => ("email", pools::EMAILS),
        _ => ("display_name", pools::DISPLAY_NAMES),
    };
    (field, rng.pick(pool).to_owned())
}

/// One record before it is written to a file: fields and values; a field that is not there is not known.
type Row = Vec<(&'static str, String)>;

/// SplitMix64.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is not 0.
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or_default()
    }

    /// A number of seconds or days, from `low` to `high`.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(count)).unwrap_or_default()
    }

    /// True so many times in a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            let other = self.below(last + 1);
            all.swap(last, other);
        }
    }
}
