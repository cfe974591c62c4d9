//! Where the time of a run goes: how long the browsers of each engine were busy with what.

use crate::engine::Engine;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

type Spent = BTreeMap<(&'static str, usize), (u32, Duration)>;

static SPENT: Mutex<Spent> = Mutex::new(BTreeMap::new());

/// Does this, and keeps how long it took.
pub(crate) async fn timed<T>(engine: Engine, what: &'static str, work: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let done = work.await;
    let engine = Engine::ALL.iter().position(|one| *one == engine).unwrap_or_default();
    let mut spent = SPENT.lock().unwrap_or_else(PoisonError::into_inner);
    let (times, time) = spent.entry((what, engine)).or_default();
    *times += 1;
    *time += start.elapsed();
    done
}

/// A line for each thing that was done: how often, and how many seconds in all, in each engine.
#[must_use]
pub fn spent() -> String {
    let spent = SPENT.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = format!("{:<12}", "seconds of");
    for engine in Engine::ALL {
        let _ = write!(text, "{:>16}", engine.to_string());
    }
    let mut kinds: Vec<&str> = spent.keys().map(|(what, _)| *what).collect();
    kinds.dedup();
    for what in kinds {
        let _ = write!(text, "\n{what:<12}");
        for engine in 0..Engine::ALL.len() {
            let (times, time) = spent.get(&(what, engine)).copied().unwrap_or_default();
            let _ = write!(text, "{:>16}", format!("{:.1} ({times})", time.as_secs_f64()));
        }
    }
    text.push('\n');
    text
}
