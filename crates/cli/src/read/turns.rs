//! Work for several threads, whose results are taken in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Makes something of each of these, by so many threads, while `take` takes what was made in their order. Once something
/// could not be made, nothing further is begun: what stands before it still comes, then the failure, then nothing.
///
/// # Panics
/// If `make` does, once `take` is done.
pub(super) fn in_order<T: Sync, M: Send, E: Send, R>(
    threads: usize,
    all: &[T],
    make: &(impl Fn(usize, &T) -> Result<M, E> + Sync),
    take: impl FnOnce(&mut dyn Iterator<Item = Result<M, E>>) -> R,
) -> R {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (next, sender) = (&next, sender.clone());
            scope.spawn(move || {
                let mut turns = std::iter::from_fn(|| {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    Some((number, all.get(number)?))
                });
                turns.try_for_each(|(number, one)| {
                    let made = make(number, one);
                    if made.is_err() {
                        next.store(all.len(), Ordering::Relaxed);
                    }
                    sender.send((number, made))
                })
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut made = (0..all.len()).map_while(|number| {
            while !early.contains_key(&number)
                && let Ok((number, made)) = receiver.recv()
            {
                early.insert(number, made);
            }
            early.remove(&number)
        });
        let taken = take(&mut made);
        // Nobody waits for more: what else is being made comes to nothing.
        next.store(all.len(), Ordering::Relaxed);
        taken
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_comes_in_order() {
        let all: Vec<u64> = (0..200).collect();
        for threads in [1, 2, 5] {
            // The first ones take longest.
            let make = |number: usize, one: &u64| -> Result<u64, ()> {
                thread::sleep(std::time::Duration::from_micros(if number < 5 { 3_000 } else { 10 }));
                Ok(one * 2)
            };
            let made: Vec<_> = in_order(threads, &all, &make, |made| made.collect());
            assert_eq!(made, all.iter().map(|one| Ok(one * 2)).collect::<Vec<_>>());
        }
        assert_eq!(in_order(3, &[], &|_, one: &u64| Err::<u64, _>(*one), |made| made.count()), 0);
    }

    #[test]
    fn after_a_failure_nothing_is_begun() {
        let all: Vec<usize> = (0..1_000_000).collect();
        let begun = AtomicUsize::new(0);
        let make = |_: usize, one: &usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            if *one == 10 { Err(*one) } else { Ok(*one) }
        };
        let made: Result<Vec<usize>, usize> = in_order(3, &all, &make, |made| made.collect());
        assert_eq!(made, Err(10));
        assert!(begun.into_inner() < 1_000_000);
    }
}
