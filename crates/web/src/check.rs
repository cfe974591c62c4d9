//! Whether files are those of a receipt, and still give its report: what `adsum verify` does, by the same code. It has
//! a log of its own, so that the one on the page stays as it is.

use crate::dto::{Choices, ReceiptFinding, ReceiptSeen, SampleName};
use crate::{chosen, options};
use adsum_core::container::Parcel;
use adsum_core::export::receipt::check::{Check, Finding};
use adsum_core::export::receipt::{Fingerprint, Receipt, ReceiptError};
use adsum_core::log::Log;
use adsum_core::sample::{self, Sample, Size};
use adsum_core::share::Seed;
use js_sys::{Function, Uint8Array};
use tsify::{Ts, Tsify as _};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// The bytes of a sample log, part by part, and its name.
#[wasm_bindgen]
pub fn sample_parts(name: Ts<SampleName>, part: &Function) -> Result<String, JsError> {
    let sample = Sample::from(name.to_rust()?);
    sample::write(sample, Size::Demo, &mut |bytes| {
        // Of a sample there is too little for the memory to end.
        let _ = part.call1(&JsValue::NULL, &Uint8Array::from(bytes));
    });
    Ok(sample.file_name().to_owned())
}

/// A receipt that is being looked at: first what is in each file, then, in the order that it says, its records.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ReceiptCheck {
    check: Check,
    print: Fingerprint,
    parcel: Option<(usize, Parcel)>,
    log: Log,
    whole: bool,
}

#[wasm_bindgen]
impl ReceiptCheck {
    /// Of a receipt's text. Of the page come the seed of its pseudonyms, and who is the same person.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, seed: &str, choices: Ts<Choices>) -> Result<Self, JsError> {
        let mut check = Check::new(Receipt::read(text)?, Seed::read(seed));
        if let Ok(options) = options(&chosen(choices)?) {
            check.aliases(options.answers.aliases);
        }
        let (print, log) = (Fingerprint::default(), Log::default());
        Ok(Self { check, print, parcel: None, log, whole: false })
    }

    /// Takes the next bytes of a file, to know it by them.
    pub fn look(&mut self, bytes: &[u8]) {
        self.print.push(bytes);
    }

    /// Ends the file.
    pub fn looked(&mut self, name: &str) {
        self.check.offer(name, &std::mem::take(&mut self.print).finish());
    }

    /// The places, among those that were looked at, of the files to be read, in this order; none where one is missing.
    pub fn order(&mut self) -> Vec<u32> {
        let order = self.check.order().unwrap_or_default();
        self.whole = !order.is_empty();
        order.into_iter().filter_map(|place| place.try_into().ok()).collect()
    }

    /// Begins to read the file that is at this place of the order.
    pub fn begin(&mut self, place: usize) -> Result<(), JsError> {
        let (name, ways) = self.check.way(place)?;
        self.parcel = Some((place, Parcel::reading(name, ways)));
        Ok(())
    }

    /// Takes its next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        if let Some((_, parcel)) = &mut self.parcel {
            parcel.push(bytes);
        }
    }

    /// Once all bytes are there: unpacks for some milliseconds. Whether there is more to unpack.
    pub fn unpack(&mut self) -> bool {
        self.parcel.as_mut().is_some_and(|(_, parcel)| parcel.unpack())
    }

    /// Ends the file.
    pub fn end(&mut self) {
        if let Some((place, parcel)) = self.parcel.take() {
            let readings = parcel.finish();
            self.check.records(place, readings.iter().map(|reading| &reading.file));
            // Refused ones, too: they have a number.
            readings.into_iter().for_each(|reading| self.log.add(reading));
        }
    }

    /// Makes the report again, if nothing is missing for it, and tells what was seen.
    pub fn finish(mut self) -> Result<Ts<ReceiptSeen>, JsError> {
        let mut why = String::new();
        if self.whole {
            match self.check.origin() {
                Ok(origin) => {
                    if let Err(error) = self.check.again(&mut self.log, &origin) {
                        why = error.to_string();
                    }
                }
                Err(ReceiptError::Seed) => why = "seed".to_owned(),
                Err(ReceiptError::Aliases) => why = "aliases".to_owned(),
                Err(error) => why = error.to_string(),
            }
        }
        let receipt = self.check.receipt();
        let other = receipt.made_by != env!("CARGO_PKG_VERSION");
        let finding = |finding: &Finding| ReceiptFinding {
            seen: finding.seen.code(),
            differs: finding.seen.differs(),
            name: finding.name.clone(),
            sha256: finding.content.sha256.clone(),
        };
        let seen = ReceiptSeen {
            report: receipt.name.clone(),
            findings: self.check.findings().iter().map(finding).collect(),
            made_by: if other { receipt.made_by.clone() } else { String::new() },
            why,
        };
        Ok(seen.into_ts()?)
    }
}
