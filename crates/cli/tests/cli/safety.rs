//! Nothing that is there is lost, and nothing half is left.

use crate::world::{LOG, REPORT, World};
use std::fs::{self, File};
use std::process::Stdio;

#[test]
fn a_log_is_never_overwritten() {
    let world = World::with_log("overwrite");
    fs::create_dir(world.path("folder")).unwrap();
    world.put("folder/attendance_2026-03-02_2026-03-09.csv", LOG);
    world.put("part_2026-03-02_2026-03-09.csv", LOG);
    fs::hard_link(world.path("log.csv"), world.path("same.csv")).unwrap();
    let mut runs = vec![
        "attendance -o log.csv log.csv",
        "attendance -o ./folder/../log.csv log.csv",
        "attendance -o same.csv log.csv",
        "attendance -o log.csv part_2026-03-02_2026-03-09.csv log.csv",
        "attendance -o new.csv --rejected log.csv log.csv",
        "attendance --rejected log.csv log.csv",
        "attendance -o folder folder/attendance_2026-03-02_2026-03-09.csv",
        "attendance --split -o part.csv part_2026-03-02_2026-03-09.csv",
        "inspect --rejected log.csv log.csv",
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("log.csv", world.path("link.csv")).unwrap();
        runs.extend(["attendance -o link.csv log.csv", "attendance -o log.csv link.csv"]);
    }
    let before = world.names();
    for args in runs {
        let ran = world.run(args).ended(2, &["is one of the logs and would be overwritten"]);
        assert_eq!(ran.out, "", "{args}");
        assert_eq!(world.names(), before, "{args}");
        for name in
            ["log.csv", "folder/attendance_2026-03-02_2026-03-09.csv", "part_2026-03-02_2026-03-09.csv"]
        {
            assert_eq!(world.text(name), LOG, "{args}");
        }
    }
}

#[test]
fn nor_is_it_through_standard_input() {
    let world = World::with_log("overwrite-stdin");
    let mut command = world.command(["attendance", "-", "-o", "log.csv"]);
    let output = command.stdin(File::open(world.path("log.csv")).unwrap()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(world.text("log.csv"), LOG);
}

#[test]
fn two_files_do_not_get_one_name() {
    let world = World::with_log("twice");
    world.run("attendance -o out.csv --rejected ./out.csv log.csv").ended(2, &["named for two files"]);
    assert_eq!(world.names(), ["log.csv"]);
}

#[test]
fn a_failure_leaves_the_old_report_and_no_half_one() {
    let world = World::with_log("failure");
    world.put("report.csv", "old");
    // The second file cannot be saved; so the first is not either.
    fs::create_dir(world.path("not-used.csv")).unwrap();
    fs::create_dir(world.path("not-used.csv/not-used.csv")).unwrap();
    world.run("attendance -o report.csv --rejected not-used.csv log.csv").ended(1, &["not-used.csv"]);
    assert_eq!(world.text("report.csv"), "old");
    assert_eq!(world.names(), ["log.csv", "not-used.csv", "report.csv"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_to_and_not_replaced() {
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
    let world = World::with_log("special");
    world.run("attendance -o /dev/null log.csv").did(&["wrote /dev/null: 3 rows"]);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    if fs::metadata("/dev/full").is_ok() {
        world.run("attendance -o /dev/full log.csv").ended(1, &["the disk is full"]);
    }
    // A link stays a link, and permissions stay.
    world.put("real.csv", "old");
    fs::set_permissions(world.path("real.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.csv", world.path("link.csv")).unwrap();
    world.run("attendance -o link.csv log.csv").did(&[]);
    assert!(fs::symlink_metadata(world.path("link.csv")).unwrap().is_symlink());
    assert_eq!(world.text("real.csv"), REPORT);
    assert_eq!(fs::metadata(world.path("real.csv")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn a_write_protected_report_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::with_log("protected");
    world.put("report.csv", "signed");
    fs::set_permissions(world.path("report.csv"), fs::Permissions::from_mode(0o444)).unwrap();
    world.run("attendance -o report.csv log.csv").ended(1, &["permission denied"]);
    assert_eq!(world.text("report.csv"), "signed");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::new("pipe");
    let mut command = world.command(["sample", "classes", "--size", "5M"]);
    let mut child = command.stdin(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_a_log() {
    let world = World::new("fifo");
    let made = std::process::Command::new("mkfifo").arg(world.path("fifo")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let fifo = world.path("fifo");
    let writer = std::thread::spawn(move || fs::write(fifo, LOG).unwrap());
    world.put("report.csv", "old");
    world.run("attendance fifo -o report.csv").did(&["wrote report.csv: 3 rows"]);
    writer.join().unwrap();
    assert_eq!(world.text("report.csv"), REPORT);
}
