//! What random logs are made of. The pools are small, so that values meet.

pub(super) const ZONES: &[&str] = &[
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    // Clocks that change at midnight.
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Beirut",
];

/// Where logs begin: an ordinary morning, a leap day, a year's end, and the changes of the zones' clocks.
pub(super) const BEGINNINGS: &[&str] = &[
    "2026-03-02T09:00:00Z",
    "2024-02-29T22:30:00Z",
    "2025-12-31T17:00:00Z",
    "2026-03-29T00:00:00Z",
    "2026-10-25T00:00:00Z",
    "2026-03-08T06:00:00Z",
    "2026-11-01T05:00:00Z",
    "2026-10-03T15:30:00Z",
    "2026-04-04T15:00:00Z",
    "2026-04-23T21:00:00Z",
    "2025-10-30T20:00:00Z",
    "2026-03-08T04:30:00Z",
    "2026-09-06T03:00:00Z",
    "2026-04-05T02:30:00Z",
    "2018-11-04T02:00:00Z",
    "2018-02-18T01:00:00Z",
    "2026-03-28T21:30:00Z",
];

pub(super) const OFFSETS: &[&str] =
    &["Z", "z", "+00:00", "-00:00", "+01:00", "+05:30", "+05:45", "-08:00", "-03:30", "+14:00"];

pub(super) const NO_TIMES: &[&str] = &[
    "yesterday",
    "2026-13-01T00:00:00Z",
    "2026-02-30 10:00",
    "2026-03-02",
    "2026-03-02T24:00:00Z",
    "2026-03-02T10:00:61Z",
    "2026-03-02T10:60:00Z",
    "2026-03-02T10:00:00 Z",
    "2026-03-02T10:00.5Z",
    "2026-03-02T10:00:00.Z",
    "2026-03-02T10:00:00+0100",
    "2026-3-2 10:00",
    "02/03/2026 10:00",
    "1772442000",
    "0000-01-01T00:00:00Z",
];

pub(super) const CODES: &[&str] = &["", "EV1", "ev-2", "Ünï", "EV10"];

/// Session id and instance id; several of them mean the same occurrence.
pub(super) const OCCURRENCES: &[(&str, &str)] = &[
    ("s1", ""),
    ("s1", "s1"),
    ("", "s1"),
    ("s1", "i1"),
    ("s1", "i2"),
    ("s2", ""),
    ("s2", "i1"),
    ("", "i1"),
    ("=s3", "i-1"),
    ("S1", ""),
    ("007", "2026-03-02"),
];

pub(super) const SESSION_NAMES: &[&str] = &[
    "Algebra",
    "algebra",
    "Algebra, part 2",
    "=1+1",
    "数学",
    "الجبر",
    "Say \"hi\"",
    "Two\nlines",
    "42",
    "- break -",
];
pub(super) const OWNERS: &[&str] = &["Prof. Ada", "ada", "O'Neil; Dr.", "@owner"];
pub(super) const CAPACITIES: &[&str] =
    &["50", " 50 ", "050", "0", "unlimited", "123456789012345", "1234567890123456", "1.50", "-5", "٣", "5 0"];
pub(super) const CONTEXTS: &[&str] = &["Course 1", "course|1", "c\t1", "Ġrupp", "7"];

pub(super) const USER_IDS: &[&str] = &["u1", "u2", "u3", "U1", "007", "=1+1", "ü9", "u,4"];
pub(super) const USERNAMES: &[&str] = &["ann", "bob", "u1", "Zoë", "+49151123456", "cleo"];
pub(super) const EMAILS: &[&str] = &[
    "ann@example.org",
    "Ann@Example.ORG",
    "ANN@EXAMPLE.ORG",
    "bob@example.org",
    "ÄNN@example.org",
    "änn@example.org",
    "-eve@example.org",
];
pub(super) const DISPLAY_NAMES: &[&str] = &[
    "Ann Bell",
    "ann  bell",
    " ANN BELL ",
    "Ann\u{a0}Bell",
    "Bell, Ann",
    "The \"Rock\"",
    "=HYPERLINK(\"x\")",
    "+Bob",
    "-x",
    "@y",
    "李 明",
    "علي حسن",
    "e\u{301}ve",
    "éve",
    "12345",
    "Li\nNe",
    "Li\r\nNe",
    "Li\rNe",
    "Se;mi",
    "Pi|pe",
    "Ta\tb",
    "true",
    "ann",
];
pub(super) const FIRST_NAMES: &[&str] = &["Ann", "Ann Marie", "Bob", "李", "'Tis", "=A"];
pub(super) const LAST_NAMES: &[&str] = &["Bell", "Bell, Jr.", "بن علي", "明", "1"];
pub(super) const ROLES: &[&str] = &[
    "Moderator",
    "moderator",
    "PRESENTER",
    "presenter",
    " Presenter ",
    "Participant",
    "participant",
    "Observer",
    "observer",
    "Teacher",
    "教师",
];
pub(super) const TYPES: &[&str] = &["Guest", "guest", "Registered", "Staff"];
pub(super) const COUNTRIES: &[&str] = &["Austria", "AT", "at", "Côte d'Ivoire", "Korea, Republic of", "中国"];
pub(super) const CONNECTIONS: &[&str] = &["c1", "c2", "C1"];
pub(super) const BUBBLES: &[&str] = &["b1", "b2", "1", "=b"];
pub(super) const TARGET_NAMES: &[&str] = &["Cleo", "Dan, Jr.", "Ann Bell", "=D", "علي"];
pub(super) const BLANKS: &[&str] = &["", "", "", " ", "\u{a0}", "  "];
