//! Tables to bytes.

pub mod csv;
pub mod formula;
