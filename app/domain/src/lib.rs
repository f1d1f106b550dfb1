//! 《中小学生学籍管理办法》 as pure Rust.
//!
//! Nothing here reads a clock, draws a random number, touches a file or waits: today, ids and rules come in as
//! parameters. The rest of the system asks this crate what the regulation says and does what it answers.

pub mod access;
pub mod access_log;
pub mod account;
pub mod archive;
pub mod calendar;
pub mod case;
pub mod certificate;
pub mod chain;
pub mod codes;
pub mod complaint;
pub mod confirmation;
pub mod disclosure;
pub mod english;
pub mod figure;
pub mod flow;
pub mod follow_up;
pub mod form;
pub mod guardian;
pub mod guide;
pub mod id;
pub mod ident;
pub mod import;
pub mod inquiry;
pub mod journal;
pub mod language;
pub mod letter;
pub mod matching;
pub mod matter;
pub mod message;
pub mod numbering;
pub mod org;
pub mod package;
pub mod paper;
pub mod population;
pub mod print;
pub mod privacy;
pub mod problem;
pub mod promotion;
pub mod question;
pub mod refusal;
pub mod registrar;
pub mod regulation;
pub mod review;
pub mod rules;
pub mod school;
pub mod shown;
pub mod standing;
pub mod tables;
pub mod take_over;
pub mod text;
pub mod topic;
pub mod violation;
pub mod warning;
