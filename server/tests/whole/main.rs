//! The whole program from outside: what it answers, and what is left when it is killed.

mod again;
mod attack;
mod backup;
mod browser;
mod compare;
mod connections;
mod crash;
mod damage;
mod egress;
mod english;
mod guides;
mod http;
mod lists;
mod memory;
mod messages;
mod odd;
mod offline;
mod outsiders;
mod own_links;
mod places;
mod plain_words;
mod program;
mod sign_up;
mod support;
mod take_over;
mod uploads;
