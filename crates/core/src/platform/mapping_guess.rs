//! What the columns of a table may mean, by their names in several languages and by what stands in them. It
//! is a start for whoever knows: nothing is read by a guess that nobody has looked at.

use super::first_rows::{FirstRows, plain};
use super::mapping::{Fact, Mapping, Unit};
use super::mapping_words::{JOINS, LEAVES, NAMES, words};
use crate::time::{When, civil};

/// A guessed mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// What the columns may mean.
    pub mapping: Mapping,
    /// Why, in words, by the table's columns; none of a column that nothing is guessed of.
    pub reasons: Vec<Option<String>>,
}

/// What stands in a column.
struct Shape<'a> {
    /// Its cells that are not blank.
    cells: Vec<&'a str>,
}

impl<'a> Shape<'a> {
    fn of(first: &'a FirstRows, place: usize) -> Self {
        let cells = first.rows.iter().map(|row| row[place].as_str());
        Self { cells: cells.filter(|cell| !matches!(*cell, "" | "-" | "--")).collect() }
    }

    /// Whether two thirds of the cells are so: tables that people keep have remarks in them.
    fn mostly(&self, is: impl Fn(&str) -> bool) -> bool {
        let are = self.cells.iter().filter(|cell| is(cell)).count();
        !self.cells.is_empty() && are * 3 >= self.cells.len() * 2
    }

    fn is_time(&self) -> bool {
        self.mostly(|cell| civil::read(cell).is_some())
    }

    fn is_whole_time(&self) -> bool {
        self.mostly(|cell| civil::read(cell).is_some_and(|told| !matches!(told.when, When::OfDay(_))))
    }

    fn is_date(&self) -> bool {
        // A spreadsheet may have written a midnight behind it.
        let midnight = |cell: &str| {
            civil::read(cell).is_some_and(|told| {
                told.when
                    .local(Some(crate::time::DateOrder::DayFirst))
                    .is_some_and(|local| local % 86_400 == 0)
            })
        };
        self.mostly(|cell| civil::is_date(cell) || midnight(cell))
    }

    fn is_email(&self) -> bool {
        self.mostly(|cell| cell.contains('@') && !cell.contains(char::is_whitespace))
    }

    fn is_name(&self) -> bool {
        self.mostly(|cell| {
            cell.chars().any(char::is_alphabetic)
                && !cell.chars().any(|c| c.is_ascii_digit() || c == '@')
                && cell.split_whitespace().count() <= 5
        })
    }

    fn is_actions(&self) -> bool {
        self.mostly(|cell| known(cell, JOINS) || known(cell, LEAVES))
            && self.cells.iter().any(|cell| known(cell, JOINS))
    }

    /// Whether both stand here, somebody coming and somebody going: a column's name need not say then what it tells.
    fn is_coming_and_going(&self) -> bool {
        self.is_actions() && self.cells.iter().any(|cell| known(cell, LEAVES))
    }

    /// Whether what stands here can be this fact.
    fn can_be(&self, fact: Fact) -> bool {
        match fact {
            // Nothing stands here: the name alone speaks.
            _ if self.cells.is_empty() => !matches!(fact, Fact::Action),
            Fact::Email => self.is_email(),
            Fact::Join | Fact::Leave | Fact::Time => self.is_time(),
            Fact::Date | Fact::LeaveDate => self.is_date() && !self.is_time_with_hours(),
            Fact::Action => self.is_actions(),
            Fact::Duration => self.unit("").is_some() && !self.is_whole_time(),
            Fact::Name | Fact::FirstName | Fact::LastName => {
                self.mostly(|cell| cell.chars().any(char::is_alphabetic) && civil::read(cell).is_none())
            }
            _ => !self.is_whole_time() && !self.is_email(),
        }
    }

    fn is_time_with_hours(&self) -> bool {
        self.is_time() && !self.is_date()
    }

    /// What durations here are counted in; the column's name may say.
    fn unit(&self, name: &str) -> Option<Unit> {
        if self.mostly(|cell| cell.contains(':') && Unit::Clock.read(cell).is_some()) {
            return Some(Unit::Clock);
        }
        let unit = Unit::Seconds;
        if !self.mostly(|cell| unit.read(cell).is_some()) {
            return None;
        }
        let has = |words: &[&str]| {
            words.iter().any(|word| name.contains(word) || self.mostly(|cell| cell.contains(word)))
        };
        Some(if has(&["sec", "sek", "seg", "сек", "秒", "초"]) {
            Unit::Seconds
        } else if has(&["hour", "stunde", "heure", "hora", "ore", "uur", "час", "小时", "小時"]) {
            Unit::Hours
        } else {
            Unit::Minutes
        })
    }
}

fn known(cell: &str, list: &'static str) -> bool {
    let cell = plain(cell);
    words(list).any(|word| word == cell)
}

/// How well a column's name fits a fact: 3 if it is one of its words, 2 if one is among its words, 1 if one is
/// in it; and the word.
fn fit(name: &str, list: &'static str) -> Option<(u8, &'static str)> {
    let name = plain(name);
    let apart: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|part| !part.is_empty()).collect();
    let spaced = format!(" {} ", apart.join(" "));
    let rank = |word: &'static str| {
        if name == word {
            Some(3)
        } else if spaced.contains(&format!(" {word} ")) {
            Some(2)
        } else {
            // Scripts without spaces, and compounds: `Teilnehmername`, `加入时间`.
            (word.chars().count() > 3 || !word.is_ascii() && word.chars().all(|c| c > '\u{2E7F}'))
                .then(|| name.contains(word).then_some(1))
                .flatten()
        }
    };
    let ranked = words(list).filter_map(|word| Some((rank(word)?, word)));
    ranked.max_by_key(|(rank, word)| (*rank, word.chars().count()))
}

impl Mapping {
    /// Guesses what the columns of a table mean.
    pub fn guess(first: &FirstRows) -> Guess {
        let shapes: Vec<_> = (0..first.columns.len()).map(|place| Shape::of(first, place)).collect();
        let mut guess = Guess { mapping: Self::default(), reasons: vec![None; first.columns.len()] };
        guess.by_name(first, &shapes);
        guess.by_shape(first, &shapes);
        guess.tidy(first, &shapes);
        guess
    }
}

impl Guess {
    fn take(&mut self, first: &FirstRows, place: usize, fact: Fact, reason: String) {
        self.mapping.columns.insert(fact, first.columns[place].clone());
        self.reasons[place] = Some(reason);
    }

    fn has(&self, fact: Fact) -> bool {
        self.mapping.columns.contains_key(&fact)
    }

    /// The best names first; among equals what is more special, then the column more to the left.
    fn by_name(&mut self, first: &FirstRows, shapes: &[Shape<'_>]) {
        let mut fitting = Vec::new();
        for (order, (fact, list)) in NAMES.into_iter().enumerate() {
            for (place, name) in first.columns.iter().enumerate() {
                if let Some((rank, word)) = fit(name, list).filter(|_| shapes[place].can_be(fact)) {
                    fitting.push((std::cmp::Reverse(rank), order, place, fact, word));
                }
            }
        }
        fitting.sort_unstable();
        for (_, _, place, fact, word) in fitting {
            if self.reasons[place].is_none() && !self.has(fact) {
                self.take(first, place, fact, format!("its name has “{word}” in it"));
            }
        }
    }

    /// What no name tells, by what stands in the columns.
    fn by_shape(&mut self, first: &FirstRows, shapes: &[Shape<'_>]) {
        // Two times a row are a stay's beginning and its end, whatever else is said of it.
        if shapes.iter().filter(|shape| shape.is_time_with_hours()).count() == 1 {
            let is = |shape: &Shape<'_>| shape.is_coming_and_going();
            self.first_free(first, shapes, Fact::Action, is, "comings and goings stand in it");
        }
        let acts = self.has(Fact::Action) && !self.has(Fact::Join);
        let times: &[Fact] = if acts { &[Fact::Time] } else { &[Fact::Join, Fact::Leave] };
        for &fact in times {
            self.first_free(first, shapes, fact, |shape| shape.is_time(), "times stand in it");
        }
        self.first_free(first, shapes, Fact::Email, |shape| shape.is_email(), "e-mail addresses stand in it");
        let named = [Fact::Name, Fact::FirstName, Fact::LastName, Fact::Email, Fact::UserId];
        if !named.into_iter().any(|fact| self.has(fact)) {
            self.first_free(
                first,
                shapes,
                Fact::Name,
                |shape| shape.is_name(),
                "texts like names stand in it",
            );
        }
    }

    fn first_free(
        &mut self,
        first: &FirstRows,
        shapes: &[Shape<'_>],
        fact: Fact,
        is: impl Fn(&Shape<'_>) -> bool,
        reason: &str,
    ) {
        let mut free = (0..shapes.len()).filter(|&place| self.reasons[place].is_none() && is(&shapes[place]));
        if let (false, Some(place)) = (self.has(fact), free.next()) {
            self.take(first, place, fact, reason.to_owned());
        }
    }

    /// Takes away what contradicts the rest, and looks at what stands in what is left.
    fn tidy(&mut self, first: &FirstRows, shapes: &[Shape<'_>]) {
        let shape = |guess: &Self, fact: Fact| {
            let column = guess.mapping.columns.get(&fact)?;
            let place = first.columns.iter().position(|name| name == column)?;
            Some((place, &shapes[place]))
        };
        // Rows are stays where they have a join, or a time and no action.
        if self.has(Fact::Time) && !self.has(Fact::Action) && !self.has(Fact::Join) {
            self.rename(Fact::Time, Fact::Join);
        }
        if self.has(Fact::Action) && self.has(Fact::Join) && !self.has(Fact::Time) && !self.has(Fact::Leave) {
            self.rename(Fact::Join, Fact::Time);
        }
        let superfluous: &[Fact] = match (self.has(Fact::Join), self.has(Fact::Action)) {
            (true, _) => &[Fact::Time, Fact::Action],
            (false, true) => &[Fact::Leave, Fact::Duration, Fact::LeaveDate],
            (false, false) => &[],
        };
        let whole = [Fact::Join, Fact::Time]
            .into_iter()
            .any(|fact| shape(self, fact).is_some_and(|(_, shape)| shape.is_whole_time()));
        let dates: &[Fact] = if whole { &[Fact::Date, Fact::LeaveDate] } else { &[] };
        for &fact in superfluous.iter().chain(dates) {
            if let Some((place, _)) = shape(self, fact) {
                self.mapping.columns.remove(&fact);
                self.reasons[place] = None;
            }
        }
        if let Some((place, durations)) = shape(self, Fact::Duration) {
            self.mapping.duration_in = durations.unit(&plain(&first.columns[place])).unwrap_or_default();
        }
        if let Some((_, actions)) = shape(self, Fact::Action) {
            (self.mapping.joins, self.mapping.leaves) = (listed(actions, JOINS), listed(actions, LEAVES));
        }
    }

    fn rename(&mut self, from: Fact, to: Fact) {
        if let Some(column) = self.mapping.columns.remove(&from) {
            self.mapping.columns.insert(to, column);
        }
    }
}

/// The different texts of a column that are among these words, in order.
fn listed(shape: &Shape<'_>, list: &'static str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for cell in &shape.cells {
        if known(cell, list) && !texts.iter().any(|text| plain(text) == plain(cell)) {
            texts.push((*cell).to_owned());
        }
    }
    texts.sort();
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(table: &str, expected: &[(Fact, &str)]) -> Mapping {
        let first = FirstRows::new(table.as_bytes(), true).unwrap();
        let Guess { mapping, reasons } = Mapping::guess(&first);
        let mut expected: Vec<_> = expected.iter().map(|&(fact, column)| (fact, column.to_owned())).collect();
        expected.sort();
        let found: Vec<_> = mapping.columns.clone().into_iter().collect();
        assert_eq!(found, expected, "{table}");
        assert_eq!(reasons.iter().flatten().count(), expected.len(), "{table}: {reasons:?}");
        assert_eq!(mapping.lacks(), [], "{table}");
        mapping
    }

    #[test]
    fn columns_are_told_by_name_in_many_languages() {
        use Fact::{
            Action, Date, Duration, Email, FirstName, Join, LastName, Leave, Name, SessionName, Time,
        };
        check(
            "Student,Entered at,Left at,Course\nAda,2026-03-02 9:00,2026-03-02 10:00,Bio\n",
            &[(Name, "Student"), (Join, "Entered at"), (Leave, "Left at"), (SessionName, "Course")],
        );
        let german = check(
            "Vorname;Nachname;E-Mail;Datum;Beginn;Dauer (Min.)\nAda;L;a@b.c;2.3.2026;9:00;45\n",
            &[
                (FirstName, "Vorname"),
                (LastName, "Nachname"),
                (Email, "E-Mail"),
                (Date, "Datum"),
                (Join, "Beginn"),
                (Duration, "Dauer (Min.)"),
            ],
        );
        assert_eq!(german.duration_in, Unit::Minutes);
        check(
            "Nom,Heure d'arrivée,Heure de départ\nAda,02/03/2026 09:00,02/03/2026 10:00\n",
            &[(Name, "Nom"), (Join, "Heure d'arrivée"), (Leave, "Heure de départ")],
        );
        check(
            "Nombre\tEntrada\tSalida\nAna\t02/03/2026 09:00\t02/03/2026 10:00\n",
            &[(Name, "Nombre"), (Join, "Entrada"), (Leave, "Salida")],
        );
        check(
            "姓名,加入时间,离开时间,会议\n李,2026/3/2 9:00,2026/3/2 10:00,生物\n",
            &[(Name, "姓名"), (Join, "加入时间"), (Leave, "离开时间"), (SessionName, "会议")],
        );
        check(
            "ФИО;Вход;Выход\nАда;02.03.2026 09:00;02.03.2026 10:00\n",
            &[(Name, "ФИО"), (Join, "Вход"), (Leave, "Выход")],
        );
        check(
            "氏名,入室時刻,退室時刻\n李,2026/3/2 9:00,2026/3/2 10:00\n",
            &[(Name, "氏名"), (Join, "入室時刻"), (Leave, "退室時刻")],
        );
        let acting = check(
            "User,Event,Timestamp\nAda,Joined,2026-03-02 9:00\nAda,left,2026-03-02 9:10\nAda,chat,2026-03-02 9:05\nBo,joined,2026-03-02 9:00\nBo,Left,2026-03-02 9:20\n",
            &[(Name, "User"), (Action, "Event"), (Time, "Timestamp")],
        );
        assert_eq!((acting.joins, acting.leaves), (vec!["Joined".to_owned()], vec!["left".to_owned()]));
    }

    #[test]
    fn comings_and_goings_are_told_whatever_their_column_is_called() {
        use Fact::{Action, Date, Join, Leave, Name, SessionName, Time, UserId};
        let door = check(
            "Datum;Uhrzeit;Teilnehmer;Vorgang;Ausweis;Raum\n12.10.2026;08:52:23;Ada;Kommen;K3;3.14\n\
             12.10.2026;08:56:24;Ben;Kommen;K9;3.14\n12.10.2026;10:01:00;Ada;Gehen;K3;3.14\n",
            &[
                (Date, "Datum"),
                (Time, "Uhrzeit"),
                (Name, "Teilnehmer"),
                (Action, "Vorgang"),
                (UserId, "Ausweis"),
                (SessionName, "Raum"),
            ],
        );
        assert_eq!((door.joins, door.leaves), (vec!["Kommen".to_owned()], vec!["Gehen".to_owned()]));
        check(
            "a,b,c\nAda L,in,3/4/2026 9:00\nAda L,out,3/4/2026 10:00\n",
            &[(Name, "a"), (Action, "b"), (Time, "c")],
        );
        // What tells when they came and when they went needs nothing that says which.
        check(
            "Who,From,Until,Way\nAda,3/4/2026 9:00,3/4/2026 10:00,in\nBen,3/4/2026 9:00,3/4/2026 9:10,out\n",
            &[(Name, "Who"), (Join, "From"), (Leave, "Until")],
        );
    }

    #[test]
    fn columns_are_told_by_what_stands_in_them() {
        use Fact::{Duration, Email, Join, Leave, Name};
        check("a,b,c\nAda L,3/4/2026 9:00,3/4/2026 10:00\n", &[(Name, "a"), (Join, "b"), (Leave, "c")]);
        check("x,y\n2026-03-02T09:00Z,a@b.c\n", &[(Join, "x"), (Email, "y")]);
        let lasting = check(
            "Name,Time,Duration\nAda,2026-03-02 9:00,0:45:00\n",
            &[(Name, "Name"), (Join, "Time"), (Duration, "Duration")],
        );
        assert_eq!(lasting.duration_in, Unit::Clock);
    }

    #[test]
    fn a_table_of_something_else_is_not_guessed_to_be_whole() {
        for table in ["item,price\nmilk,2\n", "a,b\n1,2\n", "name,grade\nAda,1\n", "a,b\n"] {
            let guess = Mapping::guess(&FirstRows::new(table.as_bytes(), true).unwrap());
            assert!(!guess.mapping.lacks().is_empty(), "{table}: {guess:?}");
        }
    }
}
