//! What the pages of all kinds of matters (事项) share: the list of one kind, the form of one step, and the questions of guardians.

pub mod list;
pub mod step;
pub(crate) mod talk;

pub use list::{Listed, MatterColumn, MatterList, deadline, waits_for_me};
pub use step::{ProofFields, StepAct, StepFileForm, StepForm, StepWords};
