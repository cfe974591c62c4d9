//! Tables to bytes.

pub mod csv;
pub mod files;
pub mod formula;
pub mod native_log;
pub mod receipt;
pub mod xlsx;
pub mod zip;
