//! What comes of looking at a receipt.

use serde::Serialize;
use tsify::Tsify;

/// What was seen of the files of a receipt, and of its report.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptSeen {
    /// The name of the report's file.
    pub report: String,
    /// What was seen, one thing after the other.
    pub findings: Vec<ReceiptFinding>,
    /// The version of Adsum that made it, if it is another.
    pub made_by: String,
    /// Why the report was not made again, if it could not be: `seed`, `aliases`, or words.
    pub why: String,
}

/// What was seen of a file, or of the report.
#[derive(Serialize, Tsify)]
pub struct ReceiptFinding {
    /// What: a code.
    pub seen: &'static str,
    /// Whether it differs from the receipt.
    pub differs: bool,
    /// The file's name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
}
