//! Writes random logs for other programs: `logs FOLDER COUNT` makes a folder a log, with its files as they are,
//! `records.ndjson` with the records that can be used, as the oracle reads them, and `options.json`.
//!
//! Nothing is joined: restarted meetings and alias files are choices that the specification does not know.

use adsum_oracle::{FIELDS, random, read};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count] = args.as_slice() else { return Err("logs FOLDER COUNT".into()) };
    for seed in 0..count.parse()? {
        let log = random::log(seed);
        let folder = Path::new(folder).join(seed.to_string());
        fs::create_dir_all(&folder)?;
        for file in &log.files {
            fs::write(folder.join(&file.name), &file.bytes)?;
        }
        let mut records = String::new();
        for record in read(&log.files).records {
            let known = record.text.known();
            let value = |field: &&str| known.iter().find(|(name, _)| name == field).map(|(_, value)| *value);
            let object: Map<String, Value> =
                FIELDS.iter().map(|field| ((*field).to_owned(), value(field).into())).collect();
            records += &(Value::Object(object).to_string() + "\n");
        }
        fs::write(folder.join("records.ndjson"), records)?;
        let options = &log.options;
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let options = json!({
            "from": day(options.from),
            "to": day(options.to),
            "time_zone": options.time_zone,
            "log_time_zone": options.log_time_zone,
            "rejoin_gap": options.rejoin_gap,
        });
        fs::write(folder.join("options.json"), options.to_string())?;
    }
    Ok(())
}
