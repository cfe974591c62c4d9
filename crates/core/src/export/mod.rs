//! Tables to bytes.

pub mod xlsx;
pub mod zip;
