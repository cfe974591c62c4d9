//! The progress bar: on standard error, and only where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _};
use std::time::Duration;

/// How often it is drawn while nothing is counted.
const TICK: Duration = Duration::from_millis(100);

/// How far the reading, then the making is.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Of so many bytes, if it is known how many.
    pub(crate) fn reading(total: Option<u64>) -> Self {
        if !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        let template = match total {
            Some(_) => {
                "reading {bar:24} {percent:>3} %  {decimal_bytes} of {decimal_total_bytes}, {eta} left"
            }
            None => "reading {spinner} {decimal_bytes}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Something that takes a moment, and does not say how far it is.
    pub(crate) fn working(what: &str) -> Self {
        let progress = Self::reading(None);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            progress.0.set_style(style);
        }
        progress.0.set_message(what.to_owned());
        progress
    }

    /// So many bytes more. Any thread may say so.
    pub(crate) fn add(&self, bytes: u64) {
        self.0.inc(bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
