//! Files that are cut off or altered: whatever becomes of them, nothing panics and every record is counted.

use adsum_hostile::{Chance, fixtures, log};

/// Cuts every fixture at each `step`th byte; how many cuts that were.
fn cut(step: usize) -> usize {
    let mut cuts = 0;
    for (place, (name, bytes)) in fixtures().iter().enumerate() {
        for end in (place % step..bytes.len()).step_by(step) {
            let _ = log(&[(name, &bytes[..end])], usize::MAX);
            cuts += 1;
        }
    }
    cuts
}

fn flip(times: usize) {
    let mut files = fixtures();
    let mut chance = Chance(6);
    for _ in 0..times {
        let file = chance.below(files.len());
        let (name, bytes) = &mut files[file];
        if bytes.is_empty() {
            continue;
        }
        let (place, bit) = (chance.below(bytes.len()), 1 << chance.below(8));
        bytes[place] ^= bit;
        let _ = log(&[(name, bytes)], usize::MAX);
        bytes[place] ^= bit;
    }
}

#[test]
fn files_cut_off_here_and_there_are_accounted_for() {
    assert!(cut(89) > 1_000);
}

#[test]
#[ignore = "takes half a minute"]
fn files_cut_off_at_every_byte_are_accounted_for() {
    assert!(cut(1) > 100_000);
}

#[test]
fn files_with_a_bit_flipped_are_accounted_for() {
    flip(10_000);
}

#[test]
#[ignore = "takes half a minute"]
fn fifty_thousand_flipped_bits_are_accounted_for() {
    flip(50_000);
}
