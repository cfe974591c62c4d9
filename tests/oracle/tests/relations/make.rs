//! What is done to a log.

use crate::written::{self, Style};
use crate::{Alike, Part, Sides};
use adsum_oracle::random::RandomLog;
use adsum_oracle::{File, Moment, Options, read, read_moment};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};

/// A record: its known fields and their values.
pub(crate) type Row = Vec<(&'static str, String)>;

/// The fields that are times.
const TIMES: [&str; 4] = ["time", "session_created", "starts_at", "ends_at"];

/// Stands before a name that was changed, and in no other text.
const MARK: &str = "zq~";

/// A random log: as it was made, and its records alone.
pub(crate) struct Plain {
    files: Vec<File>,
    rows: Vec<Row>,
    pub(crate) options: Options,
}

fn file(name: &str, bytes: Vec<u8>) -> File {
    File { name: name.to_owned(), bytes }
}

impl Plain {
    /// The log with the records that can be used, as the oracle reads them; the rest is for other tests.
    pub(crate) fn of(log: RandomLog) -> Self {
        let row = |record: &adsum_oracle::Record| {
            record.text.known().into_iter().map(|(field, value)| (field, value.to_owned())).collect()
        };
        let rows = read(&log.files).records.iter().map(row).collect();
        Self { files: log.files, rows, options: log.options }
    }

    /// The records in one plain CSV.
    fn one(&self) -> Part {
        (vec![file("log.csv", written::plain(&self.rows).into_bytes())], self.options.clone())
    }

    fn other(&self, files: Vec<File>) -> Sides {
        Sides::same(self.one(), (files, self.options.clone()))
    }

    pub(crate) fn plainly(&self) -> Sides {
        self.other(self.files.clone())
    }

    pub(crate) fn rewritten(&self, change: impl FnOnce(&mut Vec<Row>)) -> Sides {
        let mut rows = self.rows.clone();
        change(&mut rows);
        self.other(vec![file("log.csv", written::plain(&rows).into_bytes())])
    }

    pub(crate) fn split(&self, chance: &mut Chance) -> Sides {
        let mut parts = vec![Vec::new(); 2 + chance.below(5)];
        for row in &self.rows {
            let count = parts.len();
            parts[chance.below(count)].push(row.clone());
        }
        let files = (0..).zip(parts).map(|(n, rows)| file(&format!("{n}.csv"), written::plain(&rows).into()));
        self.other(files.collect())
    }

    pub(crate) fn other_csv(&self, change: impl FnOnce(&mut Style)) -> Sides {
        let mut style = Style::plain();
        change(&mut style);
        self.other(vec![file("log.csv", written::csv(&self.rows, &style).into_bytes())])
    }

    pub(crate) fn packed(&self, name: &str, write: fn(&[Row]) -> Vec<u8>) -> Sides {
        self.other(vec![file(name, write(&self.rows))])
    }

    pub(crate) fn encoded(&self, write: impl Fn(&str) -> Vec<u8>) -> Sides {
        self.other(vec![file("log", write(&written::plain(&self.rows)))])
    }

    /// A line break or tab in a cell is read as a space, so there are none on either side.
    pub(crate) fn workbook(&self, _: &mut Chance) -> Sides {
        let rows = self.each_value(|_, value| value.replace(['\r', '\n', '\t'], " "));
        let book = file("log.xlsx", written::workbook(&rows.rows));
        Sides::same(rows.one(), (vec![book], self.options.clone()))
    }

    /// The log's own files in one archive, with something beside them that is no log.
    pub(crate) fn zipped(&self, chance: &mut Chance) -> Sides {
        let mut files: Vec<(&str, &[u8])> =
            self.files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
        files.push(("__MACOSX/._log", b"\0\x05\x16\x07"));
        chance.shuffle(&mut files);
        self.other(vec![file("logs.zip", written::zipped(files.into_iter()))])
    }

    /// The same log with other values.
    fn each_value(&self, mut change: impl FnMut(&'static str, &str) -> String) -> Self {
        let mut rows = self.rows.clone();
        for (field, value) in rows.iter_mut().flatten() {
            *value = change(field, value);
        }
        Self { files: Vec::new(), rows, options: self.options.clone() }
    }

    /// Another way to write the events' times. The schedule's stay: of two that differ at one time, the greater text
    /// wins.
    pub(crate) fn retimed(&self, mut change: impl FnMut(Moment) -> Written) -> Sides {
        let other = self.each_value(|field, value| match read_moment(value) {
            Some(moment) if field == "time" => change(moment).0,
            _ => value.to_owned(),
        });
        Sides::same(self.one(), other.one())
    }

    /// The same log with other times, the schedule's among them; those that cannot be read are left out.
    fn each_time(&self, change: impl Fn(&str, Moment) -> Moment) -> Self {
        self.each_value(|field, value| match read_moment(value) {
            _ if !TIMES.contains(&field) => value.to_owned(),
            Some(moment) => plain_time(change(field, moment)).0,
            None => String::new(),
        })
    }

    /// In UTC a day is a day: the log some days later has the report with its days as much later.
    pub(crate) fn shifted(&self, chance: &mut Chance) -> Sides {
        let days = i32::try_from(chance.below(4000)).unwrap_or_default() - 2000;
        let mut here = self.each_time(|_, moment| moment);
        here.options = utc(&self.options, "UTC");
        let mut there = here.each_time(|_, moment| later(moment, days.days()));
        for day in [&mut there.options.from, &mut there.options.to] {
            *day = day.map(|day| day.saturating_add(days.days()));
        }
        let back = Box::new(move |column: &str, cell: &str| match column {
            "SessionDate"
            | "RoomOpened"
            | "RoomClosed"
            | "AttendeeFirstJoinTime"
            | "AttendeeLastLeaveTime" => redated(cell, "%m/%d/%Y", days),
            column if column.contains("(yyyy-mm-dd") => redated(cell, "%Y-%m-%d", days),
            _ => cell.to_owned(),
        });
        Sides { back, alike: Alike::UnlessTooLong, ..Sides::same(here.one(), there.one()) }
    }

    /// What a clock five hours on shows is what a clock of UTC shows five hours later. Times without zone are of the
    /// log's clock, which is put on as well, so they stay as they are.
    pub(crate) fn other_zone(&self, _: &mut Chance) -> Sides {
        // Of the schedule's times the greater text wins, so all of them have to change alike.
        let mut here = self.each_time(|field, moment| match moment {
            Moment::Local(clock) if field != "time" => Moment::Instant(second(clock) - 5 * 3600),
            moment => moment,
        });
        here.options = utc(&self.options, "Etc/GMT-5");
        let mut there = here.each_time(|_, moment| match moment {
            Moment::Instant(_) => later(moment, 5.hours()),
            moment => moment,
        });
        there.options = utc(&self.options, "UTC");
        Sides::same(here.one(), there.one())
    }

    /// The mark stands before the names of people. It may change their order, as first names do not have it.
    pub(crate) fn people_renamed(&self, _: &mut Chance) -> Sides {
        let renamed = ["user_id", "username", "email", "display_name", "target_user_id", "target_name"];
        let mut other = self.marked(&renamed);
        for (_, value) in other.options.aliases.iter_mut().flatten() {
            *value = marked(value);
        }
        Sides { alike: Alike::Rows, ..unmarked(self, &other) }
    }

    pub(crate) fn sessions_renamed(&self, _: &mut Chance) -> Sides {
        let renamed =
            ["event_code", "session_id", "instance_id", "session_name", "session_owner", "context_name"];
        unmarked(self, &self.marked(&renamed))
    }

    pub(crate) fn connections_renamed(&self) -> Sides {
        unmarked(self, &self.marked(&["connection_id", "bubble_id"]))
    }

    fn marked(&self, renamed: &[&str]) -> Self {
        self.each_value(
            |field, value| if renamed.contains(&field) { marked(value) } else { value.to_owned() },
        )
    }

    /// Nothing of one event code is in what is said of another.
    pub(crate) fn by_event_code(&self, _: &mut Chance) -> Sides {
        let options = self.some_months();
        let code =
            |row: &Row| row.iter().find(|(field, _)| *field == "event_code").map(|(_, code)| code.clone());
        let mut codes: Vec<_> = self.rows.iter().map(code).collect();
        codes.sort();
        codes.dedup();
        let of = |wanted: &Option<String>| {
            let rows: Vec<Row> = self.rows.iter().filter(|row| code(row) == *wanted).cloned().collect();
            (vec![file("log.csv", written::plain(&rows).into_bytes())], options.clone())
        };
        let one = (self.one().0, options.clone());
        let mut sides = Sides { alike: Alike::Rows, ..Sides::same(one.clone(), one) };
        if !codes.is_empty() {
            sides.other = codes.iter().map(of).collect();
        }
        sides
    }

    /// The attendance reports of two ranges, one after the other, are that of both.
    pub(crate) fn by_day(&self, chance: &mut Chance) -> Sides {
        let options = self.some_months();
        let (Some(from), Some(to)) = (options.from, options.to) else {
            return Sides::same(self.one(), self.one());
        };
        let at = |days: i32| from.saturating_add(days.days());
        // The log's own days are in the first half of these months: two of them alone, then the rest.
        let first = i32::try_from(chance.below(3)).unwrap_or_default() + 1;
        let ranges = [(from, at(first - 1)), (at(first), at(first)), (at(first + 1), to)];
        let part = |(from, to)| (self.one().0, Options { from: Some(from), to: Some(to), ..options.clone() });
        let one = (self.one().0, options.clone());
        let other = ranges.map(part).to_vec();
        Sides { other, alike: Alike::AttendanceRows, ..Sides::same(one.clone(), one) }
    }

    /// The options with five months from the day before the log's first.
    fn some_months(&self) -> Options {
        let time = |row: &Row| row.iter().find(|(field, _)| *field == "time").and_then(|(_, time)| day(time));
        let first = self.rows.iter().filter_map(time).min().unwrap_or(Date::constant(2026, 3, 2));
        let from = first.saturating_sub(1.day());
        Options { from: Some(from), to: Some(from.saturating_add(5.months())), ..self.options.clone() }
    }
}

fn unmarked(log: &Plain, other: &Plain) -> Sides {
    let back = Box::new(|_: &str, cell: &str| cell.replace(MARK, ""));
    Sides { back, ..Sides::same(log.one(), other.one()) }
}

/// A changed value. Space before it stays before it, as it does not count in a name.
fn marked(value: &str) -> String {
    let name = value.trim_start();
    format!("{}{MARK}{name}", &value[..value.len() - name.len()])
}

fn utc(options: &Options, zone: &str) -> Options {
    Options { time_zone: zone.to_owned(), log_time_zone: zone.to_owned(), ..options.clone() }
}

/// A time as a log has it.
pub(crate) struct Written(String);

fn day(time: &str) -> Option<Date> {
    Some(match read_moment(time)? {
        Moment::Instant(second) => instant(second).to_zoned(TimeZone::UTC).date(),
        Moment::Local(clock) => clock.date(),
    })
}

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time of the log")
}

fn plain_time(moment: Moment) -> Written {
    Written(match moment {
        Moment::Instant(second) => instant(second).strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        Moment::Local(clock) => clock.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    })
}

fn later(moment: Moment, by: Span) -> Moment {
    let of = |clock: DateTime| clock.checked_add(by).expect("a time of the log");
    match moment {
        Moment::Local(clock) => Moment::Local(of(clock)),
        Moment::Instant(second) => {
            Moment::Instant(self::second(of(instant(second).to_zoned(TimeZone::UTC).datetime())))
        }
    }
}

/// The instant at which the clock of UTC shows this.
fn second(clock: DateTime) -> i64 {
    clock.to_zoned(TimeZone::UTC).expect("UTC").timestamp().as_second()
}

/// An instant with one offset or another.
pub(crate) fn offset(moment: Moment, chance: &mut Chance) -> Written {
    let Moment::Instant(second) = moment else { return plain_time(moment) };
    let minutes = i64::try_from(chance.below(28 * 60)).unwrap_or_default() - 14 * 60;
    let clock = instant(second + minutes * 60).strftime("%Y-%m-%dT%H:%M:%S");
    let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
    Written(format!("{clock}{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

/// An instant as the log's clock showed it, unless that would be read as another.
pub(crate) fn on_the_clock(moment: Moment, zone: &str) -> Written {
    let Moment::Instant(second) = moment else { return plain_time(moment) };
    let zone = TimeZone::get(zone).expect("a zone");
    let clock = instant(second).to_zoned(zone.clone()).datetime();
    let back = zone.to_ambiguous_timestamp(clock).compatible().map(Timestamp::as_second);
    plain_time(if back.is_ok_and(|back| back == second) { Moment::Local(clock) } else { moment })
}

/// The date at the beginning of a cell, so many days earlier.
fn redated(cell: &str, format: &str, days: i32) -> String {
    let Some((date, rest)) = cell.split_at_checked(10) else { return cell.to_owned() };
    let date = Date::strptime(format, date).expect("a date").saturating_sub(days.days());
    format!("{}{rest}", date.strftime(format))
}

/// Every record once, twice or three times, anywhere.
pub(crate) fn again(rows: &mut Vec<Row>, chance: &mut Chance) {
    for row in rows.clone() {
        rows.extend(std::iter::repeat_n(row, chance.below(3)));
    }
    chance.shuffle(rows);
}

/// SplitMix64.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `n`, which is not 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap_or_default()
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}
