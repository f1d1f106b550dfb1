//! Batch import: to be written.
