//! How cells look: the styles of a workbook, by number.

use crate::table::Format;

/// A style, as cells and columns refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style(usize);

/// The header row.
pub(super) const HEADER: Style = Style(1);
/// Text that a spreadsheet would run as a formula if it were typed in: marked with the quote prefix.
pub(super) const QUOTED: Style = Style(2);

/// The formats, each with a style of its own, from [`FIRST`] on.
const FORMATS: [Format; 8] = [
    Format::Text,
    Format::UsMinute,
    Format::Minute,
    Format::Date,
    Format::Clock,
    Format::Duration,
    Format::Count,
    Format::Hours,
];
const FIRST: usize = 3;

/// Number formats from this number on are the workbook's own.
const FIRST_OWN_FORMAT: usize = 164;

impl Style {
    /// The style of a column.
    pub(super) fn of(format: Format) -> Self {
        // Where it stands in `FORMATS`; the tests look.
        Self(FIRST + format as usize)
    }

    /// The number that the file has for it.
    pub(super) fn number(self) -> usize {
        self.0
    }
}

/// How a workbook spells a format.
pub(super) fn number_format(format: Format) -> &'static str {
    match format {
        Format::Text => "@",
        Format::UsMinute => "mm/dd/yyyy hh:mm",
        Format::Minute => "yyyy-mm-dd hh:mm",
        Format::Date => "yyyy-mm-dd",
        Format::Clock => "hh:mm",
        Format::Duration => "[hh]:mm:ss",
        Format::Count => "0",
        Format::Hours => "0.00",
    }
}

/// The number of a format: every program knows some without being told.
fn format_number(format: Format) -> usize {
    match format {
        Format::Count => 1,
        Format::Hours => 2,
        Format::Text => 49,
        own => FIRST_OWN_FORMAT + own as usize,
    }
}

fn alignment(format: Format) -> &'static str {
    match format {
        Format::Text => "",
        // As their headers: all are of one length, so they line up anyway.
        Format::UsMinute | Format::Minute | Format::Date | Format::Clock => {
            r#"<alignment horizontal="left"/>"#
        }
        // The indent keeps them from touching what comes next.
        Format::Duration | Format::Count | Format::Hours => r#"<alignment horizontal="right" indent="1"/>"#,
    }
}

/// `xl/styles.xml`.
pub(super) fn file() -> String {
    let own: Vec<Format> =
        FORMATS.into_iter().filter(|format| format_number(*format) >= FIRST_OWN_FORMAT).collect();
    let own_formats: String = own
        .iter()
        .map(|format| {
            let (number, code) = (format_number(*format), number_format(*format));
            format!(r#"<numFmt numFmtId="{number}" formatCode="{code}"/>"#)
        })
        .collect();
    let cell = |format: Format, quote: &str| {
        let (number, alignment) = (format_number(format), alignment(format));
        format!(
            r#"<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"{quote}>{alignment}</xf>"#
        )
    };
    let quoted = cell(Format::Text, r#" quotePrefix="1""#);
    let columns: String = FORMATS.into_iter().map(|format| cell(format, "")).collect();
    format!(
        concat!(
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
            r#"<numFmts count="{own_count}">{own_formats}</numFmts>"#,
            r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>"#,
            r#"<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>"#,
            r#"<fills count="3"><fill><patternFill patternType="none"/></fill>"#,
            r#"<fill><patternFill patternType="gray125"/></fill>"#,
            r#"<fill><patternFill patternType="solid"><fgColor rgb="FFE3EAF3"/><bgColor indexed="64"/></patternFill></fill></fills>"#,
            r#"<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>"#,
            r#"<border><left/><right/><top/><bottom style="thin"><color rgb="FF12436D"/></bottom><diagonal/></border></borders>"#,
            r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
            r#"<cellXfs count="{cell_count}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
            r#"<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">"#,
            r#"<alignment vertical="top" wrapText="1"/></xf>{quoted}{columns}</cellXfs>"#,
            r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
        ),
        own_count = own.len(),
        own_formats = own_formats,
        cell_count = FIRST + FORMATS.len(),
        quoted = quoted,
        columns = columns,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_own_style() {
        for (place, format) in FORMATS.into_iter().enumerate() {
            assert_eq!(Style::of(format).number(), FIRST + place, "{format:?}");
        }
    }
}
