//! A hand-over list, and the last loan of a dossier, as matters.

use super::{DossierRow, HandOverRow};
use crate::error::Result;
use crate::matter::{Line, Matter, Words};
use crate::services::Papers;
use domain::paper::{Dossier, HandOver, HandOverState, LastLoan};

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
        let received = list.state == HandOverState::Differs;
        Ok(Matter::of(
            list,
            Line {
                table: super::hand_over::TABLE,
                key: row.letter.to_string(),
                state: list.state.label(),
                persons: vec![list.person],
                path: if received { checker.path.clone() } else { from.path.clone() },
                opener: Some(list.listed.by.account),
                opener_unit: Some(list.from.clone()),
                opened_on: list.listed.on,
                class: String::new(),
                version: row.version,
                href: format!("/letters/{}/pieces", row.letter),
                words: Words {
                    pupil: None,
                    about: format!("{}件{}页", list.count(), list.pages()),
                    from: crate::letter::addressed(&from),
                },
            },
        ))
    }
}

impl Papers<'_> {
    /// What the table of matters says of the last loan of a dossier; nothing of one that was never asked for. Who borrows stays in the dossier.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn loan_matter(&self, version: u64, dossier: &Dossier) -> Result<Option<Matter>> {
        let Some(one) = LastLoan::of(dossier) else { return Ok(None) };
        let line = Line {
            table: "dossier",
            key: super::dossier_key(dossier.person, &dossier.school),
            state: one.loan.state.label(),
            persons: vec![dossier.person],
            path: self.units().unit(&dossier.school).await?.path,
            opener: Some(one.loan.asked.by.account),
            opener_unit: Some(dossier.school.clone()),
            opened_on: one.loan.asked.on,
            class: String::new(),
            version,
            href: format!("/pupils/{}/paper", dossier.person),
            words: Words { pupil: None, about: String::new(), from: one.loan.asked.by.name.clone() },
        };
        Ok(Some(Matter::of(&one, line)))
    }

    async fn open_loan_matters(&self) -> Result<Vec<Matter>> {
        let mut rows: Vec<DossierRow> = Vec::new();
        let each = |row| {
            rows.push(row);
            Ok(())
        };
        self.matters().each_row("dossier", "id", "loan IN ['asked', 'lent']", each).await?;
        let mut all = Vec::new();
        for row in rows {
            all.extend(self.loan_matter(row.version, &row.dossier(&*self.vault)?).await?);
        }
        Ok(all)
    }

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
        all.extend(self.open_loan_matters().await?);
        Ok(all)
    }
}
