//! What became of a school, a city, a county or a township: its names, what was done to it, since when it is no more, who follows it.

use crate::error::Result;
use crate::services::Schools;
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use domain::id::UnitId;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

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

impl Schools<'_> {
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

    /// Who answers for a school that is no more: the school that followed it, or the one that followed that; its authority where nobody
    /// did. None for a school that works.
    pub(crate) async fn follows(&self, school: &UnitId) -> Result<Option<UnitId>> {
        let mut life = self.school_life(school).await?;
        if !school.is_school() || life.closed_on.is_none() {
            return Ok(None);
        }
        // No chain is longer than the schools that closed one after another.
        for _ in 0..20 {
            let Some(successor) = life.successor.clone() else { break };
            life = self.school_life(&successor).await?;
            if life.closed_on.is_none() {
                return Ok(Some(successor));
            }
        }
        Ok(self.units().unit(&life.unit).await?.parent)
    }

    /// The schools that are no more and for which a school answers, by code.
    pub(crate) async fn followed_by(&self, school: &UnitId) -> Result<Vec<UnitId>> {
        self.known.followed.or_read(&self.store, school, self.read_followed_by(school)).await
    }

    async fn read_followed_by(&self, school: &UnitId) -> Result<Vec<UnitId>> {
        #[derive(Deserialize)]
        struct Closed {
            unit: UnitId,
        }
        let text =
            "SELECT unit FROM school_life WHERE successor IN $schools AND closed_on NOT IN [NONE, NULL]";
        let (mut followed, mut asked): (Vec<UnitId>, _) = (Vec::new(), vec![school.clone()]);
        while !asked.is_empty() {
            let closed: Vec<Closed> = self.store.rows(text, Vars::new().with("schools", &asked)).await?;
            asked = closed.into_iter().map(|one| one.unit).filter(|one| !followed.contains(one)).collect();
            followed.extend(asked.iter().cloned());
        }
        followed.sort();
        Ok(followed)
    }

    pub(crate) async fn school_is_closed(&self, unit: &UnitId) -> Result<bool> {
        Ok(self.school_life(unit).await?.closed_on.is_some())
    }

    /// Whether a school takes anybody in: not one that is closed, whoever still has its page open and whatever import still waits. To be
    /// asked in the lane of the school, in which it is closed, too.
    ///
    /// # Errors
    /// `closed` with what to do.
    pub(crate) async fn takes_in(&self, school: &Unit) -> Result<()> {
        if !self.school_is_closed(&school.id).await? {
            return Ok(());
        }
        let what = format!("{}已经撤销，不能再接收学生。", school.name);
        Err(Refusal::new(RefusalCode::Closed, Basis::Article(9), what, "请在学生实际就读的学校办理。").into())
    }

    pub(super) fn write_life(&self, work: &mut UnitOfWork, loaded: &SchoolLife, mut next: SchoolLife) {
        next.version = loaded.version + 1;
        match loaded.version {
            0 => work.create("school_life", next.unit.as_str(), &next),
            version => work.replace("school_life", next.unit.as_str(), version, &next),
        }
    }
}
