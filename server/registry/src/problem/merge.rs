//! 合并: two records of one child become one. The surviving record keeps its number (一人一号, 终身不变); the other number becomes history that
//! leads to it. Nothing is deleted: the merged record stays, with its chain, and points to the survivor. Taken back, both are as
//! they were.

use crate::case::EnrolmentRow;
use crate::error::{Error, Result};
use crate::guardian::{BondRow, bond_key};
use crate::person::{Claim, NumberRow, PersonRow, Standing};
use crate::problem::ProblemRow;
use crate::services::Problems;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::codes::PupilStatus;
use domain::follow_up::FollowUpOutcome;
use domain::form::{BasicInfo, Field};
use domain::id::{PersonId, ProblemId, UnitId};
use domain::journal::{Event, ItemChange, ProblemDetail, RecordDetail};
use domain::problem::{Problem, Verdict};
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Items that follow the schooling that lasts and are not chosen: they stay as the surviving record has them.
const NOT_CHOSEN: [Field; 3] = [Field::Grade, Field::ClassName, Field::EntryMonth];

/// Both records and what was moved, as they were before.
#[derive(Serialize, Deserialize)]
pub(super) struct Before {
    kept: PersonRow,
    gone: PersonRow,
    spells: Vec<EnrolmentRow>,
    numbers: Vec<(String, NumberRow)>,
    bonds: Vec<BondRow>,
    /// Record ids of the bonds that were made.
    new_bonds: Vec<String>,
    /// Claims of documents that were changed: record id and what stood there.
    claims: Vec<(String, Option<Claim>)>,
}

#[derive(Serialize, Deserialize)]
struct MergeRow {
    uid: ProblemId,
    sealed: String,
}

fn context_of(id: ProblemId) -> String {
    format!("merge/{id}")
}

/// The items in which two records differ and which are chosen.
pub(super) fn differing(kept: &BasicInfo, gone: &BasicInfo) -> Vec<Field> {
    let chosen = |field: &&Field| !NOT_CHOSEN.contains(field) && kept.get(**field) != gone.get(**field);
    Field::ALL.iter().filter(chosen).copied().collect()
}

impl Problems<'_> {
    /// The record as it would be: the survivor's, with the chosen items of the other.
    pub(super) async fn merged_info(
        &self,
        kept: &PersonRow,
        gone: &PersonRow,
        taken: &BTreeSet<Field>,
    ) -> Result<BasicInfo> {
        // What its guardian no longer lets be shown is not carried over either.
        let (mine, other) = (kept.info(&*self.vault)?, gone.shown_info(&*self.vault)?);
        let fields = differing(&mine, &other).into_iter().filter(|field| taken.contains(field));
        let values: BTreeMap<Field, String> =
            fields.map(|field| (field, other.value(field).to_owned())).collect();
        if values.is_empty() {
            return Ok(mine);
        }
        self.cases().corrected(kept, &mine, &values).await
    }

    async fn pair_of(&self, problem: &Problem, survivor: PersonId) -> Result<(PersonRow, PersonRow)> {
        let other = problem.other(survivor).ok_or(Error::NotFound("person"))?.person;
        Ok((self.pupils().person(survivor).await?, self.pupils().person(other).await?))
    }

    /// Whether the records could be merged so; writes nothing.
    pub(super) async fn try_merge(
        &self,
        problem: &Problem,
        survivor: PersonId,
        taken: &BTreeSet<Field>,
    ) -> Result<()> {
        let (kept, gone) = self.pair_of(problem, survivor).await?;
        may_merge(problem, &kept, &gone)?;
        self.merged_info(&kept, &gone, taken).await.map(drop)
    }

    pub(super) async fn merge(
        &self,
        tx: &mut Transaction<'_>,
        problem: &Problem,
        survivor: PersonId,
        taken: &BTreeSet<Field>,
    ) -> Result<()> {
        let (kept, gone) = self.pair_of(problem, survivor).await?;
        let standing = may_merge(problem, &kept, &gone)?;
        let today = tx.today();
        let info = self.merged_info(&kept, &gone, taken).await?;
        let mut before = Before {
            spells: self.spells_of(gone.uid).await?,
            numbers: self.pupils().numbers_of(gone.uid).await?,
            bonds: self.guardians().bonds_of(gone.uid).await?,
            new_bonds: Vec::new(),
            claims: Vec::new(),
            kept: kept.clone(),
            gone: gone.clone(),
        };
        let mut one = kept.clone();
        let changed: Vec<Field> = {
            let old = kept.info(&*self.vault)?;
            Field::ALL.iter().filter(|field| old.get(**field) != info.get(**field)).copied().collect()
        };
        if !changed.is_empty() {
            one.set_info(&*self.vault, &info, tx.at());
        }
        one.merged_from.push(gone.uid);
        if standing != kept.standing {
            one.set_standing(standing);
            one.suspended = None;
            one.back_from_abroad(today);
            self.attends_after_all(tx, &kept, standing).await?;
        }
        let mut other = gone.clone();
        other.set_standing(Standing::Merged);
        other.merged_into = Some(kept.uid);

        for spell in &before.spells {
            let moved = EnrolmentRow {
                person: kept.uid,
                to_on: spell.to_on.or(Some(today)),
                version: spell.version + 1,
                ..spell.clone()
            };
            tx.work.replace("spell", &spell.uid.to_string(), spell.version, &moved);
        }
        for (key, number) in &before.numbers {
            tx.work.replace("number", key, number.version, &number.moved(&*self.vault, kept.uid, today)?);
        }
        let there: BTreeSet<_> =
            self.guardians().bonds_of(kept.uid).await?.into_iter().map(|bond| bond.account).collect();
        for bond in &before.bonds {
            tx.work.remove("bond", &bond_key(bond.account, bond.person));
            crate::matter::remove(&mut tx.work, "bond", &bond_key(bond.account, bond.person));
            if !there.contains(&bond.account) {
                let waits_at = bond.waits_at.as_ref().map(|_| kept.school.clone());
                let moved = BondRow { person: kept.uid, waits_at, ..bond.clone() };
                let key = bond_key(moved.account, moved.person);
                tx.work.put("bond", &key, &moved);
                self.guardians().put_bond(&mut tx.work, &moved).await?;
                before.new_bonds.push(key);
            }
        }
        self.move_claims(tx, &mut before, &one).await?;

        let old = kept.info(&*self.vault)?;
        for field in changed {
            let changed = RecordDetail::InfoChanged(ItemChange::between(field, &old, &info));
            tx.tell(kept.uid, changed).await?;
        }
        let merged = |stays: bool, other: &PersonRow| ProblemDetail::RecordsMerged {
            problem: problem.id,
            stays,
            other: other.uid,
            number: other.number_mask.clone(),
            school: other.school_name.clone(),
        };
        tx.tell(kept.uid, merged(true, &gone)).await?;
        tx.tell(gone.uid, merged(false, &kept)).await?;
        self.archives().hold_again(&mut tx.work, kept.uid);

        let sealed = self.vault.seal_value(&before, &context_of(problem.id));
        tx.work.put("merge", &problem.id.to_string(), &MergeRow { uid: problem.id, sealed });
        one.save(&mut tx.work, &kept);
        other.save(&mut tx.work, &gone);
        Ok(())
    }

    /// What follows where the check sheet says that the child attends the school whose record stays, and the record had it that the child
    /// does not. `before` is the record as it stood.
    async fn attends_after_all(
        &self,
        tx: &mut Transaction<'_>,
        before: &PersonRow,
        standing: Standing,
    ) -> Result<()> {
        let on = tx.today();
        if let Standing::Pupil(to) = standing {
            let from = before.standing.label().to_owned();
            tx.tell(before.uid, RecordDetail::StatusChanged { from, to, on }).await?;
        }
        if before.standing == Standing::Pupil(PupilStatus::Lost) {
            let school = self.units().unit(&before.school).await?;
            self.letters().drop_out_is_back(tx, before, &school).await?;
            self.absences().follow_up_ends(tx, before, FollowUpOutcome::Returned, on).await?;
        }
        Ok(())
    }

    /// Whose the documents of both records are: that of the surviving record as it is now is the survivor's, others are free.
    async fn move_claims(
        &self,
        tx: &mut Transaction<'_>,
        before: &mut Before,
        one: &PersonRow,
    ) -> Result<()> {
        let hashes: BTreeSet<String> =
            [&before.kept.document_hash, &before.gone.document_hash, &one.document_hash]
                .into_iter()
                .flatten()
                .cloned()
                .collect();
        for hash in hashes {
            let claim = self.pupils().document_claim(&hash).await?;
            let ours = claim
                .as_ref()
                .is_none_or(|claim| claim.person == before.kept.uid || claim.person == before.gone.uid);
            if !ours {
                continue;
            }
            let stays = one.document_hash.as_ref() == Some(&hash);
            match &claim {
                Some(claim) if stays && claim.person != one.uid => {
                    tx.work.put("identity", &hash, &Claim { person: one.uid, ..claim.clone() });
                    before.claims.push((hash, Some(claim.clone())));
                }
                Some(claim) if !stays => {
                    tx.work.remove("identity", &hash);
                    before.claims.push((hash, Some(claim.clone())));
                }
                None if stays => {
                    tx.claim_document(one).await?;
                    before.claims.push((hash, None));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes the optional items of these records, which are one child's, out of what their merges keep for being taken back.
    pub(crate) async fn erase_from_merges(
        &self,
        people: &[PersonId],
        work: &mut UnitOfWork,
    ) -> Result<BTreeSet<Field>> {
        #[derive(Deserialize)]
        struct Line {
            uid: ProblemId,
        }
        let mut problems: Vec<Line> = Vec::new();
        for column in ["one", "two"] {
            let text = format!("SELECT uid FROM problem WHERE {column} = $person");
            for person in people {
                problems.extend(self.store.rows::<Line>(&text, Vars::new().with("person", person)).await?);
            }
        }
        problems.sort_by_key(|line| line.uid);
        problems.dedup_by_key(|line| line.uid);
        let mut erased = BTreeSet::new();
        for Line { uid } in problems {
            let Some(row) = self.store.get::<MergeRow>("merge", &uid.to_string()).await? else { continue };
            let mut before: Before = self.vault.open_value(&row.sealed, &context_of(uid))?;
            for kept in [&mut before.kept, &mut before.gone] {
                if people.contains(&kept.uid) {
                    erased.extend(kept.erase_optional(&*self.vault)?);
                }
            }
            let sealed = self.vault.seal_value(&before, &context_of(uid));
            work.put("merge", &uid.to_string(), &MergeRow { uid, sealed });
        }
        Ok(erased)
    }

    /// Both records as they were, if a merge may still be taken back.
    pub(super) async fn may_unmerge(&self, problem: &Problem) -> Result<(Before, PersonRow, PersonRow)> {
        let row: Option<MergeRow> = self.store.get("merge", &problem.id.to_string()).await?;
        let row = row.ok_or(Error::NotFound("merge"))?;
        let before: Before = self.vault.open_value(&row.sealed, &context_of(problem.id))?;
        let (kept, gone) =
            (self.pupils().person(before.kept.uid).await?, self.pupils().person(before.gone.uid).await?);
        if kept.changes() == before.kept.changes() + 1 && gone.changes() == before.gone.changes() + 1 {
            return Ok((before, kept, gone));
        }
        let mut since: Vec<&str> = Vec::new();
        for told in self.journal().entries(kept.uid).await?.iter().rev() {
            if told.entry.event == Event::RecordsMerged {
                break;
            }
            since.push(told.entry.event.label());
        }
        since.reverse();
        let what = match since.is_empty() {
            true => "合并以后，这份学籍又有变动，不能撤销合并。".to_owned(),
            false => format!("合并以后，这份学籍又有变动（{}），不能撤销合并。", since.join("、")),
        };
        Err(Refusal::of(RefusalCode::ChangedSince, what).into())
    }

    pub(super) async fn unmerge(&self, tx: &mut Transaction<'_>, problem: &Problem) -> Result<()> {
        let (before, kept, gone) = self.may_unmerge(problem).await?;
        let now = self.spells_of(kept.uid).await?;
        for spell in &before.spells {
            let moved = now.iter().find(|one| one.uid == spell.uid).ok_or(Error::NotFound("spell"))?;
            let back = EnrolmentRow { version: moved.version + 1, ..spell.clone() };
            tx.work.replace("spell", &spell.uid.to_string(), moved.version, &back);
        }
        let now = self.pupils().numbers_of(kept.uid).await?;
        for (key, number) in &before.numbers {
            let (_, moved) = now.iter().find(|(one, _)| one == key).ok_or(Error::NotFound("number"))?;
            let back = NumberRow { version: moved.version + 1, ..number.clone() };
            tx.work.replace("number", key, moved.version, &back);
        }
        for key in &before.new_bonds {
            tx.work.remove("bond", key);
            crate::matter::remove(&mut tx.work, "bond", key);
        }
        for bond in &before.bonds {
            tx.work.put("bond", &bond_key(bond.account, bond.person), bond);
            self.guardians().put_bond(&mut tx.work, bond).await?;
        }
        for (hash, claim) in &before.claims {
            match claim {
                Some(claim) => tx.work.put("identity", hash, claim),
                None => tx.work.remove("identity", hash),
            }
        }
        for (row, other) in [(&kept, &gone), (&gone, &kept)] {
            let undone = ProblemDetail::MergeUndone {
                problem: problem.id,
                reason: problem.undo.as_ref().map(|(_, reason)| reason.clone()).unwrap_or_default(),
                number: other.number_mask.clone(),
                school: other.school_name.clone(),
            };
            tx.tell(row.uid, undone).await?;
            self.archives().hold_again(&mut tx.work, row.uid);
        }
        before.kept.save(&mut tx.work, &kept);
        before.gone.save(&mut tx.work, &gone);
        Ok(())
    }

    async fn spells_of(&self, person: PersonId) -> Result<Vec<EnrolmentRow>> {
        let text = "SELECT * FROM spell WHERE person = $person ORDER BY from_on";
        self.store.rows(text, Vars::new().with("person", person)).await
    }
}

/// Whether two records can become one; how it stands then.
pub(super) fn may_merge(problem: &Problem, kept: &PersonRow, gone: &PersonRow) -> Result<Standing> {
    let mut wrong = Vec::new();
    let mut refuse = |code: RefusalCode, what: String, remedy: &str| {
        wrong.push(Refusal::new(code, Basis::Article(6), what, remedy));
    };
    for row in [kept, gone] {
        if !matches!(row.standing, Standing::Pupil(_)) {
            let what = format!("「{}」的学籍目前为“{}”，不能合并。", row.school_name, row.standing.label());
            refuse(RefusalCode::Standing, what, "请刷新页面查看最新状态。");
        }
        if row.open_case.is_some() {
            let what = format!("「{}」的学籍还有正在办理的事项。", row.school_name);
            refuse(RefusalCode::OpenBusiness, what, "请等待事项办结或撤回后再合并。");
        }
    }
    let mut standing = kept.standing;
    if let (Standing::Pupil(mine), Standing::Pupil(other)) = (kept.standing, gone.standing) {
        match problem.standing_kept(kept.uid, mine, other) {
            Ok(status) => standing = Standing::Pupil(status),
            Err(refusals) => wrong.extend(refusals),
        }
    }
    if wrong.is_empty() { Ok(standing) } else { Err(wrong.into()) }
}

impl Problems<'_> {
    /// The problems that were settled as two records of one child: the problem, the school of the record that went into the other, and
    /// the day it was decided.
    pub(crate) async fn confirmed_duplicates(&self) -> Result<Vec<(ProblemId, UnitId, NaiveDate)>> {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let text = "SELECT * FROM problem WHERE state = 'merged' AND uid > $after ORDER BY uid LIMIT 200";
            let rows: Vec<ProblemRow> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.uid.to_string();
            for row in &rows {
                let problem = row.problem(&*self.vault)?;
                let (Some(proposal), Some(decided)) = (&problem.proposal, &problem.decided) else { continue };
                let Verdict::Merge { survivor, .. } = &proposal.verdict else { continue };
                let gone = problem.sides.iter().filter(|side| side.person != *survivor);
                found.extend(gone.map(|side| (problem.id, side.school.unit.clone(), decided.on)));
            }
        }
    }
}
