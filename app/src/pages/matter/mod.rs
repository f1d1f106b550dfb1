//! What the pages of all kinds of matters (事项) share: the list of one kind, and the form of one step.

mod list;
mod step;

pub use list::{Listed, MatterColumn, MatterList, deadline, waits_for_me};
pub use step::{ProofFields, StepAct, StepFileForm, StepForm, StepWords};
