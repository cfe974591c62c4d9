//! gzip: inflated as it comes, one member after the other, into a parcel of the same name.

use super::limits::{Budget, Trouble};
use super::{Address, Parcel};
use crate::intake::Reading;
use flate2::write::GzDecoder;
use std::io::{self, Write};

/// A gzip being unpacked.
#[derive(Debug)]
pub(super) struct Gzip {
    to: Address,
    state: State,
    /// What came and is not unpacked yet: less than a piece.
    held: Vec<u8>,
}

/// How many bytes are unpacked at once, wherever the chunks end. What came of how much is looked at then, so
/// other chunks must not make other pieces.
const PIECE: usize = 16 << 10;

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one a file")]
enum State {
    /// In a member.
    Member(GzDecoder<Out>),
    /// Behind one. Zeros may fill the file up.
    Between(Out),
    Refused(Trouble),
}

/// Where the bytes go that come out.
#[derive(Debug)]
struct Out {
    parcel: Parcel,
    budget: Budget,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.budget.count(bytes.len()).map_err(io::Error::other)?;
        self.parcel.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Gzip {
    pub(super) fn new(to: &Address) -> Self {
        let parcel = Parcel::at(to.without_gz());
        let out = Out { parcel, budget: Budget::new(0, to.most, to.ways.limits) };
        Self { to: to.clone(), state: State::Member(GzDecoder::new(out)), held: Vec::new() }
    }

    pub(super) fn push(&mut self, mut bytes: &[u8]) {
        while self.held.len() + bytes.len() >= PIECE {
            let (piece, rest) = bytes.split_at(PIECE - self.held.len());
            bytes = rest;
            if self.held.is_empty() {
                self.unpack(piece);
            } else {
                self.held.extend_from_slice(piece);
                self.unpack_held();
            }
        }
        self.held.extend_from_slice(bytes);
    }

    fn unpack_held(&mut self) {
        let mut held = std::mem::take(&mut self.held);
        self.unpack(&held);
        held.clear();
        self.held = held;
    }

    fn unpack(&mut self, mut bytes: &[u8]) {
        match &mut self.state {
            State::Member(decoder) => decoder.get_mut().budget.given += bytes.len() as u64,
            State::Between(out) => out.budget.given += bytes.len() as u64,
            State::Refused(_) => return,
        }
        while !bytes.is_empty() {
            let state = std::mem::replace(&mut self.state, State::Refused(Trouble::Damaged));
            self.state = match step(state, &mut bytes) {
                Ok(state) => state,
                Err(trouble) => return self.state = State::Refused(trouble),
            };
        }
    }

    pub(super) fn counts(&self) -> (u64, u64) {
        match &self.state {
            State::Member(decoder) => decoder.get_ref().parcel.counts(),
            State::Between(out) => out.parcel.counts(),
            State::Refused(_) => (0, 0),
        }
    }

    pub(super) fn finish(mut self, bytes: u64) -> Vec<Reading> {
        self.unpack_held();
        let out = match self.state {
            State::Member(decoder) => decoder.finish().map_err(|error| why(&error)),
            State::Between(out) => Ok(out),
            State::Refused(trouble) => Err(trouble),
        };
        match out {
            Ok(out) => out.parcel.finish(),
            // Of what is damaged nothing is used: who knows what is missing.
            Err(trouble) => vec![self.to.refused(bytes, trouble)],
        }
    }
}

/// Takes some of the bytes.
fn step(state: State, bytes: &mut &[u8]) -> Result<State, Trouble> {
    match state {
        State::Member(mut decoder) => match decoder.write(bytes) {
            Ok(0) => Ok(State::Between(decoder.finish().map_err(|error| why(&error))?)),
            Ok(taken) => {
                *bytes = bytes.get(taken..).unwrap_or_default();
                Ok(State::Member(decoder))
            }
            Err(error) => Err(why(&error)),
        },
        State::Between(out) => match bytes.iter().position(|&byte| byte != 0) {
            Some(zeros) => {
                *bytes = &bytes[zeros..];
                Ok(State::Member(GzDecoder::new(out)))
            }
            None => {
                *bytes = &[];
                Ok(State::Between(out))
            }
        },
        State::Refused(trouble) => Err(trouble),
    }
}

fn why(error: &io::Error) -> Trouble {
    let trouble = error.get_ref().and_then(|inner| inner.downcast_ref::<Trouble>());
    trouble.copied().unwrap_or(Trouble::Damaged)
}
