//! Matters (事项): the one table that says what is open, of every engine. An engine writes its row and its matter in one transaction
//! ([`put`]); whoever asks what waits for a desk, what a pupil or a unit has open and what is due asks here.

mod deadline;
mod desk;
mod journal;
mod late;
mod numbers;
mod open;
mod overdue;
mod pupil;
mod remind;
mod row;
mod sound;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walks;

pub use desk::DeskFilter;
pub(crate) use overdue::COUNTED;
pub(crate) use remind::Said;
use row::in_order;
pub(crate) use row::{Line, Matter, MatterRow, Words, put, remove, waiting_keys};

pub use domain::matter::MatterKind;
pub(crate) use domain::matter::Subject;
