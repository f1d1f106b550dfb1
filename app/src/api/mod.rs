//! Server functions: thin doors between pages and services. Each takes the actor from the session, parses into domain types
//! and calls one service method. Every one is a public endpoint: hiding a button protects nothing.

mod error;

pub use error::AppError;

#[cfg(feature = "ssr")]
pub mod context;

pub mod account;
pub mod case;
pub mod dashboard;
pub mod form_state;
pub mod guardian;
pub mod guardian_sign_up;
pub mod import;
pub mod pupil;
pub mod session;
