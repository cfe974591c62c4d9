//! A file read as what somebody says that it is, in place of what it is told to be.

use super::{
    Opening, Platform, Verdict, adobe, bbb, bbb_dashboard, collaborate, graph, jitsi, meet_admin, meet_csv,
    meet_rest, teams, teams_earlier, teams_list, webex, zoom, zoom_webhooks, zoom_webinar,
};
use crate::intake::Refusal;

/// Asks the producer that is meant, and nobody else.
pub(super) fn detect(opening: &Opening<'_>, platform: Platform) -> Verdict {
    let found = producer(platform).and_then(|producer| producer(opening));
    let seems = match found {
        Some(Verdict::Is(mut found)) if found.platform == platform => {
            found.evidence.insert(0, "somebody says so".to_owned());
            return Verdict::Is(found);
        }
        Some(Verdict::Is(found)) => Some(found.platform),
        Some(refused @ Verdict::Refused(_)) => return refused,
        None => None,
    };
    Verdict::Refused(Refusal::NotThis { platform, seems })
}

/// Who tells files of a platform; none of those that are told before there is an opening.
fn producer(platform: Platform) -> Option<fn(&Opening<'_>) -> Option<Verdict>> {
    Some(match platform {
        Platform::NativeCsv | Platform::NativeNdjson | Platform::Mapped | Platform::AliasFile => return None,
        Platform::BbbEvents => bbb::detect,
        Platform::BbbDashboard | Platform::BbbDashboardTable => bbb_dashboard::detect,
        Platform::Collaborate => collaborate::detect,
        Platform::TeamsList => teams_list::detect,
        Platform::TeamsReport => teams::detect,
        Platform::TeamsSummary | Platform::TeamsLive => teams_earlier::detect,
        Platform::ZoomParticipants | Platform::ZoomMeetings => zoom::detect,
        Platform::ZoomWebinar => zoom_webinar::detect,
        Platform::ZoomWebhooks => zoom_webhooks::detect,
        Platform::GraphReport => graph::detect,
        Platform::Webex => webex::detect,
        Platform::MeetCsv => meet_csv::detect,
        Platform::MeetAdmin => meet_admin::detect,
        Platform::MeetRest => meet_rest::detect,
        Platform::JitsiEvents => jitsi::detect,
        Platform::AdobeConnect => adobe::detect,
    })
}

impl Platform {
    /// What a file of it has to have, in words.
    pub const fn needs(self) -> &'static str {
        match self {
            Self::NativeCsv => "a header with `time` and `event`",
            Self::NativeNdjson => "a JSON object a line, with `time` and `event`",
            Self::BbbEvents => "XML with the element `recording`",
            Self::BbbDashboard => "a JSON document with `users` who have `intIds`",
            Self::BbbDashboardTable => {
                "a table whose second column is TRUE or FALSE and whose tenth and eleventh are times"
            }
            Self::Collaborate => "a header with the 20 or 16 columns of the attendance report",
            Self::TeamsList => "a header with `Full Name`, `User Action` and `Timestamp`",
            Self::TeamsReport => {
                "sections (1. Summary, 2. Participants, 3. In-Meeting activities), or the table of one of them"
            }
            Self::TeamsSummary => "facts of the meeting, then a table whose last column is `(UPN)`",
            Self::TeamsLive => "a header with the columns of a live event, among them `SessionId`",
            Self::ZoomParticipants => "a header with name, e-mail, join time, leave time and duration",
            Self::ZoomMeetings => {
                "the same on every row as the meeting's topic, id and times, before the name"
            }
            Self::ZoomWebinar => "the webinar's facts, and tables under headings such as Attendee Details",
            Self::ZoomWebhooks => "a JSON object a line, with `event` and `payload`",
            Self::GraphReport => "a JSON document with `attendanceRecords`",
            Self::Webex => "a table with the meeting's name and times, join time, leave time and duration",
            Self::MeetCsv => "a header with name, first joined, last exited and time in call",
            Self::MeetAdmin => "a JSON document with `items` whose events are `call_ended`",
            Self::MeetRest => "a JSON document with `participants` or `participantSessions`",
            Self::JitsiEvents => "JSON of events named `muc-room-created`, `muc-occupant-joined` and so on",
            Self::AdobeConnect => "XML with the element `report-meeting-attendance`",
            Self::Mapped => "a mapping that says what its columns mean",
            Self::AliasFile => "a JSON document that begins with `adsum` and `aliases`",
        }
    }
}
