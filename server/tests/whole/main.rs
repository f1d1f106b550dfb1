//! The whole program from outside: what it answers, and what is left when it is killed.

mod crash;
mod doors;
mod http;
mod support;
