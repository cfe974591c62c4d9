//! Whole files to both reports: nothing panics, the counts add up, and neither chunks nor merging change a byte.

use adsum_core::container::Parcel;
use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::ReadAs;
use adsum_core::log::Log;
use adsum_core::platform::{Fact, Mapping, Platform};
use adsum_core::question::{Answers, Ask, End};
use adsum_core::report::Options;
use adsum_core::report::rejected::RejectedTable;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::time::{DateOrder, Day, Zone};

/// What a file begins with, so that the fuzzer need not find it out by chance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening(&'static str);

impl Opening {
    pub(crate) const NONE: Self = Self("");
    pub(crate) const NATIVE_CSV: Self = Self(
        "time,event,event_code,session_id,session_name,instance_id,user_id,username,first_name,last_name,email,\
         country,role,connection_id,bubble_id,to_user_id\n",
    );
    pub(crate) const TEAMS_REPORT: Self = Self(
        "1. Summary\nMeeting title\tA\nAttended participants\t1\nStart time\t3/2/26, 9:00:00 AM\nEnd time\t3/2/26, \
         10:00:00 AM\n\n2. Participants\nName\tFirst join\tLast leave\tIn-meeting duration\tEmail\tParticipant ID \
         (UPN)\tRole\n",
    );
    pub(crate) const TEAMS_LIST: Self = Self("Full Name\tUser Action\tTimestamp\n");
    pub(crate) const ZOOM_PARTICIPANTS: Self =
        Self("Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n");
    pub(crate) const ZOOM_MEETINGS: Self = Self(
        "Topic,Type,ID,Host name,Host email,Start time,End time,Participants,Duration (minutes),Total participant \
         minutes,Department,Group,Source,Unique viewers,Max concurrent views,Creation time,Classification,Name \
         (original name),Email,Join time,Leave time,Duration (minutes)_1,Guest,Recording disclaimer response,In \
         waiting room\n",
    );
    pub(crate) const ZOOM_WEBHOOKS: Self = Self("{\"event\":\"meeting.");
    pub(crate) const BBB_EVENTS: Self =
        Self("<recording meeting_id=\"a-1500000000000\" bbb_version=\"2.6\"><meeting id=\"a\" name=\"b\"/>");
    pub(crate) const BBB_DASHBOARD: Self =
        Self("{\"intId\":\"a-1500000000000\",\"extId\":\"b\",\"name\":\"c\",\"users\":{");
    pub(crate) const COLLABORATE: Self = Self(
        "SessionName,SessionIdentifier,SessionOwner,SessionStartTime,SessionEndTime,NameOfAttendee,AttendeeFirstName,\
         AttendeeLastName,UsernameOfAttendee,RoleOfAttendee,AttendeeType,AttendeeFirstJoinTime,AttendeeLastLeaveTime,\
         AttendeeTotalTimeInSession,NumberOfAttendeeRejoins,NumberOfAttendees\n",
    );
    pub(crate) const GRAPH: Self = Self("{\"id\":\"a\",\"totalParticipantCount\":1,\"attendanceRecords\":[");
    pub(crate) const MEET_CSV: Self = Self("First name,Last name,Email,Duration,Time joined,Time exited\n");
    pub(crate) const WEBEX: Self = Self(
        "Meeting Name\tMeeting Start Time\tMeeting End Time\tDisplay Name\tFirst Name\tLast Name\tRole\tAttendee \
         Email\tJoin Time\tLeave Time\tAttendance Duration\tConnection Type\tSession Name\n",
    );
    pub(crate) const JITSI: Self = Self("{\"event_name\":\"muc-");
    pub(crate) const ADOBE: Self = Self(
        "<results><status code=\"ok\"/><report-meeting-attendance><row transcript-id=\"1\" sco-id=\"2\" ",
    );
}

fn log(parts: &[&[u8]], read_as: &ReadAs, chunk: usize) -> Log {
    let mut log = Log::default();
    for part in parts {
        let mut parcel = Parcel::reading("file.csv", read_as.clone());
        part.chunks(chunk.max(1)).for_each(|bytes| parcel.push(bytes));
        let readings = parcel.finish();
        assert!(!readings.is_empty(), "nothing is said of a file");
        for reading in readings {
            let file = &reading.file;
            assert_eq!(file.read, file.used + file.rejected, "the counts do not add up");
            log.add(reading);
        }
    }
    log
}

/// Answers to whatever is asked.
fn answered(log: &Log) -> Options {
    let mut answers = Answers::in_zone(Zone::utc());
    answers.date_order = Some(DateOrder::DayFirst);
    for question in log.questions(&answers) {
        for file in question.files {
            match question.ask {
                Ask::Day => drop(answers.days.insert(file, Day::of_local(1_770_000_000))),
                Ask::End { .. } => drop(answers.ends.insert(file, End::LastEvent)),
                Ask::Zone { .. } | Ask::DateOrder { .. } => {}
            }
        }
    }
    Options { answers, ..Options::default() }
}

/// Everything that a user could save of a log, as one text.
fn everything(log: &mut Log) -> Vec<u8> {
    let mut out = Vec::new();
    let mut part = |bytes: &[u8]| out.extend_from_slice(bytes);
    files::table(&RejectedTable::new(log), Flavour::Data, &mut part);
    let options = answered(log);
    let Ok(input) = log.input(&options.answers) else { panic!("a question is open after every answer") };
    for flavour in [Flavour::Data, Flavour::Spreadsheet] {
        if let Ok(range) = files::attendance_range(input, &options) {
            files::attendance(input, &options, &range, flavour, &mut part);
        }
        if let Ok(range) = input.smart_sessions_range(&options) {
            let report = SmartSessions::new(input, &options, &range);
            for sheet in Sheet::ALL {
                files::table(&report.sheet(sheet), flavour, &mut part);
            }
        }
    }
    out
}

/// A file of anybody's.
pub(crate) fn anything(opening: Opening, data: &[u8]) {
    whole(&[opening.0.as_bytes(), data].concat(), &ReadAs::default());
}

/// A file, a container or not, read in this way.
pub(crate) fn whole(bytes: &[u8], read_as: &ReadAs) {
    let whole = everything(&mut log(&[bytes], read_as, bytes.len()));
    assert!(whole == everything(&mut log(&[bytes], read_as, 7)), "chunks change the report");
}

/// A file of which somebody says what it is: the platform of this number, the first byte.
pub(crate) fn forced(data: &[u8]) {
    let Some((&number, data)) = data.split_first() else { return };
    let platform = Platform::ALL[usize::from(number) % Platform::ALL.len()];
    whole(data, &ReadAs::Platform(platform));
}

/// A mapping file: what is understood of it is written and understood again.
pub(crate) fn mapping(data: &[u8]) {
    let told = Mapping::told(data);
    let Ok(mapping) = Mapping::from_json(&String::from_utf8_lossy(data)) else { return };
    let written = mapping.to_json();
    assert_eq!(Mapping::told(written.as_bytes()), Some(Ok(mapping.clone())), "{written}");
    assert!(told.is_none_or(|told| told == Ok(mapping)), "told as something else");
}

/// A table read with a mapping; the first byte says with which columns.
pub(crate) fn mapped(data: &[u8]) {
    const HEADER: &str = "who,mail,in,out,for,what,when,session,role\n";
    const COLUMNS: [(Fact, &str); 9] = [
        (Fact::Name, "who"),
        (Fact::Email, "mail"),
        (Fact::Join, "in"),
        (Fact::Leave, "out"),
        (Fact::Duration, "for"),
        (Fact::Action, "what"),
        (Fact::Time, "when"),
        (Fact::SessionName, "session"),
        (Fact::Role, "role"),
    ];
    let Some((&chosen, data)) = data.split_first() else { return };
    let columns =
        COLUMNS.iter().enumerate().filter(|(place, _)| *place == 0 || chosen >> (place - 1) & 1 == 1);
    let columns = columns.map(|(_, (fact, name))| (*fact, (*name).to_owned())).collect();
    let mapping = Mapping {
        columns,
        joins: vec!["in".to_owned()],
        leaves: vec!["out".to_owned()],
        ..Mapping::default()
    };
    whole(&[HEADER.as_bytes(), data].concat(), &ReadAs::Mapped([mapping].into()));
}

/// An event log: cut into two files at a line, it gives the same reports.
pub(crate) fn native(opening: Opening, data: &[u8]) {
    anything(opening, data);
    // Where a quote may be open, a line is no place to cut at.
    if data.contains(&b'"') {
        return;
    }
    let header = opening.0.as_bytes();
    let middle = data.len() / 2;
    let Some(cut) = data[middle..].iter().position(|&byte| byte == b'\n') else { return };
    let (first, second) = data.split_at(middle + cut + 1);
    let log = |parts: &[&[u8]]| log(parts, &ReadAs::default(), 64);
    let whole = reports_alone(&mut log(&[&[header, data].concat()]));
    let parts = reports_alone(&mut log(&[&[header, first].concat(), &[header, second].concat()]));
    if let (Some(whole), Some(parts)) = (whole, parts) {
        assert!(whole == parts, "two files say something else than one");
    }
}

fn reports_alone(log: &mut Log) -> Option<Vec<u8>> {
    // A half that alone is no event log is not the same log; and rejected records are told by their place.
    if log.files.iter().any(|file| file.verdict.is_err()) || log.counts().2 > 0 {
        return None;
    }
    Some(everything(log))
}
