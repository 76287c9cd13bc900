//! Intake: bytes to rows to new deals. Knows the domain, not the store.
//!
//! A file is read as a table ([`csv`]), its header is matched against field names ([`header`]), and each row becomes a draft and
//! then a deal or its faults ([`plan`]). Rows stream: memory does not grow with the file, but for a short hash of each ref.

pub mod csv;
pub mod header;
pub mod plan;
pub mod rates;
