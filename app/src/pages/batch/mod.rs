//! Many pupils at once (第十三条, 第十四条), the hub of a unit's business with records, and the copies a school keeps.

pub mod completions;
pub mod copies;
pub mod hub;
pub mod progressions;
pub mod watch;
