//! 辍学跟进 (第二十二条): a child who has dropped out is followed through the compulsory years. What is owed each term stands on the desk of
//! whoever follows the child; when the years are over the school has to close the record. It begins and ends in the transaction of what
//! begins and ends it, and is looked at every night.

use super::Row;
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::matter::{Line, Matter, Words, put};
use crate::person::{DROPPED_OUT, PersonRow};
use crate::services::Absences;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use contract::pupil::FollowUpOwed;
use domain::calendar::term;
use domain::case::dropout::FollowUp;
use domain::follow_up::{FollowUpDuty, FollowUpLook, FollowUpOutcome, FollowUpState};
use domain::id::PersonId;
use domain::journal::RecordDetail;
use domain::matter::Office;
use domain::org::{OrgPath, Unit};
use serde::{Deserialize, Serialize};

const TABLE: &str = "follow_up_duty";
/// Rows read in one turn.
const PAGE: usize = 200;

/// One as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DutyRow {
    uid: String,
    version: u64,
    person: PersonId,
    /// Of whoever has to act.
    path: OrgPath,
    class: String,
    ended: bool,
    body: FollowUpDuty,
}

impl DutyRow {
    fn new(person: &PersonRow, path: OrgPath, body: FollowUpDuty) -> Self {
        Self {
            uid: format!("{}-{}", person.uid, body.since),
            version: 1,
            person: person.uid,
            path,
            class: format!("{}{}", person.grade_label(), person.class_name),
            ended: body.state == FollowUpState::Ended,
            body,
        }
    }

    /// What the table of matters says of it.
    fn matter(&self) -> Matter {
        let body = &self.body;
        let about = match body.state {
            FollowUpState::Closing => {
                format!("义务教育年限到{}届满，应办结学籍并报告", body.until)
            }
            _ => format!("{}应跟进劝返，自{}起辍学", body.term, body.since),
        };
        let href = match body.state {
            FollowUpState::Closing => format!("/pupils/{}/change/completion", self.person),
            _ => format!("/pupils/{}", self.person),
        };
        Matter::of(
            body,
            Line {
                table: TABLE,
                key: self.uid.clone(),
                state: body.state.label(),
                persons: vec![self.person],
                path: self.path.clone(),
                opener: None,
                opener_unit: None,
                opened_on: body.opened_on,
                class: self.class.clone(),
                version: self.version,
                href,
                words: Words { pupil: None, about, from: body.school.name.clone() },
            },
        )
    }
}

impl Absences<'_> {
    /// A drop-out was confirmed: from now on the child is followed. `person` is the record as it will stand.
    pub(crate) async fn follow_up_begins(
        &self,
        tx: &mut Transaction<'_>,
        person: &PersonRow,
        school: &Unit,
    ) -> Result<()> {
        let since = person.absent_since.unwrap_or_else(|| tx.today());
        let body = FollowUpDuty::begin(person.uid, since, self.look(person, since, tx.today()).await?);
        let row = DutyRow::new(person, school.path.clone(), body);
        let before: Option<DutyRow> = self.store.get(TABLE, &row.uid).await?;
        let row = DutyRow { version: before.as_ref().map_or(1, |before| before.version + 1), ..row };
        match &before {
            None => tx.work.create(TABLE, &row.uid, &row),
            Some(before) => tx.work.replace(TABLE, &row.uid, before.version, &row),
        }
        put(&mut tx.work, &*self.vault, &row.matter());
        tx.work.touch(&row.path);
        Ok(())
    }

    /// Something was done to bring the child back. `person` is the record as it will stand.
    pub(super) async fn follow_up_is_done(
        &self,
        tx: &mut Transaction<'_>,
        person: &PersonRow,
        on: NaiveDate,
    ) -> Result<()> {
        let Some(row) = self.open_duty(person.uid).await? else { return Ok(()) };
        let look = self.look(person, row.body.since, tx.today()).await?;
        let look = FollowUpLook { last: look.last.max(Some(on)), ..look };
        let body = row.body.looked_at(look);
        let path = self.path_of(person, &body).await?;
        self.save_duty(tx, &row, path, body).await
    }

    /// The county of household registration has the archive and follows the child from now on (第二款). `person` is the record as it
    /// will stand.
    pub(crate) async fn follow_up_goes_on(&self, tx: &mut Transaction<'_>, person: &PersonRow) -> Result<()> {
        let Some(row) = self.open_duty(person.uid).await? else { return Ok(()) };
        let look = self.look(person, row.body.since, tx.today()).await?;
        let body = row.body.looked_at(look);
        let path = self.path_of(person, &body).await?;
        self.save_duty(tx, &row, path, body).await
    }

    /// It is over, with a stated outcome; nothing where nobody is followed.
    pub(crate) async fn follow_up_ends(
        &self,
        tx: &mut Transaction<'_>,
        person: &PersonRow,
        outcome: FollowUpOutcome,
        on: NaiveDate,
    ) -> Result<()> {
        let Some(row) = self.open_duty(person.uid).await? else { return Ok(()) };
        self.save_duty(tx, &row, row.path.clone(), row.body.ended(outcome, on)).await
    }

    /// Looks at every child who has dropped out: what this term owes, what the last one missed, whether the years are over; and ends what
    /// is about nobody who has dropped out any more. Doing it again changes nothing. One record with which something is wrong keeps no
    /// other from it.
    ///
    /// # Errors
    /// The first failure, after every child was looked at.
    pub(crate) async fn owe_follow_ups(&self) -> Result<()> {
        let (mut failed, mut after) = (None, String::new());
        loop {
            let schools = self.units().schools_after(&after).await?;
            let Some(last) = schools.last() else { break };
            after = last.path.as_str().to_owned();
            for school in &schools {
                for person in self.letters().drop_outs_of(&school.path).await? {
                    let looked = self.look_at(&person).await;
                    failed = failed.or(looked.err());
                }
            }
        }
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT * FROM {TABLE} WHERE ended = false AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let rows: Vec<DutyRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return failed.map_or(Ok(()), Err) };
            after.clone_from(&last.uid);
            for row in &rows {
                let ended = self.end_where_over(row.person).await;
                failed = failed.or(ended.err());
            }
        }
    }

    async fn look_at(&self, found: &PersonRow) -> Result<()> {
        // Most nights nothing changes: nobody queues for that.
        if let Some(row) = self.open_duty(found.uid).await? {
            let look = self.look(found, row.body.since, self.store.clock.today()).await?;
            let path = self.path_of(found, &row.body).await?;
            if row.body.looked_at(look) == row.body && path == row.path {
                return Ok(());
            }
        }
        let person = found.uid;
        self.store
            .transact(found.school.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let row = self.pupils().person(person).await?;
                    if row.standing != DROPPED_OUT {
                        return Ok((tx.finish(), ()));
                    }
                    match self.open_duty(person).await? {
                        Some(duty) => {
                            let look = self.look(&row, duty.body.since, tx.today()).await?;
                            let body = duty.body.looked_at(look);
                            let path = self.path_of(&row, &body).await?;
                            self.save_duty(&mut tx, &duty, path, body).await?;
                        }
                        // Dropped out before anybody was followed here, or by a package.
                        None => {
                            let school = self.units().unit(&row.school).await?;
                            self.follow_up_begins(&mut tx, &row, &school).await?;
                        }
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    async fn end_where_over(&self, person: PersonId) -> Result<()> {
        let found = match self.pupils().person(person).await {
            Ok(found) => found,
            Err(Error::NotFound(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        if found.standing == DROPPED_OUT {
            return Ok(());
        }
        self.store
            .transact(found.school.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let row = self.pupils().person(person).await?;
                    if row.standing != DROPPED_OUT {
                        let today = tx.today();
                        self.follow_up_ends(&mut tx, &row, FollowUpOutcome::Otherwise, today).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Writes what a look or an end changed, its matter and what the pupil's journal has to say of it.
    async fn save_duty(
        &self,
        tx: &mut Transaction<'_>,
        row: &DutyRow,
        path: OrgPath,
        body: FollowUpDuty,
    ) -> Result<()> {
        let next = DutyRow { path, ended: body.state == FollowUpState::Ended, body, ..row.clone() };
        if next == *row {
            return Ok(());
        }
        let next = DutyRow { version: row.version + 1, ..next };
        for missed in next.body.missed.iter().filter(|term| !row.body.missed.contains(term)) {
            let by = row.body.follower.name.clone();
            tx.tell(row.person, RecordDetail::FollowUpMissed { term: *missed, by }).await?;
        }
        if let Some(end) = next.body.end.as_ref().filter(|_| row.body.end.is_none()) {
            tx.tell(row.person, RecordDetail::FollowUpEnded(end.clone())).await?;
        }
        tx.work.replace(TABLE, &row.uid, row.version, &next);
        put(&mut tx.work, &*self.vault, &next.matter());
        tx.work.touch(&row.path);
        tx.work.touch(&next.path);
        Ok(())
    }

    /// What is found of a child on a day.
    async fn look(&self, person: &PersonRow, since: NaiveDate, today: NaiveDate) -> Result<FollowUpLook> {
        let rules = self.rules().rules_for(&person.path);
        let now = term(today);
        let school = Office { unit: person.school.clone(), name: person.school_name.clone() };
        let follower = match &person.followed {
            Some(by) => Office { unit: by.unit.clone(), name: by.name.clone() },
            None => school.clone(),
        };
        Ok(FollowUpLook {
            today,
            term_ends: rules.term_end(now).unwrap_or_else(|| now.last_day()),
            until: person.compulsory_until(&*self.vault, &rules)?,
            last: self.last_follow_up(person.uid, since).await?,
            follower,
            school,
        })
    }

    /// Where whoever has to act stands: the follower; once the years are over, the school.
    async fn path_of(&self, person: &PersonRow, body: &FollowUpDuty) -> Result<OrgPath> {
        match &person.followed {
            Some(by) if body.state != FollowUpState::Closing => Ok(self.units().unit(&by.unit).await?.path),
            _ => Ok(person.path.clone()),
        }
    }

    /// When something was done last about an absence.
    async fn last_follow_up(&self, person: PersonId, since: NaiveDate) -> Result<Option<NaiveDate>> {
        let text = "SELECT * FROM follow_up WHERE person = $person LIMIT 500";
        let rows: Vec<Row> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let mut last = None;
        for row in rows {
            let one: FollowUp = self.vault.open_value(&row.sealed, &format!("follow_up/{}", row.uid))?;
            last = last.max(Some(one.on).filter(|on| *on >= since));
        }
        Ok(last)
    }

    async fn open_duty(&self, person: PersonId) -> Result<Option<DutyRow>> {
        let text = format!("SELECT * FROM {TABLE} WHERE person = $person LIMIT 50");
        let rows: Vec<DutyRow> = self.store.rows(&text, Vars::new().with("person", person)).await?;
        Ok(rows.into_iter().find(|row| !row.ended))
    }

    /// What is owed to a child who has dropped out, for who works with the record.
    pub(super) async fn follow_up_owed(&self, person: PersonId) -> Result<Option<FollowUpOwed>> {
        let owed = |row: DutyRow| FollowUpOwed {
            follower: row.body.follower.name,
            state: row.body.state,
            due_on: row.body.due_on,
            until: row.body.until,
            missed: row.body.missed,
        };
        Ok(self.open_duty(person).await?.map(owed))
    }

    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_follow_up_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: DutyRow| {
            all.push(row.matter());
            Ok(())
        };
        self.matters().each_row(TABLE, "uid", "ended = false", each).await?;
        Ok(all)
    }
}
