//! 存量数据接管: no register begins empty. The pupils of an existing one are read from its files, checked by what the import checks and more,
//! released by a second person, taken over in slices, reconciled with what the source counts, and taken back whole as long as nothing
//! was done to any of them. It lives in the room of the import because it reads and checks with it.
//!
//! An operator's work at the prompt (`server take-over`); what was decided in the other register is not decided again here, so there is no
//! case and no matter.

mod check;
mod enter;
mod expire;
mod job;
mod marks;
mod model;
mod papers;
mod reconcile;
mod source;
mod stage;
mod steps;
mod table;
mod undo;

pub(crate) use job::TakeOver;
pub use model::{Act, ActKind, AskedTakeOver, FileLine, FolderLine, TakeOverRow};
pub(crate) use papers::FiledWith;
pub use papers::{Attached, Folder};
pub use reconcile::Reconciled;
