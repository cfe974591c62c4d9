//! Which rows and columns of a table, in which order: as the page shows tables, and saves them as shown.

use crate::failure::Failure;
use adsum_core::report::view::{Filter, Shape, Sort};
use adsum_core::table::Column;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct View {
    #[command(flatten)]
    rows: Rows,
    /// Only these columns, in this order
    #[arg(long, value_name = "COLUMN,COLUMN", value_delimiter = ',')]
    columns: Vec<String>,
}

/// Which rows, in which order.
#[derive(Debug, Args)]
pub(crate) struct Rows {
    /// Sort by this column, the smallest first, or with :desc the greatest. Blank comes last
    #[arg(long, value_name = "COLUMN[:desc]")]
    sort: Option<String>,
    /// Only rows with TEXT in some cell; case, and accents on Latin letters, do not count
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only rows whose cell in COLUMN is TEXT, or with ~ has TEXT in it. Several have to be so all together
    #[arg(long = "where", value_name = "COLUMN=TEXT|COLUMN~TEXT")]
    filters: Vec<String>,
}

impl View {
    /// Whether anything is asked for.
    pub(crate) fn is_asked_for(&self) -> bool {
        let Rows { sort, search, filters } = &self.rows;
        !self.columns.is_empty() || sort.is_some() || search.is_some() || !filters.is_empty()
    }

    /// What is asked for of a table with these columns. None: the table as it is.
    pub(crate) fn shape(&self, columns: &[Column]) -> Result<Option<Shape>, Failure> {
        let shown = self.columns.iter().map(|name| place(columns, name)).collect::<Result<_, _>>()?;
        let shape = Shape { columns: shown, ..self.rows.shape(columns)? };
        Ok((shape != Shape::default()).then_some(shape))
    }
}

impl Rows {
    /// What is asked for of a table with these columns.
    pub(crate) fn shape(&self, columns: &[Column]) -> Result<Shape, Failure> {
        let sort = self.sort.as_deref().map(|text| {
            let (name, descending) = match text.rsplit_once(':') {
                Some((name, "desc")) => (name, true),
                Some((name, "asc")) => (name, false),
                _ => (text, false),
            };
            Ok::<_, Failure>(Sort { column: place(columns, name)?, descending })
        });
        let filter = |text: &String| {
            let Some(at) = text.find(['=', '~']) else {
                return Err(Failure::usage(
                    format!("--where {text} does not say what is wanted"),
                    "Write COLUMN=TEXT, or COLUMN~TEXT.",
                ));
            };
            let (name, text) = (&text[..at], &text[at..]);
            let column = place(columns, name)?;
            Ok(Filter { column, text: text[1..].to_owned(), whole: text.starts_with('=') })
        };
        Ok(Shape {
            sort: sort.transpose()?,
            search: self.search.clone().unwrap_or_default(),
            filters: self.filters.iter().map(filter).collect::<Result<_, _>>()?,
            columns: Vec::new(),
        })
    }
}

/// The place of the column of this name, in any case.
fn place(columns: &[Column], name: &str) -> Result<usize, Failure> {
    let found = columns.iter().position(|column| column.name.eq_ignore_ascii_case(name.trim()));
    found.ok_or_else(|| {
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        Failure::usage(format!("there is no column {name}"), format!("The columns are {}.", names.join(", ")))
    })
}
