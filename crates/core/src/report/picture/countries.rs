//! People by country.

use super::{Picture, Pictures, Twin};
use crate::event::Field;
use crate::report::smart_sessions::Map;
use crate::table::{Cell, Column, Format};
use serde::Serialize;
use std::borrow::Cow;
use std::cmp::Reverse;

const COLUMNS: [Column; 2] = [Column::new("Country", Format::Text), Column::new("People", Format::Count)];

/// Where people are from, each counted once: in the country that was heard of them last.
#[derive(Clone, Debug, Serialize)]
pub struct Countries {
    /// Everybody.
    pub people: u64,
    /// Those of whom no country is known.
    pub unknown: u64,
    /// The countries, those with the most people first.
    pub countries: Vec<Country>,
}

/// A country and how many are from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Country {
    /// As the log has it.
    pub name: String,
    /// How many.
    pub people: u64,
}

impl Pictures<'_> {
    /// The countries of a session, by its place, or of all; none where no country is known.
    pub fn countries(&self, place: Option<usize>) -> Option<Countries> {
        let mut heard: Map<u32, (bool, i64, &str)> = Map::default();
        self.each_visit(self.scope(place), |visit| {
            let name = self.fact(visit.attended, Field::Country);
            let at = visit.stays.last().map_or(i64::MIN, |stay| stay.1);
            let said = (!name.trim().is_empty(), at, name);
            let last = heard.entry(visit.attended.attendee).or_insert(said);
            *last = (*last).max(said);
        });
        let mut people: Map<&str, u64> = Map::default();
        let mut unknown = 0;
        for &(known, _, name) in heard.values() {
            if known {
                *people.entry(name).or_default() += 1;
            } else {
                unknown += 1;
            }
        }
        let mut countries: Vec<_> =
            people.into_iter().map(|(name, people)| Country { name: name.to_owned(), people }).collect();
        countries.sort_unstable_by(|a, b| (Reverse(a.people), &a.name).cmp(&(Reverse(b.people), &b.name)));
        let all = heard.len() as u64;
        (!countries.is_empty()).then_some(Countries { people: all, unknown, countries })
    }

    /// The table that tells it: a row a country, the last for people of whom none is known.
    pub fn countries_twin(&self, countries: &Countries) -> Twin {
        let row = |country: &Country| {
            vec![Cell::Text(Cow::Owned(country.name.clone())), Cell::Count(country.people)]
        };
        let mut rows: Vec<_> = countries.countries.iter().map(row).collect();
        if countries.unknown > 0 {
            rows.push(vec![Cell::Blank, Cell::Count(countries.unknown)]);
        }
        Twin { picture: Picture::Countries, columns: &COLUMNS, rows }
    }
}
