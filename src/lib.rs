//! deals
pub mod domain;
pub mod intake;
pub mod lang;
pub mod render;
pub mod report;
pub mod sheet;
pub mod store;
