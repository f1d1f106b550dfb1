//! What guardians, and whoever is not signed in, read: in Chinese and in English, side by side.

pub mod appearance;
pub mod first_steps;
pub mod frame;
pub mod guardian;
pub mod guide;
pub mod message;
pub mod portal;
pub mod session;
pub mod talk;
pub mod verify;
