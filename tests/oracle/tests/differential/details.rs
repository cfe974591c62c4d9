//! What is behind a row comes to what stands in it.

use crate::common::{EMPTY, Read, core_options};
use crate::{LOGS, for_each_log};
use adsum_core::report::attendance::Attendance;
use adsum_core::report::detail::{Detail, Ended, Moment, Stay, What};
use adsum_core::table::{Cell, Table as _};
use adsum_oracle::{File, Options as OracleOptions};

#[test]
fn what_is_behind_a_row_comes_to_its_figures() {
    for_each_log(LOGS, |log| {
        details_add_up(&mut Read::files(&log.files, usize::MAX), &log.files, &log.options)
    });
}

/// Whether what is behind each row of the attendance report comes to its figures, and names records that are
/// there; else what does not.
fn details_add_up(read: &mut Read, files: &[File], options: &OracleOptions) -> Result<(), String> {
    let options = core_options(options);
    let input = read.0.input(&options.answers).expect("an event log leaves nothing open");
    let range = input.attendance_range(&options).unwrap_or(EMPTY);
    let report = Attendance::new(input, &options, &range);
    let mut cells = Vec::new();
    for row in 0..report.len() {
        report.row(row, &mut cells);
        let about = report.about(row).ok_or("a row is about nobody")?;
        let detail = Detail::new(input, about, options.rejoin_gap);
        let [visit] = detail.visits.as_slice() else { return Err(format!("row {row}: {detail:?}")) };
        let said = |what| visit.remarks.iter().any(|remark| remark.what == what);
        let sum: u64 = visit.stays.iter().map(Stay::seconds).sum();
        let gap = u64::from(options.rejoin_gap);
        let apart = |pair: &[Stay]| pair[1].start.abs_diff(pair[0].end) > gap;
        let rejoins = visit.stays.windows(2).filter(|pair| apart(pair)).count() as u64;
        let last = visit.stays.last().map_or(Cell::Blank, |stay| Cell::Local(options.zone.local(stay.end)));
        let figures = [
            (said(What::StatedTime), &cells[16], Cell::Seconds(sum)),
            (said(What::StatedRejoins) || said(What::RejoinsUnknown), &cells[17], Cell::Count(rejoins)),
            (false, &cells[15], last),
        ];
        for (stated, figure, ours) in figures {
            if !stated && *figure != ours {
                return Err(format!("row {row}: {figure:?} in the report, {ours:?} behind it: {visit:?}"));
            }
        }
        for one in visit.stays.iter().flat_map(|stay| &stay.connections) {
            is_there(files, one.from, "joined")?;
            if one.ended == Ended::Left {
                is_there(files, one.to, "left")?;
            }
        }
    }
    Ok(())
}

/// Whether the record at this place is of this kind.
fn is_there(files: &[File], moment: Moment, kind: &str) -> Result<(), String> {
    let position = moment.position;
    let file = files.get(position.file as usize).ok_or("no such file")?;
    // Whatever the encoding: the kinds are ASCII.
    let bytes: Vec<u8> = file.bytes.iter().copied().filter(|&byte| byte != 0).collect();
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    let lines = text.split('\n').skip(usize::try_from(position.line).unwrap_or(1).saturating_sub(1));
    // A record may go on in the lines after its first.
    let record: Vec<&str> = lines.take(8).collect();
    match record.iter().any(|line| line.contains(kind)) {
        true => Ok(()),
        false => Err(format!("{} has no {kind} at line {}: {record:?}", file.name, position.line)),
    }
}
