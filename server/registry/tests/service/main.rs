//! The services, each against a real store: one program, because linking the database takes longer than the tests.

mod accounts;
mod archive;
mod calendar;
mod change;
mod correction;
mod correction_identity;
mod correction_secrets;
mod dashboard;
mod guardian;
mod import;
mod kinds;
mod letter;
mod lifetime;
mod paper;
mod prints;
mod problems;
mod promotion;
mod registrars;
mod registration;
mod rules;
mod scan;
mod schools;
mod sign_in;
mod support;
mod violations;
mod watch;
