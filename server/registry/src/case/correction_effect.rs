//! What a correction makes of the form, what it is warned of, and what is written when it is decided.

use crate::error::Result;
use crate::jobs::LeavesJobs;
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::services::Cases;
use crate::transaction::Transaction;
use domain::case::correction::Correction;
use domain::case::{Case, CaseState};
use domain::form::{BasicInfo, Field};
use domain::journal::{ItemChange, RecordDetail};
use domain::matching::MatchOutcome;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::Rules;
use std::collections::BTreeMap;

impl Cases<'_> {
    /// The record as it would be. Only problems of the asked fields count: an old record may have others.
    ///
    /// # Errors
    /// One refusal for each asked field that does not hold.
    pub async fn corrected(
        &self,
        person: &PersonRow,
        current: &BasicInfo,
        values: &BTreeMap<Field, String>,
    ) -> Result<BasicInfo> {
        let school = self.units().unit(&person.school).await?;
        let context = self.pupils().form_context(&school)?;
        // 随班就读 goes with the disability, which is what guardians know and prove.
        let values = &current.with_inclusion(values, &context);
        current.with_changes(values, &context).map_err(|problems| {
            let refusals = problems.iter().map(|problem| {
                Refusal::new(
                    RefusalCode::named(problem.field.key()),
                    // What follows from another article cites it; the rest is the correction itself.
                    match problem.basis() {
                        Basis::Article(7) => Basis::Article(10),
                        basis => basis,
                    },
                    problem.message(),
                    problem.remedy(),
                )
            });
            refusals.collect::<Vec<_>>().into()
        })
    }

    /// What would be unusual about the record with other values and is not now (a division that no table has, an age far from the
    /// grade): it stops nothing and is told to who asks and to who decides. What
    /// has to be confirmed is among [`Self::unusual_changes`]. Nothing where the values do not hold.
    pub(super) async fn warnings_of(
        &self,
        person: &PersonRow,
        values: &BTreeMap<Field, String>,
    ) -> Result<Vec<(Field, String)>> {
        let Some(would) = self.would_be(person, values).await? else { return Ok(Vec::new()) };
        let before = domain::form::warnings(&would.now, &would.context);
        let new = domain::form::warnings(&would.then, &would.context);
        let new = new
            .into_iter()
            .filter(|one| !one.is_asked() && (would.changes.contains(&one.field) || !before.contains(one)));
        Ok(new.map(|one| (one.field, format!("{}{}", one.message(), one.remedy()))).collect())
    }

    pub(super) async fn duplicate_note(&self, person: &PersonRow, next: &BasicInfo) -> Result<String> {
        match self.pupils().find_duplicates(next, Some(person.uid)).await? {
            MatchOutcome::Definite(_) => Err(Refusal::new(
                RefusalCode::DuplicateDefinite,
                Basis::Article(6),
                "更正后的身份证件号已经用于另一名学生的学籍。",
                "请核对证件号；确认无误的，由学校学籍管理员在「问题学籍」中核实处理。",
            )
            .into()),
            MatchOutcome::Possible(candidates) => {
                let told: Vec<String> = candidates.iter().map(|candidate| candidate.explanation()).collect();
                Ok(format!("查重发现疑似重复 {} 条：{}", told.len(), told.join("；")))
            }
            MatchOutcome::None => Ok(String::new()),
        }
    }

    pub(super) async fn correction_closed(
        &self,
        case: &Case,
        correction: &Correction,
        person: &mut PersonRow,
        rules: &Rules,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        if case.state != CaseState::Approved {
            return Ok(());
        }
        let current = person.info(&*self.vault)?;
        let values: BTreeMap<Field, String> =
            correction.accepted().map(|change| (change.field, change.new.clone())).collect();
        let next = self.corrected(person, &current, &values).await?;
        if correction.touches_key_data(rules) || next.document_key() != current.document_key() {
            // Somebody else may have been given this identity while the case went its way.
            self.duplicate_note(person, &next).await?;
        }
        for change in correction.accepted() {
            let changed = RecordDetail::InfoChanged(ItemChange::from(change));
            tx.tell_entry(person.uid, NewEntry::of(changed).in_case(case.id)).await?;
        }
        let asked = |field: Field| correction.accepted().any(|change| change.field == field);
        if next.get(Field::Inclusive) != current.get(Field::Inclusive) && !asked(Field::Inclusive) {
            let followed = ItemChange::between(Field::Inclusive, &current, &next);
            tx.tell_entry(person.uid, NewEntry::of(RecordDetail::InfoChanged(followed)).in_case(case.id))
                .await?;
        }
        let document_before = person.document_hash.clone();
        person.set_info(&*self.vault, &next, tx.at());
        if person.document_hash != document_before {
            if let Some(before) = &document_before {
                tx.release_document(person, before).await?;
            }
            tx.claim_document(person).await?;
        }
        let matched = [Field::Name, Field::Sex, Field::BirthDate];
        if person.document_hash != document_before || matched.into_iter().any(asked) {
            // A formal number stays as it is (终身不变); a temporary one is matched again with what is on record now.
            tx.work.message(&self.store, crate::jobs::Kind::Identity, &person.uid.to_string());
        }
        Ok(())
    }
}
