//! A guardian's journey on a phone (第十条): sign up, see one's child, ask for a correction one question a page, follow it to
//! the end. Every step is kept, so one may stop and go on later.

pub mod add;
pub mod archive;
pub mod ask;
pub mod ask_check;
mod call;
pub mod case;
pub mod check;
pub mod child;
pub mod choose;
pub mod claim;
pub mod item;
pub mod my;
pub mod own;
pub mod own_acts;
pub mod proof;
pub mod recover;
pub mod review;
pub mod sign_up;
mod voice;
pub mod whole;
