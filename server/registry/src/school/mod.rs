//! The life of schools (第九条, 第十六条): founded, renamed, re-classed, merged, closed, revived by their competent authority. A school's
//! unit is its code: a new code is a new unit, and units are never removed, so no code is given twice.

mod custody;
mod propose;
mod run;

pub use custody::{Custody, CustodyView};
pub use propose::{Asked, ClassMove, Preview};

use crate::Registry;
use crate::case::{party, queue_key};
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::Party;
use domain::id::{PersonId, SchoolChangeId, UnitId};
use domain::org::{Unit, UnitKind};
use domain::refusal::{Basis, Refusal};
use domain::school::{Change, State};
use serde::{Deserialize, Serialize};

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
}

/// What became of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolLife {
    /// The school.
    pub unit: UnitId,
    pub(crate) version: u64,
    /// Since when it is closed and its code void; none while it works.
    pub closed_on: Option<NaiveDate>,
    /// The school that follows it.
    pub successor: Option<UnitId>,
    /// The school it follows.
    pub predecessor: Option<UnitId>,
    /// 曾用名, each with its last day.
    pub names: Vec<(String, NaiveDate)>,
    /// What was done: day, what, by which act.
    pub events: Vec<(NaiveDate, String, String)>,
}

/// One archive of a list (移交清单).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedLine {
    pub(crate) change: SchoolChangeId,
    /// The person.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number_mask: String,
    /// The school that let it go.
    pub from: UnitId,
    /// Who keeps it now.
    pub to: UnitId,
    /// 年级 and 班级 before and after; empty after for who has left.
    pub classes: (String, String),
}

/// A change for reading.
#[derive(Debug, Clone)]
pub struct ChangeView {
    /// The change.
    pub id: SchoolChangeId,
    /// The school.
    pub school: Option<UnitId>,
    /// Its name when it was proposed.
    pub school_name: String,
    /// What happens.
    pub change: Change,
    /// 批准文号
    pub act: String,
    /// How far it is.
    pub state: State,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who decided.
    pub decided_by: Option<String>,
    /// The school that follows.
    pub successor: Option<UnitId>,
    /// Archives moved, once it is done.
    pub moved: usize,
    /// SHA-256 over the list, once it is done.
    pub list_hash: String,
    /// Who has given a receipt.
    pub receipts: Vec<String>,
}

impl From<ChangeRow> for ChangeView {
    fn from(row: ChangeRow) -> Self {
        let who = |party: &Party| format!("{}{}", party.unit_name, party.name);
        Self {
            id: row.uid,
            school: row.school,
            school_name: row.school_name,
            change: row.change,
            act: row.act,
            state: row.state,
            proposed_by: who(&row.proposed.0),
            decided_by: row.decided.as_ref().map(|(party, ..)| who(party)),
            successor: row.successor,
            moved: row.moved,
            list_hash: row.list_hash,
            receipts: row.receipts.iter().map(|(party, _)| who(party)).collect(),
        }
    }
}

impl Registry {
    /// What became of a school; an open one without history when nothing was done to it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn school_life(&self, unit: &UnitId) -> Result<SchoolLife> {
        let row: Option<SchoolLife> = self.store.get("school_life", unit.as_str()).await?;
        Ok(row.unwrap_or_else(|| SchoolLife {
            unit: unit.clone(),
            version: 0,
            closed_on: None,
            successor: None,
            predecessor: None,
            names: Vec::new(),
            events: Vec::new(),
        }))
    }

    pub(crate) async fn school_is_closed(&self, unit: &UnitId) -> Result<bool> {
        Ok(unit.is_school() && self.school_life(unit).await?.closed_on.is_some())
    }

    fn write_life(&self, work: &mut UnitOfWork, loaded: &SchoolLife, mut next: SchoolLife) {
        next.version = loaded.version + 1;
        match loaded.version {
            0 => work.create("school_life", next.unit.as_str(), &next),
            version => work.replace("school_life", next.unit.as_str(), version, &next),
        }
    }

    /// The changes of the actor's unit, newest first, before one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with them.
    pub async fn school_changes(
        &self,
        actor: &Actor,
        before: Option<SchoolChangeId>,
    ) -> Result<Vec<ChangeView>> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let mut vars = Vars::new().with("authority", own);
        let mut beyond = "";
        if let Some(before) = before {
            beyond = "AND uid < $before";
            vars = vars.with("before", before);
        }
        let text = format!(
            "SELECT * FROM school_change WHERE authority = $authority {beyond} ORDER BY uid DESC LIMIT {PAGE}"
        );
        let rows: Vec<ChangeRow> = self.store.rows(&text, vars).await?;
        Ok(rows.into_iter().map(ChangeView::from).collect())
    }

    /// One change.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other unit than the authority that decides it.
    pub async fn school_change(&self, actor: &Actor, id: SchoolChangeId) -> Result<ChangeView> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let row = self.change_row(id).await?;
        if row.authority != own { Err(Error::NotFound("school change")) } else { Ok(row.into()) }
    }

    /// The list of archives a change moved (移交清单), by person, after one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the authority and the unit that received them.
    pub async fn moved_archives(
        &self,
        actor: &Actor,
        id: SchoolChangeId,
        after: Option<PersonId>,
    ) -> Result<Vec<MovedLine>> {
        let row = self.change_row(id).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        let mut lines =
            if self.schools_office(actor, Action::ReadSchools).is_ok_and(|own| own == row.authority) {
                self.moved_after(id, after.map_or_else(String::new, |id| id.to_string())).await?
            } else {
                authorise(actor, Action::ListPupils, &Target::Unit(&own.path))
                    .map_err(|_| Error::NotFound("school change"))?;
                let text = format!(
                    "SELECT * FROM custody_moved WHERE change = $change AND to = $to AND person > $after \
                 ORDER BY person LIMIT {PAGE}"
                );
                let vars = Vars::new().with("change", id).with("to", &own.id);
                self.store
                    .rows(&text, vars.with("after", after.map_or_else(String::new, |id| id.to_string())))
                    .await?
            };
        lines.truncate(PAGE);
        Ok(lines)
    }

    /// A receipt for the archives of a change: by the receiving unit's registrar, or the authority's for the school that is no more.
    ///
    /// # Errors
    /// A refusal before it is done or the second time; [`Error::NotFound`] for units that have no part in it.
    pub async fn receipt_archives(&self, actor: &Actor, id: SchoolChangeId) -> Result<()> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        authorise(actor, Action::HandleLetters, &Target::Unit(&own.path))
            .map_err(|_| Error::NotFound("school change"))?;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async {
                    let loaded = self.change_row(id).await?;
                    let text = "SELECT * FROM custody_moved WHERE change = $change AND to = $to LIMIT 1";
                    let vars = Vars::new().with("change", id).with("to", &own.id);
                    let received: Vec<MovedLine> = self.store.rows(text, vars).await?;
                    if own.id != loaded.authority && received.is_empty() {
                        return Err(Error::NotFound("school change"));
                    }
                    if loaded.state != State::Done || !loaded.change.ends_school() {
                        let what = "档案还没有移交完毕，不能签收。";
                        return Err(
                            Refusal::new("state", Basis::Article(9), what, "请待办理完成后签收。").into()
                        );
                    }
                    if loaded.receipts.iter().any(|(party, _)| party.unit.as_ref() == Some(&own.id)) {
                        let what = "本单位已经签收。";
                        return Err(Refusal::new("state", Basis::Article(9), what, "无需再次签收。").into());
                    }
                    let mut row = loaded.clone();
                    row.receipts.push((party(actor), self.store.clock.now()));
                    let mut work = UnitOfWork::new();
                    self.write_change(&mut work, &loaded, row);
                    Ok((work, ()))
                })
            })
            .await
    }

    async fn moved_after(&self, id: SchoolChangeId, after: String) -> Result<Vec<MovedLine>> {
        let text = format!(
            "SELECT * FROM custody_moved WHERE change = $change AND person > $after ORDER BY person LIMIT {PAGE}"
        );
        self.store.rows(&text, Vars::new().with("change", id).with("after", after)).await
    }

    async fn change_row(&self, id: SchoolChangeId) -> Result<ChangeRow> {
        self.store.get("school_change", &id.to_string()).await?.ok_or(Error::NotFound("school change"))
    }

    fn write_change(&self, work: &mut UnitOfWork, loaded: &ChangeRow, mut next: ChangeRow) {
        next.version = loaded.version + 1;
        work.replace("school_change", &next.uid.to_string(), loaded.version, &next);
    }

    /// The actor's own unit, if it may do this with its schools.
    fn schools_office(&self, actor: &Actor, action: Action) -> Result<UnitId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        authorise(actor, action, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code == "not_trained" { refusal.into() } else { Error::NotFound("school change") }
        })?;
        Ok(own.id.clone())
    }

    /// What stands in the way of ending a school: heading and names. Open cases it has a part in, its letters, imports and
    /// problem records.
    pub(crate) async fn blockers(&self, school: &Unit) -> Result<Vec<(String, Vec<String>)>> {
        debug_assert_eq!(school.kind, UnitKind::School);
        let queues: Vec<String> =
            [Role::Registrar, Role::Leader].iter().map(|role| queue_key(&school.id, *role)).collect();
        let vars =
            || Vars::new().with("school", &school.id).with("path", &school.path).with("queues", &queues);
        let asked = [
            (
                "未办结的事项",
                "SELECT number AS name FROM case WHERE state IN ['in_progress', 'returned'] \
                 AND (path = $path OR waiting IN $queues) LIMIT 200",
            ),
            (
                "有在办事项的学生",
                "SELECT name FROM person WHERE school = $school AND open_case NOT IN [NONE, NULL] LIMIT 200",
            ),
            ("未办理的公文", "SELECT kind AS name FROM letter WHERE waiting IN $queues LIMIT 200"),
            (
                "未完成的批量导入",
                "SELECT state AS name FROM import WHERE school = $school AND state IN ['checking', 'checked', 'entering'] LIMIT 200",
            ),
            (
                "未举证的问题学籍",
                "SELECT once AS name FROM problem WHERE open = true AND waiting CONTAINSANY $queues LIMIT 200",
            ),
        ];
        #[derive(Deserialize)]
        struct Named {
            name: String,
        }
        let mut found = Vec::new();
        for (heading, text) in asked {
            let rows: Vec<Named> = self.store.rows(text, vars()).await?;
            found.push((heading.to_owned(), rows.into_iter().map(|row| row.name).collect()));
        }
        Ok(found)
    }
}
