//! For whom a report is, and what that somebody needs.

use crate::report::attendance;
use crate::report::smart_sessions::Sheet;
use crate::table::Column;

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Oneself: everything, as it is.
    Own,
    /// Who keeps the record of attendance: who was there, when and how long, by name; not what they did there.
    Registrar,
    /// Who judges attendance and use without having to know who is who.
    Committee,
    /// Anybody.
    Public,
}

/// A table that can go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The attendance report.
    Attendance,
    /// A sheet of Smart Sessions.
    Sheet(Sheet),
}

impl Which {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Attendance).chain(Sheet::ALL.map(Self::Sheet))
    }

    /// Its place among them.
    pub(super) const fn place(self) -> usize {
        match self {
            Self::Attendance => 0,
            Self::Sheet(sheet) => 1 + sheet as usize,
        }
    }

    /// Its columns.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Attendance => &attendance::COLUMNS,
            Self::Sheet(sheet) => sheet.columns(),
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attendance => "Attendance",
            Self::Sheet(sheet) => sheet.name(),
        }
    }
}

/// The columns of a table that go out: all, those of these names, or none.
enum Go {
    All,
    Only(&'static [&'static str]),
}

const NONE: Go = Go::Only(&[]);

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Own, Self::Registrar, Self::Committee, Self::Public];

    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Registrar => "registrar",
            Self::Committee => "committee",
            Self::Public => "public",
        }
    }

    /// The one of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// Whether people go by pseudonyms.
    pub const fn pseudonyms(self) -> bool {
        matches!(self, Self::Committee | Self::Public)
    }

    /// Counts of fewer people are withheld.
    pub const fn suppress(self) -> u64 {
        if self.pseudonyms() { 5 } else { 0 }
    }

    /// The columns of a table that go out if nobody says otherwise, by place.
    pub fn columns(self, which: Which) -> Vec<usize> {
        let go = self.go(which);
        let goes = |column: &Column| match go {
            Go::All => true,
            Go::Only(names) => names.contains(&column.name),
        };
        (0..).zip(which.columns()).filter(|(_, column)| goes(column)).map(|(place, _)| place).collect()
    }

    const fn go(self, which: Which) -> Go {
        match (self, which) {
            (Self::Own, _) | (Self::Registrar | Self::Committee, Which::Sheet(Sheet::HighLevel)) => Go::All,
            (Self::Registrar, Which::Sheet(Sheet::Usage)) => Go::All,
            (Self::Registrar, Which::Attendance) => Go::Only(&[
                "SessionDate",
                "SessionName",
                "SessionIdentifier",
                "SessionInstanceIdentifer",
                "RoomOpened",
                "RoomClosed",
                "NameOfAttendee",
                "FirstNameOfAttendee",
                "LastNameOfAttendee",
                "EmailOfAttendee",
                "Username",
                "AttendeeRole",
                "AttendeeFirstJoinTime",
                "AttendeeLastLeaveTime",
                "AttendeeTotalTimeInSession",
            ]),
            // No moment of anybody: with it, who was there could tell who it was.
            (Self::Committee, Which::Attendance) => Go::Only(&[
                "SessionDate",
                "SessionName",
                "SessionIdentifier",
                "SessionInstanceIdentifer",
                "NameOfAttendee",
                "AttendeeRole",
                "AttendeeTotalTimeInSession",
                "AttendeeTotalRejoins",
            ]),
            (Self::Committee, Which::Sheet(Sheet::Usage)) => {
                Go::Only(&["Event id/short-code", "Room name", "Privacy (Y/N)", "Attendee", "Count of entry"])
            }
            // A country a person would give away the counts by country that are withheld.
            (Self::Committee, Which::Sheet(Sheet::Engagement)) => Go::Only(&[
                "Event id/short-code",
                "Room name",
                "User",
                "No of bubbles made",
                "Chat interaction (Y/N)",
                "No of teleportation",
                "Date (yyyy-mm-dd)",
            ]),
            (Self::Committee, Which::Sheet(Sheet::Countries | Sheet::UsageGraph)) => Go::All,
            // Times are cut rather than blurred, and so is a role that only one person has.
            (Self::Public, Which::Attendance) => Go::Only(&["SessionName", "NameOfAttendee"]),
            (Self::Public, Which::Sheet(Sheet::HighLevel | Sheet::Countries)) => Go::All,
            // Who met whom, and what single people did.
            (_, Which::Sheet(_)) => NONE,
        }
    }
}
