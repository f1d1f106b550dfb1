//! A change is proposed by the authority's registrar, after a preview of what it would do.

use super::ChangeRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::store::Vars;
use contract::school::Preview;
use domain::access::{Action, Actor};
use domain::id::{SchoolChangeId, UnitId};
use domain::journal::SchoolTold;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, State};

/// What a registrar fills in.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The school; none for a new one.
    pub school: Option<UnitId>,
    /// What is to happen.
    pub change: Change,
    /// 批准文号
    pub act: String,
}

pub(super) fn refused(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(9), what, remedy)
}

impl Schools<'_> {
    /// What a change would do and what stands in its way.
    ///
    /// # Errors
    /// [`Error::NotFound`] for schools that do not answer to the actor's unit.
    pub async fn preview_school_change(&self, actor: &Actor, asked: &Asked) -> Result<Preview> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let school = self.answering(&own, asked.school.as_ref()).await?;
        self.weigh(&own, school.as_ref(), &asked.change).await
    }

    /// Proposes a change.
    ///
    /// # Errors
    /// Refusals, everything that is wrong at once; [`Error::NotFound`] for other authorities' schools and other roles.
    pub async fn propose_school_change(&self, actor: &Actor, asked: &Asked) -> Result<SchoolChangeId> {
        let own = self.schools_office(actor, Action::ProposeSchools)?;
        let school = self.answering(&own, asked.school.as_ref()).await?;
        let mut refusals = self.weigh(&own, school.as_ref(), &asked.change).await?.refusals;
        let act = &domain::text::line(&asked.act).text;
        if !(4..=60).contains(&act.chars().count()) {
            refusals.push(refused(
                RefusalCode::Act,
                "请填写批准文号，4至60个字。",
                "文号会记入每份档案的变动情况。",
            ));
        }
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        let id = SchoolChangeId::new(self.store.new_id());
        let name = match (&school, &asked.change) {
            (Some(school), _) => school.name.clone(),
            (None, Change::Found { name, .. } | Change::FoundUnit { name, .. }) => {
                domain::text::line(name).text
            }
            (None, _) => return Err(Error::NotFound("school")),
        };
        let row = &ChangeRow {
            uid: id,
            version: 1,
            authority: own.clone(),
            school: asked.school.clone(),
            school_name: name,
            change: asked.change.clone(),
            act: act.to_owned(),
            state: State::Proposed,
            proposed: (party(actor), self.store.clock.now()),
            decided: None,
            successor: None,
            moved: 0,
            list_hash: String::new(),
            finished_at: None,
            receipts: Vec::new(),
            consents: Vec::new(),
            asked: Vec::new(),
            sent_back: None,
        };
        let lane = asked.school.as_ref().unwrap_or(&own).to_string();
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    if let Some(school) = &row.school {
                        let text = "SELECT * FROM school_change WHERE school = $school AND state IN ['proposed', 'consulting', 'running'] LIMIT 1";
                        let open: Vec<ChangeRow> =
                            self.store.rows(text, Vars::new().with("school", school)).await?;
                        if !open.is_empty() {
                            return Err(refused(RefusalCode::State, "这所学校已有一项变动在办。", "请先办完或退回那一项。").into());
                        }
                    }
                    let mut tx = self.transaction(row.proposed.0.clone());
                    tx.work.create("school_change", &id.to_string(), row);
                    row.tell(&mut tx.work);
                    let matter = self.change_matter(row).await?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, SchoolTold::from(row)).await?;
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

    /// The school, if it answers to this authority; or a city, a county or a township below a province.
    pub(super) async fn answering(&self, own: &UnitId, school: Option<&UnitId>) -> Result<Option<Unit>> {
        let Some(school) = school else { return Ok(None) };
        let unit = self.units().unit(school).await?;
        if unit.competent() == Some(own) || self.governs(own, &unit).await? {
            return Ok(Some(unit));
        }
        Err(Error::NotFound("school"))
    }
}
