//! The life of schools (第九条, 第十六条): founded, renamed, re-classed, merged, closed, revived by their competent authority. A school's
//! unit is its code: a new code is a new unit, and units are never removed, so no code is given twice.

mod blockers;
mod classes;
mod convert;
mod custody;
mod divisions;
mod effect;
mod going;
mod hand_over;
mod handed;
mod kept;
mod life;
mod list;
mod matter;
mod progress;
mod propose;
mod reassign;
mod register;
mod run;
mod site;
mod unit;
mod weigh;
mod withdraw;

pub(crate) use classes::province;
pub(crate) use custody::CustodyRow;
pub(crate) use going::Going;
use hand_over::HandedSchool;
pub use life::SchoolLife;

pub use domain::archive::Custody;
pub use propose::Asked;
pub(crate) use propose::is_here;
pub(crate) use run::Move;
pub(crate) use site::stretch;

use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::{DateTime, NaiveDate, Utc};
use contract::Page;
use contract::school::{ChangeLine, MovedLine};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::access_log::Function;
use domain::case::Party;
use domain::id::{PersonId, SchoolChangeId, UnitId};
use domain::journal::SchoolTold;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, Consent, State, Withdrawal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines of a list on one page.
const PAGE: usize = 100;

/// A change as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChangeRow {
    pub(crate) uid: SchoolChangeId,
    pub(crate) version: u64,
    pub(crate) authority: UnitId,
    /// The school it is about; none before a new one has its code.
    pub(crate) school: Option<UnitId>,
    pub(crate) school_name: String,
    pub(crate) change: Change,
    /// 批准文号
    pub(crate) act: String,
    pub(crate) state: State,
    pub(crate) proposed: (Party, DateTime<Utc>),
    pub(crate) decided: Option<(Party, DateTime<Utc>, String)>,
    /// The unit a re-classed school goes on as, or a merged one went into.
    pub(crate) successor: Option<UnitId>,
    /// Archives moved, once it is done.
    pub(crate) moved: usize,
    /// SHA-256 over the list (移交清单), once it is done.
    pub(crate) list_hash: String,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    /// 签收: who, when.
    pub(crate) receipts: Vec<(Party, DateTime<Utc>)>,
    /// What other authorities said whose schools take pupils or archives in.
    #[serde(default)]
    pub(crate) consents: Vec<Consent>,
    /// Those authorities: to find the change by.
    #[serde(default)]
    pub(crate) asked: Vec<UnitId>,
    /// Who of them sent it back, when and why.
    #[serde(default)]
    pub(crate) sent_back: Option<(Party, DateTime<Utc>, String)>,
    /// The hand-over of many schools of which this is one school's part.
    #[serde(default)]
    pub(crate) part_of: Option<SchoolChangeId>,
    /// The day from which such a part holds.
    #[serde(default)]
    pub(crate) on: Option<NaiveDate>,
    /// Of a hand-over of many schools: how far those are whose turn has come.
    #[serde(default)]
    pub(crate) handed: Vec<HandedSchool>,
    /// Of the same: that what is yet to go over is taken back.
    #[serde(default)]
    pub(crate) withdrawal: Option<Withdrawal>,
}

impl From<&ChangeRow> for SchoolTold {
    fn from(row: &ChangeRow) -> Self {
        Self {
            school: row.school.clone(),
            change: row.change.clone(),
            act: row.act.clone(),
            state: row.state,
            successor: row.successor.clone(),
            reason: row
                .sent_back
                .as_ref()
                .or(row.decided.as_ref())
                .map_or_else(String::new, |(.., reason)| reason.clone()),
            consents: row.consents.clone(),
            moved: row.moved,
            list_hash: row.list_hash.clone(),
            withdrawal: row.withdrawal.clone(),
        }
    }
}

impl ChangeRow {
    fn line(&self) -> ChangeLine {
        ChangeLine {
            id: self.uid,
            version: self.version,
            school: self.school_name.clone(),
            change: self.change.clone(),
            act: self.act.clone(),
            state: self.state,
            proposed_by: who(&self.proposed.0),
            proposed_at: self.proposed.1,
        }
    }

    /// It lies on the desks of the authority and of those that were asked.
    fn tell(&self, work: &mut UnitOfWork) {
        for unit in std::iter::once(&self.authority).chain(&self.asked) {
            for role in [Role::Registrar, Role::Leader] {
                work.desk(&crate::case::queue_key(unit, role));
            }
        }
    }
}

/// A party in words: unit and name.
fn who(party: &Party) -> String {
    format!("{}{}", party.unit_name, party.name)
}

/// One archive of a list (移交清单) as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MovedRow {
    pub(crate) change: SchoolChangeId,
    /// The person.
    pub(crate) person: PersonId,
    /// 姓名
    pub(crate) name: String,
    /// 学籍号, masked.
    pub(crate) number_mask: String,
    /// The school that let it go.
    pub(crate) from: UnitId,
    /// Who keeps it now.
    pub(crate) to: UnitId,
    /// 年级 and 班级 before and after; empty after for who has left.
    pub(crate) classes: (String, String),
    /// 纸质档案: pieces and pages that were handed on with it; none where nothing was entered.
    #[serde(default)]
    pub(crate) paper: Option<(usize, u32)>,
}

impl Schools<'_> {
    /// The list of archives a change moved (移交清单), by person, after one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the authority and the unit that received them.
    pub async fn moved_archives(
        &self,
        actor: &Actor,
        id: SchoolChangeId,
        after: Option<PersonId>,
    ) -> Result<Page<MovedLine, PersonId>> {
        let row = self.change_row(id).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        let mut rows: Vec<MovedRow> =
            if self.schools_office(actor, Action::ReadSchools).is_ok_and(|own| own == row.authority) {
                self.moved_after(id, after.map_or_else(String::new, |id| id.to_string())).await?
            } else {
                sight(actor, Action::ListPupils, &Target::Unit(&own.path), "school change")?;
                let text = format!(
                    "SELECT * FROM custody_moved WHERE change = $change AND to IN $to AND person > $after \
                 ORDER BY person LIMIT {PAGE}"
                );
                let vars = Vars::new().with("change", id).with("to", self.receivers_of(&row, &own.id).await?);
                self.store
                    .rows(&text, vars.with("after", after.map_or_else(String::new, |id| id.to_string())))
                    .await?
            };
        rows.truncate(PAGE);
        self.access_log()
            .saw(actor, Function::MovedArchives, &rows.iter().map(|row| row.person).collect::<Vec<_>>())
            .await?;
        let next = rows.last().filter(|_| rows.len() == PAGE).map(|row| row.person);
        let names = self.names_of(rows.iter().map(|row| &row.to)).await?;
        let line = |row: MovedRow| MovedLine {
            to: names.get(&row.to).cloned().unwrap_or_default(),
            person: row.person,
            name: row.name,
            number: row.number_mask,
            from: row.from,
            classes: row.classes,
            paper: row.paper,
        };
        Ok(Page { rows: rows.into_iter().map(line).collect(), next })
    }

    /// The units for which another unit than the authority reads the list: itself, and where it was asked for its word, its schools.
    async fn receivers_of(&self, row: &ChangeRow, own: &UnitId) -> Result<Vec<UnitId>> {
        let mut receivers = vec![own.clone()];
        if row.consults(own) {
            let named = row.change.placements().iter().map(|one| &one.to).chain(&row.successor);
            for unit in named.cloned().collect::<std::collections::BTreeSet<_>>() {
                if self.units().unit(&unit).await?.competent() == Some(own) {
                    receivers.push(unit);
                }
            }
        }
        Ok(receivers)
    }

    /// A receipt for the archives of a change: by the receiving unit's registrar, or the authority's for the school that is no more.
    ///
    /// # Errors
    /// A refusal before it is done or the second time; [`Error::NotFound`] for units that have no part in it.
    pub async fn receipt_archives(&self, actor: &Actor, id: SchoolChangeId) -> Result<()> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        sight(actor, Action::HandleLetters, &Target::Unit(&own.path), "school change")?;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async {
                    let loaded = self.change_row(id).await?;
                    let text = "SELECT * FROM custody_moved WHERE change = $change AND to = $to LIMIT 1";
                    let vars = Vars::new().with("change", id).with("to", &own.id);
                    let received: Vec<MovedRow> = self.store.rows(text, vars).await?;
                    if own.id != loaded.authority && received.is_empty() {
                        return Err(Error::NotFound("school change"));
                    }
                    if loaded.state != State::Done || !loaded.change.moves_archives() {
                        let what = "档案还没有移交完毕，不能签收。";
                        return Err(Refusal::new(
                            RefusalCode::State,
                            Basis::Article(9),
                            what,
                            "请待办理完成后签收。",
                        )
                        .into());
                    }
                    if loaded.receipts.iter().any(|(party, _)| party.unit.as_ref() == Some(&own.id)) {
                        let what = "本单位已经签收。";
                        return Err(Refusal::new(
                            RefusalCode::State,
                            Basis::Article(9),
                            what,
                            "无需再次签收。",
                        )
                        .into());
                    }
                    let mut row = loaded.clone();
                    row.receipts.push((party(actor), self.store.clock.now()));
                    let mut tx = self.transaction(party(actor));
                    self.write_change(&mut tx, &loaded, row).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Names of units.
    async fn names_of(&self, units: impl Iterator<Item = &UnitId>) -> Result<BTreeMap<UnitId, String>> {
        let mut names = BTreeMap::new();
        for id in units {
            if !names.contains_key(id) {
                names.insert(id.clone(), self.units().unit(id).await?.name);
            }
        }
        Ok(names)
    }

    async fn moved_after(&self, id: SchoolChangeId, after: String) -> Result<Vec<MovedRow>> {
        let text = format!(
            "SELECT * FROM custody_moved WHERE change = $change AND person > $after ORDER BY person LIMIT {PAGE}"
        );
        self.store.rows(&text, Vars::new().with("change", id).with("after", after)).await
    }

    async fn change_row(&self, id: SchoolChangeId) -> Result<ChangeRow> {
        self.store.get("school_change", &id.to_string()).await?.ok_or(Error::NotFound("school change"))
    }

    async fn write_change(
        &self,
        tx: &mut Transaction<'_>,
        loaded: &ChangeRow,
        mut next: ChangeRow,
    ) -> Result<()> {
        next.version = loaded.version + 1;
        tx.work.replace("school_change", &next.uid.to_string(), loaded.version, &next);
        next.tell(&mut tx.work);
        let matter = self.change_matter(&next).await?;
        crate::matter::put(&mut tx.work, &*self.vault, &matter);
        // The records are moved by the system, in many transactions that change nothing but how many there are.
        let said = next.consents != loaded.consents || next.withdrawal != loaded.withdrawal;
        if next.state != loaded.state || said {
            // What the system has finished was decided by the leader.
            if let Some((by, ..)) = next.decided.as_ref().filter(|_| next.state == State::Done) {
                tx.in_name_of(by, tx.at());
            }
            self.matters().tell_step(tx, &matter, SchoolTold::from(&next)).await?;
        }
        Ok(())
    }

    /// The actor's own unit, if it may do this with its schools.
    fn schools_office(&self, actor: &Actor, action: Action) -> Result<UnitId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        authorise(actor, action, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("school change") }
        })?;
        Ok(own.id.clone())
    }
}
