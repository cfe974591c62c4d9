//! Tables that no platform writes, and what somebody says of files.

use crate::world::World;

/// What a teacher keeps, in two columns for a time.
const TABLE: &str = "\
Schüler;Datum;Beginn;Dauer (Min.);Kurs
Ada;02.03.2026;09:00;45;Bio
Ben;02.03.2026;09:05;30;Bio
Ada;09.03.2026;09:00;50;Bio
";

const MAPPING: &str = "\
{
  \"adsum\": \"mapping\",
  \"version\": 1,
  \"columns\": {
    \"date\": \"Datum\",
    \"duration\": \"Dauer (Min.)\",
    \"join\": \"Beginn\",
    \"name\": \"Schüler\",
    \"session_name\": \"Kurs\"
  },
  \"duration_in\": \"minutes\"
}
";

#[test]
fn a_table_is_guessed_mapped_and_reported() {
    let world = World::new("mapping");
    world.put("klasse.csv", TABLE);
    world.run("attendance klasse.csv").ended(1, &["'adsum mapping klasse.csv -o map.json' guesses"]);
    world
        .run("mapping klasse.csv -o map.json")
        .did(&["wrote map.json", "Schüler: name (its name has “schüler” in it)"]);
    assert_eq!(world.text("map.json"), MAPPING);
    assert_eq!(world.run("mapping klasse.csv").did(&[]).out, MAPPING);
    world.run("attendance --mapping map.json klasse.csv").ended(1, &["Which time zone"]);
    let args = "--log-time-zone Europe/Berlin klasse.csv";
    let named = world.run(&format!("attendance --mapping map.json {args}")).did(&["read 3 records: 3 used"]);
    assert!(named.out.contains("Bio,Bio,2026-03-02T00:00:00,"), "{}", named.out);
    assert!(named.out.contains(",Ben,"), "{}", named.out);
    // Among the logs, before or after: the same report, and no warning.
    for args in [format!("map.json {args}"), format!("{args} map.json")] {
        let ran = world.run(&format!("attendance {args}")).did(&[]);
        assert_eq!((ran.out, ran.err.contains("warning")), (named.out.clone(), false), "{}", ran.err);
    }
}

#[test]
fn inspect_shows_mappings_and_guesses() {
    let world = World::new("mapping-inspect");
    world.put("klasse.csv", TABLE);
    world.put("map.json", MAPPING);
    let ran = world.run("inspect klasse.csv map.json").did(&[]);
    for text in [
        "    table with a mapping, UTF-8, 124 bytes: 3 records, 3 used\n",
        "“Schüler” is the name",
        "  map.json\n    mapping, for files with the columns Schüler, Kurs, Beginn, Dauer (Min.), Datum\n",
    ] {
        assert!(ran.out.contains(text), "{text:?} is not in:\n{}", ran.out);
    }
    let ran = world.run("inspect --json klasse.csv").ended(1, &[]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let mapping: serde_json::Value = serde_json::from_str(MAPPING).unwrap();
    assert_eq!(
        (&json["files"][0]["guess"], &json["files"][0]["mapping"]),
        (&mapping, &serde_json::Value::Null)
    );
    let ran = world.run("inspect --json --mapping map.json klasse.csv").did(&[]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&json["files"][0]["mapping"], &json["files"][0]["guess"]),
        (&mapping, &serde_json::Value::Null)
    );
}

#[test]
fn what_is_wrong_with_a_mapping_is_said() {
    let world = World::new("mapping-wrong");
    world.put("klasse.csv", TABLE);
    world.put("typo.json", MAPPING.replace("\"name\"", "\"nmae\""));
    world.put("doc.json", "{\"a\": 1}");
    let typo =
        "typo.json cannot be used as a mapping: columns.nmae is not known; known are: name, first_name";
    world.run("inspect --mapping typo.json klasse.csv").ended(1, &[typo, "'adsum mapping --help'"]);
    world.run("inspect --mapping doc.json klasse.csv").ended(1, &["it does not begin with"]);
    world.run("inspect --mapping none.json klasse.csv").ended(1, &["there is no such file"]);
    let ran = world.run("inspect klasse.csv typo.json").ended(1, &[]);
    assert!(ran.out.contains("not used: this is a mapping, but columns.nmae is not known"), "{}", ran.out);
    world.run("mapping doc.json").ended(1, &["doc.json is no table with columns"]);
    world.run("mapping klasse.csv -o klasse.csv").ended(2, &["would be overwritten"]);
    world.put("prices.csv", "item,price\nmilk,2\n");
    world
        .run("mapping prices.csv")
        .did(&["note: it lacks something: say which column tells when they joined"]);
    let untold = "note: it does not tell when somebody left";
    world.put("came.csv", "Name;Wann\nAda;02.03.2026 09:00\n");
    world.run("mapping came.csv").did(&[untold]);
    let told = world.run("mapping klasse.csv").did(&[]);
    assert!(!told.err.contains(untold), "{}", told.err);
}

#[test]
fn files_are_read_as_somebody_says() {
    let world = World::with_log("read-as");
    world.put("klasse.csv", TABLE);
    world.put("map.json", MAPPING);
    world.run("inspect --read-as log.csv=native-csv log.csv").did(&[]);
    let ran = world.run("inspect --read-as log.csv=zoom-participants log.csv").ended(1, &[]);
    let why = "not used: it cannot be read as Zoom participants, which has to have a header with name, e-mail, join time";
    assert!(ran.out.contains(why), "{}", ran.out);
    let ran = world.run("inspect --read-as klasse.csv=mapped klasse.csv").ended(1, &[]);
    assert!(ran.out.contains("not used: nothing says what its columns mean"), "{}", ran.out);
    world.run("inspect --read-as klasse.csv=mapped --mapping map.json klasse.csv log.csv").did(&[]);
    let ran = world.run("inspect --read-as log.csv=mapped --mapping map.json log.csv").ended(1, &[]);
    assert!(ran.out.contains("it has no columns named"), "{}", ran.out);
    world
        .run("inspect --read-as log.csv=zoom log.csv")
        .ended(2, &["no format is called so; there are native-csv"]);
    world.run("inspect --read-as other.csv=mapped log.csv").ended(2, &["which is none of the logs"]);
    let said = ["inspect", "--read-as", "other.zip › log.csv=mapped", "log.csv"];
    world.run_with("", said).ended(2, &["other.zip, which is none of the logs"]);
}
