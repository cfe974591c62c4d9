//! `adsum sample`.

use crate::world::World;
use adsum_core::sample::{self, Sample, Size};
use std::fs;

fn core(sample: Sample, size: Size) -> Vec<u8> {
    let mut bytes = Vec::new();
    sample::write(sample, size, &mut |part| bytes.extend_from_slice(part));
    bytes
}

#[test]
fn the_bytes_are_the_core_s() {
    let world = World::new("sample");
    for (args, sample, size) in [
        ("classes", Sample::Classes, Size::Demo),
        ("event", Sample::Event, Size::Demo),
        ("classes --size 600000", Sample::Classes, Size::Bytes(600_000)),
        ("event --size 2M", Sample::Event, Size::Bytes(2_000_000)),
    ] {
        let expected = core(sample, size);
        assert!(world.run(&format!("sample {args}")).did(&[]).out.as_bytes() == expected, "{args}");
        world.run(&format!("sample {args} -o sample.log")).did(&["wrote sample.log: "]);
        assert!(fs::read(world.path("sample.log")).unwrap() == expected, "{args}");
    }
    world.run("sample event -o samples/").did(&[]);
    assert!(fs::read(world.path("samples/summit-2026.ndjson")).unwrap() == core(Sample::Event, Size::Demo));
}

#[test]
fn the_samples_can_be_reported() {
    let world = World::new("sample-reports");
    world.run("sample classes -o classes.csv").did(&[]);
    world.run("sample event -o summit.ndjson").did(&[]);
    world.run("attendance classes.csv summit.ndjson -o a.csv").did(&["wrote a.csv: "]);
    world.run("smart-sessions classes.csv summit.ndjson -o s.xlsx").did(&["wrote s.xlsx: "]);
    let ran = world.run("inspect classes.csv summit.ndjson").did(&[]);
    assert!(ran.out.contains("event log (NDJSON), UTF-8"), "{}", ran.out);
}
