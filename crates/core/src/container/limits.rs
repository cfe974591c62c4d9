//! How much is unpacked, and why something is not.

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
    /// It is larger than [`MAX_PACKED`].
    #[error("it is larger than {} MiB", MAX_PACKED >> 20)]
    TooLarge,
    /// It inflates beyond [`MAX_RATIO`].
    #[error("it unpacks to more than {MAX_RATIO} times its size")]
    TooDense,
    /// It holds more than [`MAX_MEMBERS`], or a workbook more than [`MAX_SHEETS`].
    #[error("it holds more files or sheets than are read ({MAX_MEMBERS} and {MAX_SHEETS})")]
    TooMany,
    /// Two of its files have the same name.
    #[error("two of the files in it have the same name")]
    SameName,
    /// It is an archive within one.
    #[error("it is an archive within an archive")]
    Nested,
    /// Its cells are more than [`MAX_CELLS`].
    #[error("it has more than {MAX_CELLS} cells")]
    TooManyCells,
    /// Its texts are more or longer than are held.
    #[error("its texts are longer than {} MiB, or {} MiB with repeats", MAX_SHARED_TEXT >> 20, MAX_TEXT >> 20)]
    TooMuchText,
}

impl Trouble {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Damaged => "packed-damaged",
            Self::Encrypted => "packed-encrypted",
            Self::Method => "packed-method",
            Self::TooLarge => "packed-too-large",
            Self::TooDense => "packed-too-dense",
            Self::TooMany => "packed-too-many",
            Self::SameName => "packed-same-name",
            Self::Nested => "packed-nested",
            Self::TooManyCells => "packed-too-many-cells",
            Self::TooMuchText => "packed-too-much-text",
        }
    }

    /// What a person can do about it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Damaged => "Download it again. If it unpacks elsewhere, add the files that are in it.",
            Self::Encrypted => "Unpack it with its password, and add the files that are in it.",
            Self::Method | Self::TooLarge | Self::TooMany | Self::SameName | Self::Nested => {
                "Unpack it, and add the files that are in it."
            }
            Self::TooDense => {
                "No log is like that: it may be made to fill the memory. If you trust it, unpack it, and add the files that are in it."
            }
            Self::TooManyCells | Self::TooMuchText => {
                "Save the sheets with the attendance as CSV, and add those."
            }
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
    inflated: u64,
}

impl Budget {
    pub(super) fn new(given: u64, most: u64) -> Self {
        Self { given, most, inflated: 0 }
    }

    /// Counts so many bytes that came.
    pub(super) fn count(&mut self, bytes: usize) -> Result<(), Trouble> {
        self.inflated = self.inflated.saturating_add(bytes as u64);
        let allowed = self.allowed();
        if self.inflated > allowed { Err(Trouble::TooDense) } else { Ok(()) }
    }

    /// How much may come in all.
    pub(super) fn allowed(&self) -> u64 {
        self.given.saturating_mul(MAX_RATIO).max(FREE).min(self.most)
    }
}
