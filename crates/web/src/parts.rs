//! Parts of a large file, that workers beside the one with the log read.

use adsum_core::intake::{Begun, Part, PartReader};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::Workbench;

/// A part on its way. Push its bytes, then finish.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PartOfFile(PartReader);

#[wasm_bindgen]
impl PartOfFile {
    /// A part of a file that [begins](Workbench::begun) so.
    #[wasm_bindgen(constructor)]
    pub fn new(begun: &[u8]) -> Result<Self, JsError> {
        let begun = Begun::from_bytes(begun).ok_or_else(|| JsError::new("nothing has begun so"))?;
        Ok(Self(begun.part()))
    }

    /// Takes its next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// Ends it, and with it the file if it `ends` there. What was read, for [`Workbench::take_up`]; none where the part
    /// has to be read by whoever has read what stands before it.
    #[must_use]
    pub fn finish(self, ends: bool) -> Option<Vec<u8>> {
        Some(self.0.finish(ends)?.to_bytes())
    }
}

#[wasm_bindgen]
impl Workbench {
    /// What a part of the file must know of its beginning; none of a file that is to be read as a whole.
    #[must_use]
    pub fn begun(&self) -> Option<Vec<u8>> {
        let (parcel, _) = self.parcel.as_ref()?;
        Some(parcel.begun()?.to_bytes())
    }

    /// Takes up what was read of the part that comes now. False where it has to be read here.
    pub fn take_up(&mut self, part: &[u8]) -> bool {
        let Some(((parcel, given), part)) = self.parcel.as_mut().zip(Part::from_bytes(part)) else {
            return false;
        };
        let taken = parcel.take_up(&part);
        if taken {
            given.pass(part.bytes());
        }
        taken
    }
}
