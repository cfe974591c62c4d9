//! Times, days and zones.

use adsum_core::time::civil::{self, is_date, is_time_of_day};
use adsum_core::time::{Clock, Day, Stamp, Zone, parse, write};

/// A time of the event log that is understood is written and understood again.
pub(crate) fn event_log(data: &[u8]) {
    let Some(Stamp { seconds, clock }) = parse(data) else { return };
    let mut text = Vec::new();
    write::date(&mut text, seconds);
    text.push(b'T');
    write::duration(&mut text, seconds.rem_euclid(86_400).unsigned_abs());
    if clock == Clock::Utc {
        text.push(b'Z');
    }
    assert_eq!(parse(&text), Some(Stamp { seconds, clock }), "{}", String::from_utf8_lossy(&text));
}

/// A time of a platform is one reading or two, and says so everywhere.
pub(crate) fn platforms(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let told = civil::read(&text);
    assert!(!(is_date(&text) && is_time_of_day(&text)), "a day and a time of day at once");
    if let Some(told) = told {
        assert_eq!(civil::read(text.trim()).map(|again| again.when), Some(told.when), "blanks matter");
    }
}

/// What a zone's clock shows of an instant is that instant's time again.
pub(crate) fn zone(data: &[u8]) {
    let Some((head, rest)) = data.split_at_checked(2) else { return };
    let names: Vec<_> = Zone::all_names().collect();
    let place = usize::from(u16::from_le_bytes([head[0], head[1]])) % names.len();
    let Some(zone) = Zone::named(names[place]) else { panic!("{} is not there", names[place]) };
    let mut bytes = [0; 5];
    let length = rest.len().min(5);
    bytes[..length].copy_from_slice(&rest[..length]);
    let seconds = i64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], 0, 0, 0]);
    // From 1900 to 2100: beyond, nobody keeps rules.
    let instant = seconds % 6_311_433_600 - 2_208_988_800;
    let local = zone.local(instant);
    let (back, _) = zone.instant(local);
    assert_eq!(zone.local(back), local, "{} at {instant}", zone.name());
    let day = Day::of_local(local);
    assert!(zone.start_of_day(day) <= instant, "{} at {instant}: the day has not begun", zone.name());
}

/// A day is written as it is read.
pub(crate) fn day(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Some(day) = Day::parse(&text) else { return };
    assert_eq!(Day::parse(&day.to_string()), Some(day));
    let (year, month, number) = day.civil();
    assert_eq!(Day::from_civil(year, month, number), Some(day));
    assert_eq!(Day::of_local(day.local_midnight()), day);
}
