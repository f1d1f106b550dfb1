//! The queue, the ledgers (台账) by school and by authority, and one violation.

use super::ViolationRow;
use crate::Registry;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::store::Vars;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Mask, Role, Target, authorise};
use domain::id::ViolationId;
use domain::violation::{Violation, ViolationKind, ViolationState};
use serde::Deserialize;

/// Rows on one page.
const PAGE: usize = 50;

/// Which violations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationBox {
    /// 待办: what waits for the actor
    Waiting,
    /// 台账: of the units below, newest first
    Below,
    /// 本单位: ordered of the own unit, newest first
    Own,
}

/// One line.
#[derive(Debug, Clone)]
pub struct ViolationLine {
    /// The violation.
    pub id: ViolationId,
    /// The version that is shown.
    pub version: u64,
    /// What was done wrong.
    pub kind: ViolationKind,
    /// Where it stands.
    pub state: ViolationState,
    /// Laid to whom.
    pub subject: String,
    /// Handled by whom.
    pub handler: String,
    /// When it was put down.
    pub found_on: NaiveDate,
    /// By when the subject has to answer.
    pub due_on: Option<NaiveDate>,
    /// Working days left.
    pub days_left: Option<i64>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct ViolationPage {
    /// The lines.
    pub lines: Vec<ViolationLine>,
    /// Where the next page starts.
    pub next: Option<ViolationId>,
}

/// How many of a kind are open below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViolationCount {
    /// What was done wrong.
    pub kind: ViolationKind,
    /// 疑似 and 待签发
    pub suspected: u64,
    /// 责令改正 and 待验收
    pub ordered: u64,
}

/// One violation with what the actor may do.
#[derive(Debug, Clone)]
pub struct ViolationView {
    /// What a list shows.
    pub line: ViolationLine,
    /// The violation; for the subject without how it was found and examined.
    pub violation: Violation,
    /// Whether the next step is the actor's.
    pub my_turn: bool,
    /// Whether the actor leads the handling authority of an ordered one: may pass it on or take it back.
    pub may_steer: bool,
}

impl Registry {
    /// One page.
    ///
    /// # Errors
    /// A refusal for who sees none by name.
    pub async fn violations(
        &self,
        actor: &Actor,
        which: ViolationBox,
        kind: Option<ViolationKind>,
        after: Option<ViolationId>,
    ) -> Result<ViolationPage> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let grant = authorise(actor, Action::ReadViolations, &Target::Unit(&own.path))?;
        if grant.mask == Mask::Figures {
            return Ok(ViolationPage { lines: Vec::new(), next: None });
        }
        let mut vars = Vars::new()
            .with("unit", &own.id)
            .with("path", &own.path)
            .with("key", queue_key(&own.id, actor.role))
            .with("kind", kind);
        let condition = match which {
            ViolationBox::Waiting => "waiting = $key",
            ViolationBox::Below => "subject != $unit AND string::starts_with(subject_path, $path)",
            ViolationBox::Own => "subject = $unit AND ordered = true",
        };
        let mut text = format!("SELECT * FROM violation WHERE {condition}");
        if kind.is_some() {
            text.push_str(" AND kind = $kind");
        }
        if let Some(after) = after {
            text.push_str(" AND uid < $after");
            vars = vars.with("after", after);
        }
        text.push_str(&format!(" ORDER BY uid DESC LIMIT {}", PAGE + 1));
        let mut rows: Vec<ViolationRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let lines = rows.iter().map(|row| Ok(self.violation_line(row, &row.violation(&*self.vault)?)));
        Ok(ViolationPage { lines: lines.collect::<Result<_>>()?, next })
    }

    /// How many are open below the actor's unit, by kind; empty for a school.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with violations.
    pub async fn violation_counts(&self, actor: &Actor) -> Result<Vec<ViolationCount>> {
        #[derive(Deserialize)]
        struct Line {
            kind: ViolationKind,
            ordered: bool,
            count: u64,
        }
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadViolations, &Target::Unit(&own.path))?;
        let text = "SELECT kind, ordered, count() FROM violation WHERE open = true AND subject != $unit AND \
                    string::starts_with(subject_path, $path) GROUP BY kind, ordered";
        let vars = Vars::new().with("unit", &own.id).with("path", &own.path);
        let lines: Vec<Line> = self.store.rows(text, vars).await?;
        let of = |kind, ordered| {
            let found = lines.iter().find(|line| line.kind == kind && line.ordered == ordered);
            found.map_or(0, |line| line.count)
        };
        let counted = |kind| ViolationCount { kind, suspected: of(kind, false), ordered: of(kind, true) };
        Ok(ViolationKind::ALL
            .into_iter()
            .map(counted)
            .filter(|one| one.suspected + one.ordered > 0)
            .collect())
    }

    /// How many wait for the actor; none for who handles none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn violations_waiting(&self, actor: &Actor) -> Result<u64> {
        let Some(own) = &actor.unit else { return Ok(0) };
        if authorise(actor, Action::HandleViolations, &Target::Unit(&own.path)).is_err() {
            return Ok(0);
        }
        self.store.count("violation", &format!("waiting = '{}'", queue_key(&own.id, actor.role))).await
    }

    /// One violation.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with it.
    pub async fn violation_view(&self, actor: &Actor, id: ViolationId) -> Result<ViolationView> {
        let row = self.violation_in_sight(actor, id, Action::HandleViolations).await?;
        let mut violation = row.violation(&*self.vault)?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("violation"))?;
        if row.subject == own.id {
            violation.entered = None;
            violation.examined = None;
            violation.accountability = None;
        }
        let steers = actor.role == Role::Leader
            && row.handler == own.id
            && matches!(row.state, ViolationState::Ordered | ViolationState::Replied);
        Ok(ViolationView {
            line: self.violation_line(&row, &violation),
            my_turn: row.waiting.as_deref() == Some(queue_key(&own.id, actor.role).as_str()),
            may_steer: steers,
            violation,
        })
    }

    fn violation_line(&self, row: &ViolationRow, violation: &Violation) -> ViolationLine {
        let today = self.store.clock.today();
        ViolationLine {
            id: row.uid,
            version: row.version,
            kind: row.kind,
            state: row.state,
            subject: violation.subject.name.clone(),
            handler: violation.handler.name.clone(),
            found_on: row.found_on,
            due_on: row.due_on,
            days_left: row.due_on.map(|due| self.calendar().working_days_left(today, due)),
        }
    }
}
