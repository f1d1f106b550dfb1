//! What all matters (事项) share, whatever their kind.

mod kind;

pub use kind::MatterKind;
