//! Rejected records as bytes.

use super::{Kept, Position, Reason, RejectedRecords};
use crate::event::Field;
use crate::pack::{Packer, Unpacker};

impl RejectedRecords {
    pub(crate) fn pack(&self, into: &mut Packer) {
        let Self { kept, texts, counts } = self;
        let none = Field::COUNT;
        into.rows(kept.iter().map(|&Kept { position, reason, field, texts: [value, record, end] }| {
            let field = field.map_or(none, |field| field as usize);
            let what = reason as u32 * FIELDS + u32::try_from(field).unwrap_or_default();
            [position.file, position.column, what, value, record, end]
        }));
        kept.iter().for_each(|kept| into.number(kept.position.line));
        into.text(texts.as_bytes());
        counts.iter().for_each(|&count| into.number(count));
    }

    pub(crate) fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let rows = from.rows()?;
        let kept = rows.map(|[file, column, what, value, record, end]| {
            let field = Field::ALL.get((what % FIELDS) as usize).copied();
            Some(Kept {
                position: Position { file, line: from.number()?, column },
                reason: Reason::ALL.get((what / FIELDS) as usize).copied()?,
                field,
                texts: [value, record, end],
            })
        });
        let kept = kept.collect::<Option<_>>()?;
        let texts = std::str::from_utf8(from.text()?).ok()?.to_owned();
        let mut counts = [0; Reason::ALL.len()];
        for count in &mut counts {
            *count = from.number()?;
        }
        Some(Self { kept, texts, counts })
    }
}

/// More than there are fields.
const FIELDS: u32 = 1 << 8;
