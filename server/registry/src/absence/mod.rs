//! 缺课与劝返 (第二十二条): an absence nobody has explained is put down on its first day, and everything the school does about it.
//! After the days of the province's rule it counts as a suspected drop-out; what is on record here is what a confirmed one rests on.

mod duty;

use crate::case::party;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::{PersonRow, Standing};
use crate::services::Absences;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::pupil::AbsenceView;
use domain::access::{Action, Actor, Mask, Target, authorise};
use domain::case::dropout::{FollowUp, absent_before};
use domain::codes::{PupilStatus, Stage};
use domain::id::{FollowUpId, PersonId, UnitId};
use domain::journal::RecordDetail;
use domain::question::Question;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::RuleKey;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Row {
    uid: FollowUpId,
    person: PersonId,
    sealed: String,
}

impl Absences<'_> {
    /// The absence that lasts, for who works with the record.
    pub(crate) async fn absence_of(&self, row: &PersonRow, mask: Mask) -> Result<Option<AbsenceView>> {
        let Some(since) = row.absent_since.filter(|_| mask == Mask::Working) else { return Ok(None) };
        let text = "SELECT * FROM follow_up WHERE person = $person LIMIT 500";
        let mut rows: Vec<Row> = self.store.rows(text, Vars::new().with("person", row.uid)).await?;
        rows.sort_by_key(|row| row.uid);
        let follow_ups = rows
            .iter()
            .map(|row| self.vault.open_value::<FollowUp>(&row.sealed, &format!("follow_up/{}", row.uid)))
            .collect::<Result<Vec<_>>>()?;
        let rules = self.rules().rules_for(&row.path);
        let days = (self.store.clock.today() - since).num_days() + 1;
        let confirm = u64::from(rules.number(RuleKey::DropoutConfirmDays));
        Ok(Some(AbsenceView {
            since,
            days,
            suspected: days > i64::from(rules.number(RuleKey::DropoutSuspectDays)),
            owed: self.follow_up_owed(row.uid).await?,
            confirm_from: since + chrono::Days::new(confirm),
            follow_ups: follow_ups.into_iter().filter(|one| one.on >= since).collect(),
        }))
    }

    /// The pupils of a school in compulsory education whose unexplained absence began on a day.
    pub(crate) async fn absent_in_compulsory_years(
        &self,
        school: &UnitId,
        since: NaiveDate,
    ) -> Result<Vec<PersonId>> {
        let text =
            "SELECT * FROM person WHERE school = $school AND absent_since = $since AND status = $status";
        let vars = Vars::new()
            .with("school", school)
            .with("since", since)
            .with("status", PupilStatus::InSchool.code());
        let rows: Vec<PersonRow> = self.store.rows(text, vars).await?;
        let compulsory = |row: &PersonRow| row.stage().is_some_and(|stage| stage != Stage::Senior);
        Ok(rows.into_iter().filter(compulsory).map(|row| row.uid).collect())
    }

    /// Puts down that a pupil is absent without a reason.
    ///
    /// # Errors
    /// Refusals by field (`since`); [`Error::NotFound`] for another school's pupil.
    pub async fn note_absence(&self, actor: &Actor, person: PersonId, since: NaiveDate) -> Result<()> {
        self.note_absence_confirmed(actor, person, since, "").await
    }

    /// The same where what is unusual was confirmed: the absence began before the pupil came to this school (缺课早于到本校就读), as it may
    /// when the pupil never came.
    ///
    /// # Errors
    /// As [`Absences::note_absence`](crate::services::Absences::note_absence); `confirmed` beside `since` while it was not.
    pub async fn note_absence_confirmed(
        &self,
        actor: &Actor,
        person: PersonId,
        since: NaiveDate,
        confirmed: &str,
    ) -> Result<()> {
        let today = self.store.clock.today();
        let spell = self.cases().open_spell(person).await?;
        let early = spell.and_then(|spell| absent_before(since, spell.from_on));
        let questions: Vec<Question> = early.map(|words| Question::new("since", words)).into_iter().collect();
        let questions = &questions;
        self.change_absence(actor, person, |row| {
            if row.standing != Standing::Pupil(PupilStatus::InSchool) {
                return Err(refusal(RefusalCode::Since, "只有在读学生可以登记缺课。", "请核对学生的状态。"));
            }
            if row.absent_since.is_some() {
                return Err(refusal(RefusalCode::Since, "这名学生的缺课已经登记。", "请登记劝返情况。"));
            }
            if since > today || since < row.entry_date {
                return Err(refusal(
                    RefusalCode::Since,
                    "日期不在学生就读的时间内。",
                    "请填写缺课的第一天。",
                ));
            }
            domain::question::confirmed(questions, confirmed)?;
            row.absent_since = Some(since);
            row.follow_ups = 0;
            Ok((RecordDetail::AbsenceNoted { since }, since, None))
        })
        .await
    }

    /// Puts down what was done to bring the pupil back.
    ///
    /// # Errors
    /// Refusals by field (`on`, `manner`, `result`); [`Error::NotFound`] for another school's pupil.
    pub async fn follow_up(
        &self,
        actor: &Actor,
        person: PersonId,
        on: NaiveDate,
        manner: &str,
        result: &str,
    ) -> Result<()> {
        let (today, by) = (self.store.clock.today(), actor.name.clone());
        let (manner, result) = (domain::text::words(manner).text, domain::text::words(result).text);
        self.change_absence(actor, person, |row| {
            let Some(since) = row.absent_since else {
                return Err(refusal(RefusalCode::On, "还没有登记缺课。", "请先登记缺课的第一天。"));
            };
            if on > today || on < since {
                return Err(refusal(RefusalCode::On, "日期应在缺课第一天与今天之间。", "请核对日期。"));
            }
            if !(2..=30).contains(&manner.chars().count()) {
                return Err(refusal(
                    RefusalCode::Manner,
                    "还没有填写劝返方式，或超过30个字。",
                    "例如家访、电话。",
                ));
            }
            if !(4..=500).contains(&result.chars().count()) {
                return Err(refusal(RefusalCode::Result, "请用4至500个字写明劝返情况。", ""));
            }
            row.follow_ups += 1;
            let one = FollowUp { on, manner: manner.clone(), result: result.clone(), by: by.clone() };
            let told = RecordDetail::FollowedUp { on, manner: manner.clone(), result: result.clone() };
            Ok((told, on, Some(one)))
        })
        .await
    }

    /// Puts down that the pupil is back, or that the absence has a reason after all.
    ///
    /// # Errors
    /// Refusals by field (`reason`); a drop-out that was confirmed ends with the pupil's return, which is a case.
    pub async fn end_absence(&self, actor: &Actor, person: PersonId, reason: &str) -> Result<()> {
        let (today, reason) = (self.store.clock.today(), domain::text::words(reason).text);
        self.change_absence(actor, person, |row| {
            if row.absent_since.is_none() || row.standing != Standing::Pupil(PupilStatus::InSchool) {
                return Err(refusal(
                    RefusalCode::Reason,
                    "没有可以结束的缺课。",
                    "已认定辍学的，请办理辍学返校。",
                ));
            }
            if !(2..=200).contains(&reason.chars().count()) {
                return Err(refusal(RefusalCode::Reason, "请写明学生返校或缺课的原因。", ""));
            }
            row.end_absence();
            Ok((RecordDetail::AbsenceEnded { reason: reason.clone() }, today, None))
        })
        .await
    }

    /// Whether the actor may put down what was done to bring a pupil back whose absence is on record: the pupil's school, and the county
    /// that follows a child who dropped out elsewhere (第二十二条第二款).
    pub(crate) fn may_follow_up(&self, actor: &Actor, row: &PersonRow) -> bool {
        row.absent_since.is_some() && self.may_put_down(actor, row).is_ok()
    }

    fn may_put_down(&self, actor: &Actor, row: &PersonRow) -> Result<()> {
        let allowed = match &actor.unit {
            Some(own) if row.is_followed_by(actor) => {
                authorise(actor, Action::HandleCase, &Target::Unit(&own.path))
            }
            _ => authorise(actor, Action::OpenChange, &Target::Unit(&row.path)),
        };
        allowed.map(|_| ()).map_err(|refusal| match refusal.code {
            RefusalCode::NotTrained | RefusalCode::NotAppointed => refusal.into(),
            _ => Error::NotFound("person"),
        })
    }

    async fn change_absence<F>(&self, actor: &Actor, person: PersonId, change: F) -> Result<()>
    where
        F: Fn(&mut PersonRow) -> Result<(RecordDetail, NaiveDate, Option<FollowUp>)> + Sync,
    {
        let (lane, change) = (self.pupils().person(person).await?.school, &change);
        self.store
            .transact(lane.as_str(), || {
                Box::pin(async move {
                    let loaded = self.pupils().person(person).await?;
                    self.may_put_down(actor, &loaded)?;
                    let mut row = loaded.clone();
                    let (detail, occurred_on, follow_up) = change(&mut row)?;
                    let mut tx = self.transaction(party(actor));
                    if let Some(done) = &follow_up {
                        self.follow_up_is_done(&mut tx, &row, done.on).await?;
                    }
                    if let Some(follow_up) = follow_up {
                        let uid = FollowUpId::new(self.store.new_id());
                        let sealed = self.vault.seal_value(&follow_up, &format!("follow_up/{uid}"));
                        tx.work.create("follow_up", &uid.to_string(), &Row { uid, person, sealed });
                    }
                    tx.tell_entry(person, NewEntry::of(detail).on(occurred_on)).await?;
                    row.save(&mut tx.work, &loaded);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Error {
    Refusal::new(code, Basis::Article(22), what, remedy).into()
}
