//! The whole program from outside: what it answers, and what is left when it is killed.

mod attack;
mod backup;
mod crash;
mod damage;
mod doors;
mod http;
mod outsiders;
mod support;
