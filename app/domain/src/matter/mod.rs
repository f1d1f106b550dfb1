//! What all matters share, whatever their kind: who acts, for which unit, with which evidence. Kinds build on this and not on each other.

mod act;
mod case_kind;
mod context;
pub mod deadline;
mod evidence;
mod handling;
mod holder;
mod kind;
pub mod lifecycle;
mod office;
mod party;
mod subject;
mod talk;
mod ties;

pub use act::{Act, Opinion};
pub use case_kind::CaseKind;
pub use context::{Context, WorkContext};
pub use deadline::{Deadline, LAST_DAY};
pub use evidence::{PIECES_MAX, Proof, ProofKind};
pub use handling::{AtHandOver, AtSchoolsEnd, DueDay, Reminded, ToldIn};
pub use holder::{Holder, Matter};
pub use kind::MatterKind;
pub use lifecycle::{Checked, Lifecycle, TwoSteps};
pub use office::{Delivery, Office};
pub use party::Party;
pub use subject::{BadSubject, Subject};
pub use talk::{
    Answer, HOURLY_MAX, Question, Readers, Said, TALK_MAX, TALK_READ, Talk, WAITING_MAX, WRITTEN_MAX, Written,
};
pub use ties::{TIED_FOR, Tie, Ties, apart, may_act_together};
