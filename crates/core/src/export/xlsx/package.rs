//! The files of a workbook beside its sheets: what there is, and how it belongs together.

use super::cell::printable;
use super::chart::Drawing;
use super::sheet::{Layout, quoted};
use super::text::{Strings, escaped};
use super::{Error, style};
use crate::export::zip::Writer;
use crate::time;

/// What every file begins with.
pub(super) const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument";

/// A workbook, whose sheets are known but not made.
pub(super) struct Package<'a> {
    pub(super) layouts: &'a [Layout<'a>],
    /// One a sheet; without charts, it is no file.
    pub(super) drawings: &'a [Drawing],
    pub(super) title: &'a str,
    /// UTC seconds since 1970.
    pub(super) created: i64,
}

impl<'a> Package<'a> {
    /// The sheets in order: which part of which table.
    pub(super) fn sheets(&self) -> impl Iterator<Item = (&'a Layout<'a>, usize)> {
        self.layouts.iter().flat_map(|layout| (0..layout.names.len()).map(move |part| (layout, part)))
    }

    /// What is drawn on the sheet number `index`, from 0; none where there is nothing.
    pub(super) fn drawing(&self, index: usize) -> Option<&'a Drawing> {
        self.drawings.get(index).filter(|drawing| !drawing.charts.is_empty())
    }

    /// The drawings that are files: the number of their sheet, from 1, each with the number of its first chart.
    fn drawn(&self) -> impl Iterator<Item = (usize, &'a Drawing, usize)> {
        let mut chart = 1;
        (1..).zip(self.drawings).filter(|(_, drawing)| !drawing.charts.is_empty()).map(
            move |(sheet, drawing)| {
                let first = chart;
                chart += drawing.charts.len();
                (sheet, drawing, first)
            },
        )
    }

    /// The files before the sheets.
    pub(super) fn begin(&self, zip: &mut Writer) -> Result<(), Error> {
        file(zip, "[Content_Types].xml", &self.types())?;
        file(
            zip,
            "_rels/.rels",
            &relations(&[
                ("officeDocument", "xl/workbook.xml"),
                ("metadata/core-properties", "docProps/core.xml"),
            ]),
        )?;
        file(zip, "docProps/core.xml", &self.properties())?;
        file(zip, "xl/workbook.xml", &self.book())?;
        file(zip, "xl/_rels/workbook.xml.rels", &self.book_relations())?;
        file(zip, "xl/styles.xml", &style::file())
    }

    /// The files behind the sheets.
    pub(super) fn end(&self, strings: &Strings, zip: &mut Writer) -> Result<(), Error> {
        for (number, (sheet, drawing, first)) in (1..).zip(self.drawn()) {
            let target = format!("../drawings/drawing{number}.xml");
            file(
                zip,
                &format!("xl/worksheets/_rels/sheet{sheet}.xml.rels"),
                &relations(&[("drawing", &target)]),
            )?;
            file(zip, &format!("xl/drawings/drawing{number}.xml"), &drawing.file())?;
            let targets: Vec<String> = (first..)
                .zip(&drawing.charts)
                .map(|(chart, _)| format!("../charts/chart{chart}.xml"))
                .collect();
            let targets: Vec<(&str, &str)> =
                targets.iter().map(|target| ("chart", target.as_str())).collect();
            file(zip, &format!("xl/drawings/_rels/drawing{number}.xml.rels"), &relations(&targets))?;
            for (chart, text) in (first..).zip(&drawing.charts) {
                file(zip, &format!("xl/charts/chart{chart}.xml"), text)?;
            }
        }
        let (begin, elements) = strings.file();
        file(zip, "xl/sharedStrings.xml", &begin)?;
        zip.write(elements)?;
        Ok(zip.write(b"</sst>")?)
    }

    /// `[Content_Types].xml`
    fn types(&self) -> String {
        let mut parts = vec![
            (
                "docProps/core.xml".to_owned(),
                "application/vnd.openxmlformats-package.core-properties".to_owned(),
            ),
            ("xl/workbook.xml".to_owned(), format!("{CONTENT}.spreadsheetml.sheet.main")),
            ("xl/styles.xml".to_owned(), format!("{CONTENT}.spreadsheetml.styles")),
            ("xl/sharedStrings.xml".to_owned(), format!("{CONTENT}.spreadsheetml.sharedStrings")),
        ];
        let many = |name: &str, count: usize, kind: &str| {
            let parts =
                (1..=count).map(|number| (format!("xl/{name}{number}.xml"), format!("{CONTENT}.{kind}")));
            parts.collect::<Vec<_>>()
        };
        let charts = self.drawings.iter().map(|drawing| drawing.charts.len()).sum();
        parts.extend(many("worksheets/sheet", self.sheets().count(), "spreadsheetml.worksheet"));
        parts.extend(many("drawings/drawing", self.drawn().count(), "drawing"));
        parts.extend(many("charts/chart", charts, "drawingml.chart"));
        let parts: String = parts
            .into_iter()
            .map(|(part, kind)| format!(r#"<Override PartName="/{part}" ContentType="{kind}+xml"/>"#))
            .collect();
        format!(
            concat!(
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
                r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
                r#"<Default Extension="xml" ContentType="application/xml"/>{}</Types>"#,
            ),
            parts
        )
    }

    /// `docProps/core.xml`: title and time, and nobody.
    fn properties(&self) -> String {
        let (title, created) = (escaped(&printable(self.title)), time::write::second(self.created));
        format!(
            concat!(
                r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
                r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
                r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator></dc:creator>"#,
                r#"<dcterms:created xsi:type="dcterms:W3CDTF">{created}Z</dcterms:created>"#,
                r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{created}Z</dcterms:modified></cp:coreProperties>"#,
            ),
            title = title,
            created = created
        )
    }

    /// `xl/workbook.xml`
    fn book(&self) -> String {
        let (mut sheets, mut filters, mut titles) = (String::new(), String::new(), String::new());
        for (index, (layout, part)) in self.sheets().enumerate() {
            let Some(name) = layout.names.get(part) else { continue };
            let (number, area, reference) = (index + 1, layout.area(part, true), quoted(name));
            let name = escaped(name);
            sheets += &format!(r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#);
            filters += &format!(
                r#"<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">{reference}!{area}</definedName>"#
            );
            titles += &format!(
                r#"<definedName name="_xlnm.Print_Titles" localSheetId="{index}">{reference}!$1:$1</definedName>"#
            );
        }
        format!(
            concat!(
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
                r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">"#,
                r#"<bookViews><workbookView xWindow="240" yWindow="15" windowWidth="16095" windowHeight="9660"/></bookViews>"#,
                r#"<sheets>{}</sheets><definedNames>{}{}</definedNames></workbook>"#,
            ),
            sheets, filters, titles
        )
    }

    /// `xl/_rels/workbook.xml.rels`: the sheets first, so that they have their own numbers.
    fn book_relations(&self) -> String {
        let sheets: Vec<String> =
            (1..=self.sheets().count()).map(|number| format!("worksheets/sheet{number}.xml")).collect();
        let sheets = sheets.iter().map(|target| ("worksheet", target.as_str()));
        let rest = [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")];
        relations(&sheets.chain(rest).collect::<Vec<_>>())
    }
}

/// Adds a file of this text.
fn file(zip: &mut Writer, name: &str, text: &str) -> Result<(), Error> {
    zip.start(name)?;
    zip.write(DECLARATION)?;
    Ok(zip.write(text.as_bytes())?)
}

/// A file of relations, numbered from 1: what each is, and where.
fn relations(targets: &[(&str, &str)]) -> String {
    let relations: String = (1..)
        .zip(targets)
        .map(|(number, (kind, target))| {
            let kind = match kind.strip_prefix("metadata/") {
                Some(kind) => {
                    format!("http://schemas.openxmlformats.org/package/2006/relationships/metadata/{kind}")
                }
                None => format!("{RELATIONS}/{kind}"),
            };
            format!(r#"<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>"#)
        })
        .collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
    )
}
