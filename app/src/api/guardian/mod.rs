//! A guardian's children and the correction he prepares (第十条).

pub mod ask;
pub mod correct;
pub mod counter;
pub mod my;
pub mod own;
pub mod whole;
