//! A hand-over as a matter: who holds it, and by when.

use super::hand_over::{HandOver, HandOverState};
use super::work::Desk;
use crate::account::Role;
use crate::calendar::Due;
use crate::matter::{Holder, Matter, MatterKind, Subject};

impl Matter for HandOver {
    fn kind(&self) -> MatterKind {
        MatterKind::RegistrarHandOver
    }

    fn subject(&self) -> Subject {
        Subject::Account(self.from.account)
    }

    /// While lines have no owner, who leaves or the leader; then both sign, the leader in place of who cannot; then the leader confirms.
    fn holders(&self) -> Vec<Holder> {
        if !self.is_open() {
            return Vec::new();
        }
        let leader = Holder::of_unit(&self.office.unit, Role::Leader);
        let desk = |desk: &Desk| Holder {
            account: Some(desk.account),
            ..Holder::of_unit(&self.office.unit, Role::Registrar)
        };
        if self.open_items().next().is_some() {
            return vec![desk(&self.from), leader];
        }
        let from = [desk(&self.from), leader.clone()].into_iter().filter(|_| self.signed_from.is_none());
        let to = [desk(&self.to)].into_iter().filter(|_| self.signed_to.is_none());
        let unsigned: Vec<Holder> = from.chain(to).collect();
        if unsigned.is_empty() { vec![leader] } else { unsigned }
    }

    fn due(&self) -> Option<Due> {
        self.is_open().then_some(Due { date: self.last_day, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.state == HandOverState::Open
    }

    fn sent_back(&self) -> bool {
        false
    }
}
