use super::*;
use crate::table::Format;
use proptest::prelude::*;

const COLUMNS: [Column; 4] = [
    Column::new("Name", Format::Text),
    Column::new("When", Format::Minute),
    Column::new("Count", Format::Count),
    Column::new("Hours", Format::Hours),
];

#[derive(Debug)]
struct Rows(Vec<[Cell<'static>; 4]>);

impl Table for Rows {
    fn name(&self) -> &'static str {
        "Rows"
    }
    fn columns(&self) -> &[Column] {
        &COLUMNS
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
        cells.clear();
        cells.extend_from_slice(&self.0[index]);
    }
}

fn text(text: &'static str) -> Cell<'static> {
    Cell::Text(text.into())
}

fn some() -> Rows {
    Rows(vec![
        [text("Émile"), Cell::Local(60), Cell::Count(10), Cell::Hours(0.5)],
        [text("ada"), Cell::Local(30), Cell::Count(9), Cell::Hours(-1.0)],
        [Cell::Blank, Cell::Blank, text("many"), Cell::Hours(f64::NAN)],
        [text("Ada"), Cell::Local(90), Cell::Blank, Cell::Hours(10.0)],
        [text("Zoë"), Cell::Local(30), Cell::Count(100), Cell::Blank],
    ])
}

fn places(shape: &Shape) -> Vec<u32> {
    View::new(&some(), shape).places(0, usize::MAX).to_vec()
}

#[test]
fn each_kind_is_sorted_as_what_it_is() {
    for (column, up, down) in [
        (0, [1, 3, 0, 4, 2], [4, 0, 1, 3, 2]),
        (1, [1, 4, 0, 3, 2], [3, 0, 1, 4, 2]),
        (2, [1, 0, 4, 2, 3], [2, 4, 0, 1, 3]),
        (3, [1, 0, 3, 2, 4], [3, 0, 1, 2, 4]),
        (9, [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]),
    ] {
        for (descending, expected) in [(false, up), (true, down)] {
            let shape = Shape { sort: Some(Sort { column, descending }), ..Shape::default() };
            assert_eq!(places(&shape), expected, "{column} {descending}");
        }
    }
}

#[test]
fn looks_for_what_is_seen() {
    for (search, expected) in [
        ("", vec![0, 1, 2, 3, 4]),
        (" ADA ", vec![1, 3]),
        ("emi", vec![0]),
        ("zoé", vec![4]),
        ("1970-01-01 00:01", vec![0, 3]),
        ("10", vec![0, 3, 4]),
        ("ada1970", vec![]),
        ("\u{1f}", vec![0, 1, 2, 3, 4]),
    ] {
        assert_eq!(places(&Shape { search: search.into(), ..Shape::default() }), expected, "{search:?}");
    }
}

#[test]
fn filters_by_columns() {
    let filter = |column, text: &str, whole| Filter { column, text: text.into(), whole };
    for (filters, expected) in [
        (vec![filter(0, "Ada", true)], vec![3]),
        (vec![filter(0, "Ada", false)], vec![1, 3]),
        (vec![filter(0, "", true)], vec![2]),
        (vec![filter(0, "a", false), filter(2, "9", true)], vec![1]),
        (vec![filter(7, "nothing", true)], vec![0, 1, 2, 3, 4]),
    ] {
        assert_eq!(places(&Shape { filters: filters.clone(), ..Shape::default() }), expected, "{filters:?}");
    }
}

#[test]
fn shows_the_columns_that_are_chosen() {
    let table = some();
    let shape = Shape { columns: vec![2, 9, 0, 2], ..Shape::default() };
    let view = View::new(&table, &shape);
    let shown = view.of(&table);
    assert_eq!(shown.columns(), [COLUMNS[2], COLUMNS[0]]);
    let mut cells = Vec::new();
    shown.row(4, &mut cells);
    assert_eq!(cells, [Cell::Count(100), text("Zoë")]);
    assert_eq!(view.places(3, 9), [3, 4]);
    assert!(view.places(9, 1).is_empty());
}

#[test]
fn the_values_of_a_column() {
    let names = ["Ada", "ada", "Émile", "Zoë", ""].map(str::to_owned);
    assert_eq!(values(&some(), 0, 9), (names.to_vec(), false));
    let (found, more) = values(&some(), 0, 2);
    assert_eq!((found.len(), more), (2, true));
    assert_eq!(values(&some(), 9, 2), (Vec::new(), false));
}

fn cell() -> impl Strategy<Value = Cell<'static>> {
    prop_oneof![
        Just(Cell::Blank),
        "[aäAbß ]{0,3}".prop_map(|text| Cell::Text(text.into())),
        (-3i64..3).prop_map(Cell::Local),
        (0u64..3).prop_map(Cell::Count),
        (0u64..3).prop_map(Cell::Seconds),
        prop_oneof![Just(f64::NAN), Just(-0.0), Just(0.0), Just(1.5)].prop_map(Cell::Hours),
    ]
}

fn tables() -> impl Strategy<Value = Rows> {
    prop::collection::vec([cell(), cell(), cell(), cell()], 0..9).prop_map(Rows)
}

fn shapes() -> impl Strategy<Value = Shape> {
    let sort = prop::option::of((0usize..6, any::<bool>()));
    let sort = sort.prop_map(|sort| sort.map(|(column, descending)| Sort { column, descending }));
    let filter = (0usize..6, "[aA1]{0,1}", any::<bool>());
    let filter = filter.prop_map(|(column, text, whole)| Filter { column, text, whole });
    let filters = prop::collection::vec(filter, 0..2);
    let columns = prop::collection::vec(0usize..6, 0..4);
    (sort, "[aAß0]{0,2}", filters, columns).prop_map(|(sort, search, filters, columns)| Shape {
        sort,
        search,
        filters,
        columns,
    })
}

proptest! {
    #[test]
    fn a_view_is_rows_of_the_table_each_once(table in tables(), shape in shapes()) {
        let view = View::new(&table, &shape);
        let all = view.places(0, usize::MAX);
        let mut once = all.to_vec();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), view.len());
        // What is left out does not have what is asked for: asked the other way round, nothing is lost.
        let unsorted = View::new(&table, &Shape { sort: None, ..shape.clone() });
        prop_assert_eq!(&once, unsorted.places(0, usize::MAX));
        if shape.search.is_empty() && shape.filters.iter().all(|filter| filter.column > 3) {
            prop_assert_eq!(view.len(), table.len());
        }
        let shown = view.of(&table);
        let (mut cells, mut whole) = (Vec::new(), Vec::new());
        for (n, &place) in all.iter().enumerate() {
            shown.row(n, &mut cells);
            table.row(place as usize, &mut whole);
            prop_assert_eq!(cells.len(), shown.columns().len());
            for (column, cell) in shown.columns().iter().zip(&cells) {
                let there = COLUMNS.iter().position(|one| one == column).unwrap();
                prop_assert_eq!(format!("{cell:?}"), format!("{:?}", whole[there]));
            }
        }
    }

    #[test]
    fn down_is_up_the_other_way_but_for_what_is_equal(table in tables(), column in 0usize..4) {
        let keys = |descending| {
            let sort = Some(Sort { column, descending });
            let view = View::new(&table, &Shape { sort, ..Shape::default() });
            let key = |&place: &u32| Key::of(&table.0[place as usize][column]);
            view.places(0, usize::MAX).iter().map(key).collect::<Vec<_>>()
        };
        let blank = |key: &Key| matches!(key, Key::Blank);
        let (up, mut down) = (keys(false), keys(true));
        let known = up.iter().take_while(|key| !blank(key)).count();
        prop_assert!(up[known..].iter().all(blank) && down[known..].iter().all(blank));
        prop_assert!(up[..known].windows(2).all(|pair| pair[0].compare(&pair[1]).is_le()));
        down.truncate(known);
        down.reverse();
        prop_assert!(up.iter().zip(&down).all(|(one, other)| one.compare(other).is_eq()));
    }
}

#[test]
fn the_columns_that_say_most_come_first() {
    #[derive(Debug)]
    struct Named([Cell<'static>; 4]);
    impl Table for Named {
        fn name(&self) -> &'static str {
            "Named"
        }
        fn columns(&self) -> &[Column] {
            const {
                &[
                    Column::new("SessionName", Format::Text),
                    Column::new("SessionIdentifier", Format::Text),
                    Column::new("SessionOwner", Format::Text),
                    Column::new("AttendeeRole", Format::Text),
                ]
            }
        }
        fn len(&self) -> usize {
            1
        }
        fn row<'a>(&'a self, _: usize, cells: &mut Vec<Cell<'a>>) {
            *cells = self.0.to_vec();
        }
    }
    for (name, id, expected) in [
        (text("Algebra"), text("a"), [true, false, false, true]),
        (Cell::Blank, text("a"), [false, true, false, true]),
        (Cell::Blank, Cell::Blank, [true, false, false, true]),
    ] {
        assert_eq!(main_columns(&Named([name, id, text("Ada"), Cell::Blank]), 5), expected);
    }
    assert_eq!(main_columns(&some(), 5), [true; 4]);
}

#[test]
fn a_view_is_called_as_its_table() {
    let table = Rows(Vec::new());
    let view = View::new(&table, &Shape::default());
    assert_eq!((view.of(&table).name(), view.of(&table).file_stem()), ("Rows", "Rows"));
}

#[test]
fn a_view_knows_how_many_rows_it_has_and_whom_they_are_about() {
    #[derive(Debug)]
    struct People(Rows);
    impl Table for People {
        fn name(&self) -> &'static str {
            self.0.name()
        }
        fn columns(&self) -> &[Column] {
            self.0.columns()
        }
        fn len(&self) -> usize {
            self.0.len()
        }
        fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
            self.0.row(index, cells);
        }
        fn about(&self, index: usize) -> Option<About> {
            Some(About { session: u32::try_from(index).ok()?, occurrence: None, attendee: None })
        }
    }
    let people = People(some());
    let shape = |search: &str| Shape { search: search.to_owned(), ..Shape::default() };
    for (search, found) in [("ada", vec![1, 3]), ("zoe", vec![4]), ("nobody", vec![])] {
        let view = View::new(&people, &shape(search));
        let table = view.of(&people);
        let about: Vec<u32> = (0..table.len()).map(|index| table.about(index).unwrap().session).collect();
        assert_eq!((about, view.is_empty(), view.len()), (found.clone(), found.is_empty(), found.len()));
        assert!(table.about(table.len()).is_none());
    }
}

/// In any direction.
#[test]
fn text_that_says_nothing_is_sorted_as_a_blank_cell() {
    let row = |cell| [cell, Cell::Blank, Cell::Blank, Cell::Blank];
    let table = Rows(vec![row(text("")), row(text("a")), row(Cell::Blank), row(text("b"))]);
    for (descending, expected) in [(false, [1, 3, 0, 2]), (true, [3, 1, 0, 2])] {
        let shape = Shape { sort: Some(Sort { column: 0, descending }), ..Shape::default() };
        assert_eq!(View::new(&table, &shape).places(0, usize::MAX), expected);
    }
}
