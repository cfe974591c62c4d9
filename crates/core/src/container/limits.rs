//! How much is unpacked and held, and why something is not.
//!
//! The constants are what is usual, each with its reason; [`Limits`] are these, or higher ones where somebody trusts a
//! file.

use crate::intake::Refusal;
use std::fmt;
use std::str::FromStr;

/// The largest archive or workbook, packed, in bytes. Its list of files is at the end, so it is held whole.
pub const MAX_PACKED: usize = 256 << 20;

/// How many files an archive may hold. Each is a file of the log, with a card of its own.
pub const MAX_MEMBERS: usize = 5_000;

/// How many sheets of a workbook are read.
pub const MAX_SHEETS: usize = 256;

/// How many cells of a workbook are read, the empty ones left of others included: twenty columns of a full
/// sheet. Cells that a file only says to repeat count as often as they are repeated.
pub const MAX_CELLS: u64 = 20 << 20;

/// How much text the cells of a workbook may share, in bytes. It is held while the sheets are read.
pub const MAX_SHARED_TEXT: usize = 64 << 20;

/// How much text the cells of a workbook may have in all, in bytes. One that is shared or repeated counts as
/// often as it stands somewhere, so that a small file does not keep a computer busy for hours.
pub const MAX_TEXT: u64 = 1 << 30;

/// How many texts a workbook's cells may share.
pub const MAX_SHARED_TEXTS: usize = 8 << 20;

/// The longest piece of a workbook's XML between two marks, in bytes: a cell's text has at most 32,767
/// characters.
pub const MAX_PIECE: usize = 1 << 20;

/// What inflates to more than this many times its size is no log: the most repetitive ones shrink to a
/// fiftieth.
pub const MAX_RATIO: u64 = 200;

/// So much may come of anything, in bytes, however small it is.
pub const FREE: u64 = 16 << 20;

/// The longest document of JSON, in bytes: it is held whole to be read.
pub const MAX_DOCUMENT: usize = 64 << 20;

/// How much of a file is unpacked and held: what is usual, or so many times as much, where somebody trusts the file
/// and has the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits(u32);

impl Limits {
    /// What is usual.
    pub const USUAL: Self = Self(1);

    /// The highest that can be asked for, as times the usual.
    pub const MOST: u32 = 100;

    /// So many times the usual ones, from 1 to [`MOST`](Self::MOST).
    pub const fn raised(times: u32) -> Option<Self> {
        if 1 <= times && times <= Self::MOST { Some(Self(times)) } else { None }
    }

    /// How many times the usual ones they are.
    pub const fn times(self) -> u32 {
        self.0
    }

    /// The next to try; none above [`MOST`](Self::MOST).
    pub fn higher(self) -> Option<Self> {
        (self.0 < Self::MOST).then(|| Self(self.0.saturating_mul(10).min(Self::MOST)))
    }

    /// Whether they are the usual ones.
    pub fn is_usual(&self) -> bool {
        *self == Self::USUAL
    }

    const fn raise(self, usual: usize) -> usize {
        usual.saturating_mul(self.0 as usize)
    }

    const fn raise_long(self, usual: u64) -> u64 {
        usual.saturating_mul(self.0 as u64)
    }

    /// See [`MAX_PACKED`].
    pub const fn packed(self) -> usize {
        self.raise(MAX_PACKED)
    }

    /// See [`MAX_MEMBERS`].
    pub const fn members(self) -> usize {
        self.raise(MAX_MEMBERS)
    }

    /// See [`MAX_SHEETS`].
    pub const fn sheets(self) -> usize {
        self.raise(MAX_SHEETS)
    }

    /// See [`MAX_CELLS`].
    pub const fn cells(self) -> u64 {
        self.raise_long(MAX_CELLS)
    }

    /// See [`MAX_SHARED_TEXT`].
    pub const fn shared_text(self) -> usize {
        self.raise(MAX_SHARED_TEXT)
    }

    /// See [`MAX_TEXT`].
    pub const fn text(self) -> u64 {
        self.raise_long(MAX_TEXT)
    }

    /// See [`MAX_SHARED_TEXTS`].
    pub const fn shared_texts(self) -> usize {
        self.raise(MAX_SHARED_TEXTS)
    }

    /// See [`MAX_PIECE`].
    pub const fn piece(self) -> usize {
        self.raise(MAX_PIECE)
    }

    /// See [`MAX_RATIO`].
    pub const fn ratio(self) -> u64 {
        self.raise_long(MAX_RATIO)
    }

    /// See [`FREE`].
    pub const fn free(self) -> u64 {
        self.raise_long(FREE)
    }

    /// See [`MAX_DOCUMENT`].
    pub const fn document(self) -> usize {
        self.raise(MAX_DOCUMENT)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::USUAL
    }
}

/// That something is no number from 1 to [`Limits::MOST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("limits are raised from 1 to {} times", Limits::MOST)]
pub struct NoLimits;

impl FromStr for Limits {
    type Err = NoLimits;

    fn from_str(text: &str) -> Result<Self, NoLimits> {
        text.parse().ok().and_then(Self::raised).ok_or(NoLimits)
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why something is not unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It is cut off or altered.
    #[error("it is damaged or was cut off")]
    Damaged,
    /// It needs a password.
    #[error("it is protected by a password")]
    Encrypted,
    /// It is packed in a way that is not read.
    #[error("it is packed in a way that Adsum does not read")]
    Method,
    /// It declares a document type, by which XML may ask for other files, or for text without end.
    #[error("{}", Refusal::DocumentType)]
    DocumentType,
    /// It is larger than [`Limits::packed`].
    #[error("it is larger than {} MiB", .0.packed() >> 20)]
    TooLarge(Limits),
    /// It inflates beyond [`Limits::ratio`].
    #[error("it unpacks to more than {} times its size", .0.ratio())]
    TooDense(Limits),
    /// It holds more than [`Limits::members`], or a workbook more than [`Limits::sheets`].
    #[error("it holds more files or sheets than are read ({} and {})", .0.members(), .0.sheets())]
    TooMany(Limits),
    /// Two of its files have the same name.
    #[error("two of the files in it have the same name")]
    SameName,
    /// It is an archive within one.
    #[error("it is an archive within an archive")]
    Nested,
    /// Its cells are more than [`Limits::cells`].
    #[error("it has more than {} cells", .0.cells())]
    TooManyCells(Limits),
    /// Its texts are more or longer than are held.
    #[error("its texts are longer than {} MiB, or {} MiB with repeats", .0.shared_text() >> 20, .0.text() >> 20)]
    TooMuchText(Limits),
}

impl Trouble {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Damaged => "packed-damaged",
            Self::Encrypted => "packed-encrypted",
            Self::Method => "packed-method",
            Self::DocumentType => Refusal::DocumentType.code(),
            Self::TooLarge(_) => "packed-too-large",
            Self::TooDense(_) => "packed-too-dense",
            Self::TooMany(_) => "packed-too-many",
            Self::SameName => "packed-same-name",
            Self::Nested => "packed-nested",
            Self::TooManyCells(_) => "packed-too-many-cells",
            Self::TooMuchText(_) => "packed-too-much-text",
        }
    }

    /// What a person can do about it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Damaged => "Download it again. If it unpacks elsewhere, add the files that are in it.",
            Self::Encrypted => "Unpack it with its password, and add the files that are in it.",
            Self::Method | Self::TooLarge(_) | Self::TooMany(_) | Self::SameName | Self::Nested => {
                "Unpack it, and add the files that are in it."
            }
            Self::TooDense(_) => {
                "No log is like that: it may be made to fill the memory. If you trust it, unpack it, and add the files that are in it."
            }
            Self::DocumentType => Refusal::DocumentType.hint(),
            Self::TooManyCells(_) | Self::TooMuchText(_) => {
                "Save the sheets with the attendance as CSV, and add those."
            }
        }
    }

    /// The limits that it is beyond.
    pub const fn limits(self) -> Option<Limits> {
        match self {
            Self::TooLarge(limits)
            | Self::TooDense(limits)
            | Self::TooMany(limits)
            | Self::TooManyCells(limits)
            | Self::TooMuchText(limits) => Some(limits),
            Self::Damaged
            | Self::Encrypted
            | Self::Method
            | Self::SameName
            | Self::Nested
            | Self::DocumentType => None,
        }
    }
}

/// How much came of how much, so that nothing inflates without end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Packed bytes that were there.
    pub(super) given: u64,
    /// The most that may come, whatever was given.
    pub(super) most: u64,
    pub(super) limits: Limits,
    inflated: u64,
}

impl Budget {
    pub(super) fn new(given: u64, most: u64, limits: Limits) -> Self {
        Self { given, most, limits, inflated: 0 }
    }

    /// Counts so many bytes that came.
    pub(super) fn count(&mut self, bytes: usize) -> Result<(), Trouble> {
        self.inflated = self.inflated.saturating_add(bytes as u64);
        let allowed = self.allowed();
        if self.inflated > allowed { Err(Trouble::TooDense(self.limits)) } else { Ok(()) }
    }

    /// How much may come in all.
    pub(super) fn allowed(&self) -> u64 {
        self.given.saturating_mul(self.limits.ratio()).max(self.limits.free()).min(self.most)
    }
}
