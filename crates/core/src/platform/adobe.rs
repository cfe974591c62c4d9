//! Adobe Connect: `report-meeting-attendance`, a row a stay, times with their offset. Hosts are in none of
//! it, as its page says, and guests have neither an id nor a login.
//!
//! The session is the meeting room (`sco-id`), which stays the same for every class held in it; nothing tells
//! one class from the next, so all of them are one occurrence.

use super::draft::{Draft, Facts};
use super::foreign::OPENING;
use super::xml::Element;
use super::{ElementReader, Found, Opening, Platform, Reader, Shape, Tally, Unknown, Use, Verdict, Want};
use crate::event::Field;
use crate::problem::{At, Fault, Reason};
use crate::time::When;

/// What the list of rows is called.
const LIST: &str = "report-meeting-attendance";

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    let text = &opening.text[..opening.text.floor_char_boundary(OPENING)];
    let is_xml = matches!(opening.shape, Shape::Xml);
    if !is_xml || !text.contains(&format!("<{LIST}")) {
        return None;
    }
    let evidence = vec![format!("it has an element “{LIST}”")];
    let reader = Reader::Elements(Box::new(Attendance { stem: opening.stem().to_owned() }));
    Some(Verdict::Is(Found { platform: Platform::AdobeConnect, evidence, reader }))
}

/// Reads the attendance.
#[derive(Debug)]
struct Attendance {
    stem: String,
}

fn fault(reason: Reason, value: &str) -> Fault {
    Fault { reason, field: None, at: At::Record, value: value.to_owned() }
}

impl ElementReader for Attendance {
    fn open(&mut self, element: &Element, _: &mut Draft) -> Want {
        match &*element.name {
            "row" => Want::Whole,
            "status" => Want::Skip,
            _ => Want::Enter,
        }
    }

    fn element(&mut self, row: &Element, draft: &mut Draft) -> Result<Use, Fault> {
        let mut time = |name: &str| match (row.field(name), draft.instant(row.line, row.field(name))) {
            ("", _) => Ok(None),
            (_, when @ Some(When::Instant(_))) => Ok(when),
            // Without an offset it is not what this report writes.
            (text, _) => Err(fault(Reason::JoinUnreadable, text)),
        };
        let (join, leave) = (time("date-created")?, time("date-end")?);
        let join = join.ok_or_else(|| fault(Reason::JoinMissing, ""))?;
        let [session, user] = ["sco-id", "principal-id"].map(|name| row.attribute(name));
        let names = ["participant-name", "session-name"].map(|name| row.field(name));
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        let login = row.field("login");
        let facts = Facts::new()
            .with(Field::SessionId, if session.is_empty() { &self.stem } else { session })
            .with(Field::SessionName, row.field("sco-name"))
            .with(Field::UserId, user)
            .with(Field::Username, login)
            .with(Field::Email, if login.contains('@') { login } else { "" })
            .with(Field::DisplayName, name);
        draft.stay(row.line, join, leave, &facts)?;
        if session.is_empty() {
            draft.unknown(Unknown::SessionId);
        }
        if leave.is_none() {
            draft.needs_end();
        }
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, _: &mut Tally) {
        draft.clock_is_utc();
        for unknown in [Unknown::Owner, Unknown::RoomTimes, Unknown::Roles] {
            draft.unknown(unknown);
        }
    }
}
