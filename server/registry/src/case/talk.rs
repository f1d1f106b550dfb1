//! 留言: what a guardian asks about the own open case, the answer of the desk that holds it, and what that desk writes first. All of it is part of
//! the case: written with it, shown with it to its parties alone, told in the child's journal without its words.

use crate::case::decide::takes_part;
use crate::case::{CaseRow, party};
use crate::error::{Error, Result};
use crate::services::Cases;
use crate::sight::sight;
use crate::transaction::Transaction;
use contract::case::{AnswerView, TalkView};
use domain::access::{Action, Actor, Mask, Role, Target, authorise};
use domain::case::{Case, CaseEvent};
use domain::id::CaseId;
use domain::matter::Said;
use domain::message::Template;

impl Cases<'_> {
    /// A guardian asks something about the own open case.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the case of anybody else; refusals about the words (`words`), about too many of them
    /// (`too_many_questions`) and of a case that is closed.
    pub async fn ask_on_case(&self, actor: &Actor, case: CaseId, words: &str) -> Result<()> {
        self.store
            .transact(&case.to_string(), || {
                Box::pin(async move {
                    let row = self.case_row(case).await?;
                    sight(actor, Action::AskOnMatter, &Target::Child(row.person), "case")?;
                    self.guardians().check_quiet(actor).await?;
                    let loaded = row.case(&*self.vault)?;
                    if !loaded.is_guardians(actor.account) {
                        return Err(Error::NotFound("case"));
                    }
                    let event = loaded.ask(words, &self.context(actor, &row.path))?;
                    let tx = self.transaction(party(actor));
                    let tx = self.talked(tx, &row, loaded, event).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The desk that holds the case answers the question of this number, counted from 0; who asked is told that there is an answer.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit that takes no part; refusals of who does not hold it, of a question that is answered, about the words.
    pub async fn answer_on_case(&self, actor: &Actor, case: CaseId, n: usize, words: &str) -> Result<()> {
        self.store
            .transact(&case.to_string(), || {
                Box::pin(async move {
                    let row = self.case_row(case).await?;
                    let loaded = row.case(&*self.vault)?;
                    let unit = actor.unit.as_ref().filter(|unit| takes_part(&loaded, &unit.id));
                    let unit = unit.ok_or(Error::NotFound("case"))?;
                    authorise(actor, Action::AnswerOnMatter, &Target::Unit(&unit.path))?;
                    let asker = loaded.talk.question(n).map(|question| question.by.account);
                    let event = loaded.answer(n, words, &self.context(actor, &row.path))?;
                    let tx = self.transaction(party(actor));
                    let mut tx = self.talked(tx, &row, loaded, event).await?;
                    if let Some(asker) = asker {
                        self.messages().tell(&mut tx.work, asker, Template::Answer).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The desk that holds the case writes to the guardian who applied, or to every guardian where the school took it in; each is told that
    /// there is something to read.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit that takes no part; refusals of who does not hold it, of a case of the school's own (`not_opener`), about
    /// the words, and of too many within a day (`too_many_messages`).
    pub async fn write_on_case(&self, actor: &Actor, case: CaseId, words: &str) -> Result<()> {
        self.store
            .transact(&case.to_string(), || {
                Box::pin(async move {
                    let row = self.case_row(case).await?;
                    let loaded = row.case(&*self.vault)?;
                    let unit = actor.unit.as_ref().filter(|unit| takes_part(&loaded, &unit.id));
                    let unit = unit.ok_or(Error::NotFound("case"))?;
                    authorise(actor, Action::AnswerOnMatter, &Target::Unit(&unit.path))?;
                    let event = loaded.write(words, &self.context(actor, &row.path))?;
                    let readers = loaded.written_to();
                    let tx = self.transaction(party(actor));
                    let mut tx = self.talked(tx, &row, loaded, event).await?;
                    if let Some(readers) = readers {
                        let of = (row.person, case);
                        self.guardians().tell_of_message(&mut tx.work, readers, of, &unit.name).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Keeps what was said with the case, and tells in the child's journal that it was.
    async fn talked<'t>(
        &self,
        mut tx: Transaction<'t>,
        row: &CaseRow,
        loaded: Case,
        event: CaseEvent,
    ) -> Result<Transaction<'t>> {
        let next = self.after(loaded, &[event], &mut tx).await?;
        row.save(&*self.vault, &mut tx.work, &next);
        Ok(tx)
    }
}

/// What the actor may read: a guardian the own questions and what was written to this account, others all of it where they work with the
/// record. Who at the desk wrote is the desk's own.
pub(super) fn talk_of(actor: &Actor, case: &Case, mask: Mask) -> Vec<TalkView> {
    let guardian = actor.role == Role::Guardian;
    let shown = |said: &Said| match (guardian, said) {
        (true, Said::Asked(question)) => question.by.account == actor.account,
        (true, Said::Written(written)) => written.to.include(actor.account),
        (false, _) => mask == Mask::Working,
    };
    let view = |(n, said): (usize, &Said)| match said {
        Said::Asked(question) => TalkView {
            n,
            unit: None,
            who: question.by.name.clone(),
            at: question.at,
            words: question.words.clone(),
            answer: question.answer.as_ref().map(|answer| AnswerView {
                unit: answer.by.unit_name.clone(),
                at: answer.at,
                words: answer.words.clone(),
            }),
        },
        Said::Written(written) => TalkView {
            n,
            unit: Some(written.by.unit_name.clone()),
            who: if guardian { String::new() } else { written.by.name.clone() },
            at: written.at,
            words: written.words.clone(),
            answer: None,
        },
    };
    let all = case.talk.said().iter().enumerate();
    all.filter(|(_, said)| shown(said)).map(view).collect()
}

/// Whether the actor may ask something now.
pub(super) fn may_ask(actor: &Actor, case: &Case) -> bool {
    case.state.is_open()
        && case.is_guardians(actor.account)
        && authorise(actor, Action::AskOnMatter, &Target::Child(case.person)).is_ok()
}

/// Whether the actor's desk answers what is asked.
pub(super) fn may_answer(actor: &Actor, case: &Case) -> bool {
    let Some((link, unit)) = case.answers_at().zip(actor.unit.as_ref()) else { return false };
    let holds = link.unit == unit.id && link.role == actor.role;
    holds && authorise(actor, Action::AnswerOnMatter, &Target::Unit(&unit.path)).is_ok()
}

/// Whether the actor's desk may write to the guardian first.
pub(super) fn may_write(actor: &Actor, case: &Case) -> bool {
    case.written_to().is_some() && may_answer(actor, case)
}
