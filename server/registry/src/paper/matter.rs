//! A hand-over list as a matter. While the letter it belongs to waits for the same act, the letter stands on the desk and the list
//! waits for nobody; sealing and what differs are acts of their own.

use super::HandOverRow;
use crate::case::queue_key;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words};
use crate::services::Papers;
use domain::access::Role;
use domain::paper::{HandOver, HandOverState};

impl Papers<'_> {
    /// What the table of matters says of a hand-over list.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn hand_over_matter(&self, row: &HandOverRow, list: &HandOver) -> Result<Matter> {
        let from = self.units().unit(&list.from).await?;
        let on_paper = list.seal.as_ref().is_some_and(|seal| seal.on_paper);
        // A school outside this system has no unit here; its part is recorded by the sender.
        let to = self.units().unit(&list.to).await.ok().filter(|_| !on_paper);
        let checker = to.as_ref().unwrap_or(&from);
        let waiting = match list.state {
            HandOverState::Listed => vec![queue_key(&from.id, Role::Leader)],
            HandOverState::Differs => vec![queue_key(&checker.id, Role::Registrar)],
            HandOverState::Sealed | HandOverState::Closed | HandOverState::TakenBack => Vec::new(),
        };
        let received = list.state == HandOverState::Differs;
        Ok(Matter {
            table: super::hand_over::TABLE,
            key: row.letter.to_string(),
            kind: MatterKind::PaperHandOver,
            state: list.state.label(),
            open: !matches!(list.state, HandOverState::Closed | HandOverState::TakenBack),
            subject: Subject::Person(list.person),
            persons: vec![list.person],
            path: if received { checker.path.clone() } else { from.path.clone() },
            waiting,
            opener: Some(list.listed.by.account),
            opener_unit: Some(list.from.clone()),
            opened_on: list.listed.on,
            due_on: None,
            provisional: false,
            sent_back: false,
            class: String::new(),
            version: row.version,
            href: format!("/letters/{}/pieces", row.letter),
            words: Words {
                pupil: None,
                about: format!("{}件{}页", list.count(), list.pages()),
                from: crate::letter::addressed(&from),
            },
        })
    }
}

impl Papers<'_> {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_paper_matters(&self) -> Result<Vec<Matter>> {
        let mut rows: Vec<HandOverRow> = Vec::new();
        let each = |row| {
            rows.push(row);
            Ok(())
        };
        self.matters().each_row(super::hand_over::TABLE, "letter", "true", each).await?;
        let mut all = Vec::new();
        for row in rows {
            let list = row.hand_over(&*self.vault)?;
            all.push(self.hand_over_matter(&row, &list).await?);
        }
        Ok(all)
    }
}
