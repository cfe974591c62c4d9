//! The worker of the page.
