//! 存量数据接管: no register begins empty. The pupils of an existing one are read from its files, checked by what the import checks and more,
//! released by a second person, taken over in slices, reconciled with what the source counts, and taken back whole as long as nothing
//! was done to any of them. What their archives hold comes in files of its own, a row each, and goes the same way (`entries.rs`). It lives in the room of the import because it reads and checks with it.
//!
//! An operator's work at the prompt (`server take-over`), or on its page for one file that can be sent (`page.rs`); what was decided in the other register is not decided again here, so there is no
//! case and no matter.

mod check;
mod enter;
mod entries;
mod entries_table;
mod expire;
mod folder;
mod job;
mod marks;
mod model;
mod page;
mod papers;
mod reconcile;
mod source;
mod stage;
mod steps;
mod table;
mod undo;

pub use folder::Folder;
pub(crate) use job::TakeOver;
pub use model::{Act, ActKind, AskedTakeOver, FileLine, FolderLine, TakeOverRow};
pub use page::UploadedTakeOver;
pub use papers::Attached;
pub(crate) use papers::FiledWith;
pub use reconcile::Reconciled;
