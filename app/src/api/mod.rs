//! Server functions: thin doors between pages and services. Each takes the actor from the session, parses into domain types
//! and calls one service method. Every one is a public endpoint: hiding a button protects nothing.

mod client;
mod error;

pub use client::{Attended, submitted, touched};
pub use error::AppError;

/// The header of a request that no person caused.
pub const BY_ITSELF: &str = "x-by-itself";

/// The header of a request by which somebody sends a form.
pub const BY_FORM: &str = "x-by-form";

/// The header of an answer, and the name in a document, that says up to which commit everything is in it.
pub const MADE_AT: &str = "x-made-at";

/// The number of the last commit that was through when a request came: put into every request by the server.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy)]
pub struct MadeAt(pub u64);

#[cfg(feature = "ssr")]
pub(crate) mod address;
#[cfg(feature = "ssr")]
pub mod again;
#[cfg(feature = "ssr")]
pub mod context;

pub mod absence;
pub mod access;
pub mod account;
pub mod archive;
pub mod background;
pub mod batch;
pub mod bond;
pub mod calendar;
pub mod case;
pub mod certificate;
pub mod change;
pub mod compare;
pub mod complaint;
pub mod completion;
pub mod confirm;
pub mod copy;
pub mod dashboard;
pub mod desk;
pub mod disclosure;
pub mod division;
pub mod form_state;
pub mod guardian;
pub mod guardian_sign_up;
pub mod guide;
pub mod hand_over;
pub mod import;
pub mod kept;
pub mod letter;
pub mod merge;
pub mod message;
pub mod package;
pub mod palette;
pub mod paper;
pub mod print_of;
pub mod prints;
pub mod privacy;
pub mod problem;
pub mod promotion;
pub mod pupil;
pub mod registrar;
pub mod review;
pub mod rules;
pub mod scan;
pub mod school;
pub mod session;
#[cfg(feature = "ssr")]
pub(crate) mod several;
pub mod sign_up;
pub mod tables;
pub mod take_over;
pub mod talk;
pub mod typed;
pub mod upkeep;
#[cfg(feature = "ssr")]
mod upload;
pub mod violation;
pub mod warning;
pub mod watch;

/// A moment as people read it, in Asia/Shanghai.
pub(crate) fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    let offset = chrono::FixedOffset::east_opt(8 * 3600).expect("eight hours is an offset");
    use chrono::Timelike;
    let at = at.with_timezone(&offset);
    let (day, time) = (day(at.date_naive()), format!("{:02}:{:02}", at.hour(), at.minute()));
    match crate::language::here() {
        crate::language::Language::Chinese => format!("{day} {time}"),
        crate::language::Language::English => format!("{day}, {time}"),
    }
}

/// The time of day of a moment, in Asia/Shanghai.
#[cfg(feature = "ssr")]
pub(crate) fn time_of_day(at: chrono::DateTime<chrono::Utc>) -> String {
    let said = moment(at);
    said.rsplit(' ').next().unwrap_or_default().to_owned()
}

/// A moment as machines read it.
pub(crate) fn machine_moment(at: chrono::DateTime<chrono::Utc>) -> String {
    let offset = chrono::FixedOffset::east_opt(8 * 3600).expect("eight hours is an offset");
    at.with_timezone(&offset).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// A day as people read it.
pub(crate) fn day(date: chrono::NaiveDate) -> String {
    crate::language::day(date)
}
