//! `--for`, `--pseudonyms`, `--suppress`: what of a report goes out, and how.

use crate::failure::Failure;
use crate::output::Saved;
use crate::report::rows_and_remark;
use crate::summary::Made;
use adsum_core::export::csv::Flavour;
use adsum_core::report::Input;
use adsum_core::share::{Codes, LABEL, Purpose, Seed, Sharing, Which, files};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Share {
    /// For whom the report is: what they do not need is left out. Nothing of it makes data anonymous
    #[arg(long = "for", value_name = "WHOM", default_value = "own")]
    whom: Whom,
    /// Save in KEYFILE (CSV) who goes by which pseudonym, to be kept apart from the report; with it, people go by
    /// pseudonyms for whomever it is
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) pseudonyms: Option<PathBuf>,
    /// What pseudonyms are made of: 32 digits, 0 to f, random and secret; it stands at the end of a KEYFILE. With it, the
    /// same people have the same pseudonyms as then. Without it, it is random
    #[arg(long, value_name = "DIGITS", value_parser = seed)]
    seed: Option<Seed>,
    /// Withhold counts of fewer than K people by country and by minute, and a second one with each, so that totals do
    /// not give it away [default: 5 for a committee and the public, else 0: none]
    #[arg(long, value_name = "K")]
    suppress: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Whom {
    /// Everything, as it is
    Own,
    /// Who was there, when and how long, by name; not what they did
    Registrar,
    /// Figures by pseudonym, without names, addresses and moments; small counts are withheld
    Committee,
    /// Sessions and counts by country, and who was in which by pseudonym; no times of people
    Public,
}

fn seed(text: &str) -> Result<Seed, String> {
    Seed::read(text).ok_or_else(|| "write 32 digits, 0 to f".to_owned())
}

/// What goes out.
pub(crate) struct Going {
    pub(crate) sharing: Sharing,
    key: Option<PathBuf>,
}

impl Share {
    /// What goes out, with these columns of the attendance report if any are chosen; none: everything, as it is.
    pub(crate) fn going(&self, columns: &[usize]) -> Result<Option<Going>, Failure> {
        let purpose = match self.whom {
            Whom::Own => Purpose::Own,
            Whom::Registrar => Purpose::Registrar,
            Whom::Committee => Purpose::Committee,
            Whom::Public => Purpose::Public,
        };
        let hidden = purpose.pseudonyms() || self.pseudonyms.is_some();
        if !hidden && self.seed.is_some() {
            return Err(Failure::usage(
                "--seed is of pseudonyms, and there are none",
                "Add --for committee, or --pseudonyms KEYFILE.",
            ));
        }
        if purpose == Purpose::Own && !hidden && self.suppress.is_none_or(|least| least <= 1) {
            return Ok(None);
        }
        let seed = match &self.seed {
            Some(seed) => seed.clone(),
            None => random()?,
        };
        let mut sharing = Sharing::new(purpose, &seed);
        sharing.seed = hidden.then_some(seed);
        sharing.suppress = self.suppress.unwrap_or(sharing.suppress);
        if !columns.is_empty() {
            sharing.choose(Which::Attendance, columns.to_vec());
        }
        Ok(Some(Going { sharing, key: self.pseudonyms.clone() }))
    }
}

fn random() -> Result<Seed, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::failed(format!("this computer gives no random numbers: {error}"), "Give some with --seed.")
    })?;
    Ok(Seed::new(bytes))
}

impl Going {
    /// The pseudonyms, if there are to be any.
    pub(crate) fn codes(&self, input: Input<'_>) -> Option<Codes> {
        self.sharing.codes(input)
    }

    /// What is said of a file.
    pub(crate) fn remark(&self) -> Option<String> {
        self.sharing.seed.is_some().then(|| LABEL.to_owned())
    }

    /// Saves who is who, if that is wanted.
    pub(crate) fn save_key(
        &self,
        saved: &mut Saved<'_>,
        codes: Option<&Codes>,
        flavour: Flavour,
    ) -> Result<Option<Made>, Failure> {
        let (Some(path), Some(codes)) = (&self.key, codes) else { return Ok(None) };
        let written = saved.write(path, |part| files::key(codes, flavour, part))?;
        Ok(Some(rows_and_remark(path.clone(), written, "who is who: keep it apart from the report")))
    }
}
