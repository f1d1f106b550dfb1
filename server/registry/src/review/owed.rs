//! Reviews that are owed (应开展的学籍复核, 第二十四条): looked for every night, authority by authority, and put on the desk of the one that
//! should have opened a review. They go in the transaction of the review that is opened, or with the term.

use super::{ReviewRow, once_of};
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::letter::office;
use crate::matter::{Line, Matter, Words, put};
use crate::services::Reviews;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use contract::review::OwedLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::{Term, term};
use domain::id::UnitId;
use domain::journal::Begun;
use domain::org::{OrgPath, Unit};
use domain::review::{OwedLook, OwedReview, OwedState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const TABLE: &str = "review_owed";
/// Rows read in one turn.
const PAGE: usize = 200;
/// Lines of a list.
const MOST: usize = 200;

/// One as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OwedRow {
    uid: String,
    version: u64,
    unit: UnitId,
    path: OrgPath,
    term: String,
    state: OwedState,
    due_on: NaiveDate,
    body: OwedReview,
}

impl OwedRow {
    fn new(unit: &Unit, body: OwedReview) -> Self {
        Self {
            uid: once_of(&unit.id, body.term),
            version: 1,
            unit: unit.id.clone(),
            path: unit.path.clone(),
            term: body.term.key(),
            state: body.state,
            due_on: body.due_on,
            body,
        }
    }

    /// What the table of matters says of it.
    pub(super) fn matter(&self) -> Matter {
        let body = &self.body;
        Matter::of(
            body,
            Line {
                table: TABLE,
                key: self.uid.clone(),
                state: self.state.label(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: None,
                opener_unit: None,
                opened_on: body.since,
                class: String::new(),
                version: self.version,
                // Where a review is opened.
                href: "/reviews".to_owned(),
                words: Words {
                    pupil: None,
                    about: format!("{}学籍复核尚未发起，涉及{}所学校", body.term, body.schools),
                    // Who is late, for the authority above.
                    from: body.authority.name.clone(),
                },
            },
        )
    }
}

impl Reviews<'_> {
    /// Puts the reviews that are owed on the desks, and takes those away that are owed no more. Doing it again changes nothing. One
    /// authority with which something is wrong keeps no other from it.
    ///
    /// # Errors
    /// The first failure, after every authority was looked at.
    pub(crate) async fn owe_reviews(&self) -> Result<()> {
        let now = term(self.store.clock.today());
        let schools = self.schools_by_authority().await?;
        let mut failed = None;
        for (authority, count) in &schools {
            if let Err(error) = self.look_at_owed(authority, now, *count).await {
                failed = failed.or(Some(error));
            }
        }
        // Of terms that are over, and of authorities that have no school any more.
        for row in self.open_owed().await? {
            if row.term == now.key() && schools.contains_key(&row.unit) {
                continue;
            }
            if let Err(error) = self.look_at_owed(&row.unit, row.body.term, 0).await {
                failed = failed.or(Some(error));
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// How many schools that are not closed answer to each competent authority.
    async fn schools_by_authority(&self) -> Result<BTreeMap<UnitId, usize>> {
        #[derive(Deserialize)]
        struct Count {
            parent: UnitId,
            count: usize,
        }
        let closed = self.schools().closed_schools().await?;
        let text = "SELECT parent, count() FROM unit WHERE kind = 'school' AND parent > '' AND uid NOT IN $closed \
                    GROUP BY parent";
        let rows: Vec<Count> = self.store.rows(text, Vars::new().with("closed", &*closed)).await?;
        Ok(rows.into_iter().map(|row| (row.parent, row.count)).collect())
    }

    /// One authority and term, in one transaction with the opening of its own reviews.
    async fn look_at_owed(&self, authority: &UnitId, of: Term, schools: usize) -> Result<()> {
        let unit = &self.units().unit(authority).await?;
        let due_on = OwedReview::due(&self.rules().rules_for(&unit.path), of);
        let uid = &once_of(authority, of);
        self.store
            .transact(authority.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let covered = self.review_at_or_above(&unit.path, of).await?.is_some();
                    let look = OwedLook { today: tx.today(), schools, covered };
                    match self.store.get::<OwedRow>(TABLE, uid).await? {
                        Some(row) => self.save_owed(&mut tx, &row, row.body.looked_at(look)).await?,
                        None => {
                            if let Some(body) = OwedReview::found(office(unit), of, due_on, look) {
                                let row = OwedRow::new(unit, body);
                                tx.work.create(TABLE, uid, &row);
                                let matter = row.matter();
                                put(&mut tx.work, &*self.vault, &matter);
                                tx.work.touch(&row.path);
                                let begun = Begun::from(&row.body);
                                self.matters().tell_begun(&mut tx, &matter, begun).await?;
                            }
                        }
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Writes what a look changed; the journal is told when it ended, or began anew.
    async fn save_owed(&self, tx: &mut Transaction<'_>, row: &OwedRow, body: OwedReview) -> Result<()> {
        if body == row.body {
            return Ok(());
        }
        let moved = body.state != row.state;
        let next = OwedRow { version: row.version + 1, state: body.state, body, ..row.clone() };
        tx.work.replace(TABLE, &row.uid, row.version, &next);
        let matter = next.matter();
        put(&mut tx.work, &*self.vault, &matter);
        tx.work.touch(&row.path);
        if moved {
            self.matters().tell_step(tx, &matter, next.body).await?;
        }
        Ok(())
    }

    /// Takes away what the unit of a review that is being opened owed for its term, and every unit below it: the review covers their
    /// schools.
    pub(super) async fn settle_owed(&self, tx: &mut Transaction<'_>, opened: &ReviewRow) -> Result<()> {
        let text = format!(
            "SELECT * FROM {TABLE} WHERE term = $term AND state = 'owed' AND string::starts_with(path, $path)"
        );
        let vars = Vars::new().with("term", &opened.term).with("path", &opened.path);
        let rows: Vec<OwedRow> = self.store.rows(&text, vars).await?;
        for row in &rows {
            let look = OwedLook { today: tx.today(), schools: row.body.schools, covered: true };
            self.save_owed(tx, row, row.body.looked_at(look)).await?;
        }
        Ok(())
    }

    /// Every open one.
    pub(super) async fn open_owed(&self) -> Result<Vec<OwedRow>> {
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT * FROM {TABLE} WHERE state = 'owed' AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let rows: Vec<OwedRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(all) };
            after.clone_from(&last.uid);
            all.extend(rows);
        }
    }

    /// The reviews that the actor's authority and the units below it owe for the present term, and those of the last one that never
    /// came; those that are due first come first. Empty for a school.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with reviews.
    pub(super) async fn owed_below(&self, actor: &Actor) -> Result<Vec<OwedLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadReviews, &Target::Unit(&own.path))?;
        if own.id.is_school() {
            return Ok(Vec::new());
        }
        let today = self.store.clock.today();
        let now = term(today);
        let text = format!(
            "SELECT * FROM {TABLE} WHERE term IN $terms AND state IN ['owed', 'missed'] \
             AND string::starts_with(path, $path) ORDER BY due_on DESC, uid LIMIT {MOST}"
        );
        let vars = Vars::new().with("terms", vec![now.key(), now.previous().key()]).with("path", &own.path);
        let rows: Vec<OwedRow> = self.store.rows(&text, vars).await?;
        let line = |row: OwedRow| OwedLine {
            own: row.unit == own.id,
            overdue: row.state == OwedState::Owed && row.due_on < today,
            unit: row.unit,
            name: row.body.authority.name,
            term: row.body.term,
            schools: row.body.schools as u64,
            due_on: row.due_on,
            state: row.state,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
