//! The cases of a desk in one list, for reading and printing them together: what waits is what the table of matters says. And what
//! somebody opened.

use crate::case::{CaseRow, queue_key};
use crate::error::Result;
use crate::services::Cases;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::case::{QueueLine, QueuePage};
use domain::access::{Action, Actor, Mask, Role, Target, authorise};
use domain::access_log::Function;
use domain::case::CaseKind;
use domain::guide::where_it_stands;
use domain::id::{CaseId, PersonId};
use domain::org::UnitKind;

/// Rows on one page.
const PAGE: usize = 50;

impl Cases<'_> {
    /// What waits for the actor's role in the actor's unit, by deadline.
    ///
    /// # Errors
    /// A refusal when the actor handles no cases; store failures.
    pub async fn my_queue(&self, actor: &Actor, after: Option<(NaiveDate, CaseId)>) -> Result<QueuePage> {
        let path = crate::person::own_path(actor)?;
        let action = if actor.role == Role::Leader { Action::ApproveCase } else { Action::HandleCase };
        authorise(actor, action, &Target::Unit(&path))?;
        let batch = actor.role == Role::Leader;
        let Some(unit) = &actor.unit else {
            return Ok(QueuePage { lines: Vec::new(), total: 0, next: None, batch });
        };
        let key = queue_key(&unit.id, actor.role);
        let (total, mut keys) = self.matters().cases_held(&key, after, PAGE + 1).await?;
        let more = keys.len() > PAGE;
        keys.truncate(PAGE);
        let mut rows: Vec<CaseRow> = self.store.get_many("case", &keys).await?;
        rows.sort_by_key(|row| (row.due_on, row.uid));
        let next = rows.last().filter(|_| more).and_then(|row| Some((row.due_on?, row.uid)));
        let mask = if unit.kind == UnitKind::School { Mask::Working } else { Mask::Masked };
        self.access_log()
            .saw(actor, Function::Queue, &rows.iter().map(|row| row.person).collect::<Vec<_>>())
            .await?;
        let lines = rows.iter().map(|row| self.queue_line(row, mask)).collect();
        Ok(QueuePage { lines, total, next, batch })
    }

    /// Those of `cases` that wait for the actor's role in the actor's unit, by deadline: for naming again what somebody selected.
    ///
    /// # Errors
    /// A refusal when the actor handles no cases; store failures.
    pub async fn waiting_of(&self, actor: &Actor, cases: &[CaseId]) -> Result<Vec<QueueLine>> {
        let path = crate::person::own_path(actor)?;
        let action = if actor.role == Role::Leader { Action::ApproveCase } else { Action::HandleCase };
        authorise(actor, action, &Target::Unit(&path))?;
        let Some(unit) = &actor.unit else { return Ok(Vec::new()) };
        let key = queue_key(&unit.id, actor.role);
        let keys: Vec<String> = cases.iter().map(ToString::to_string).collect();
        let mut rows: Vec<CaseRow> = self.store.get_many("case", &keys).await?;
        rows.retain(|row| row.waiting.as_deref() == Some(key.as_str()));
        rows.sort_by_key(|row| (row.due_on, row.uid));
        let mask = if unit.kind == UnitKind::School { Mask::Working } else { Mask::Masked };
        self.access_log()
            .saw(actor, Function::Queue, &rows.iter().map(|row| row.person).collect::<Vec<_>>())
            .await?;
        Ok(rows.iter().map(|row| self.queue_line(row, mask)).collect())
    }

    /// The cases a guardian opened and the corrections that the school took in for the guardian's children (柜台代为受理), newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn cases_opened_by(&self, actor: &Actor) -> Result<Vec<QueueLine>> {
        let text = "SELECT * FROM case WHERE opener = $account LIMIT 100";
        let rows: Vec<CaseRow> = self.store.rows(text, Vars::new().with("account", actor.account)).await?;
        // Of a child whose bond rests or is over nothing is shown, not even that something was asked for.
        let mut seen = Vec::new();
        for row in rows {
            let own = actor.role != Role::Guardian
                || actor.children.contains(&row.person)
                || self
                    .pupils()
                    .person(row.person)
                    .await?
                    .merged_into
                    .is_some_and(|kept| actor.children.contains(&kept));
            if own {
                seen.push(row);
            }
        }
        let mut rows = seen;
        for child in actor.children.iter().filter(|_| actor.role == Role::Guardian) {
            rows.extend(self.corrections_by_school(*child).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.uid));
        self.access_log()
            .saw(actor, Function::Queue, &rows.iter().map(|row| row.person).collect::<Vec<_>>())
            .await?;
        let today = self.store.clock.today();
        let line = |row: &CaseRow| -> Result<QueueLine> {
            let (mut line, case) = (self.queue_line(row, Mask::Masked), row.case(&*self.vault)?);
            line.told = where_it_stands(&case, actor.account, today);
            line.told_in_english = domain::english::where_it_stands(&case, actor.account, today);
            Ok(line)
        };
        rows.iter().map(line).collect()
    }

    /// The corrections of a child that its school opened.
    async fn corrections_by_school(&self, child: PersonId) -> Result<Vec<CaseRow>> {
        let text = "SELECT * FROM case WHERE person = $person LIMIT 100";
        let mut rows: Vec<CaseRow> = self.store.rows(text, Vars::new().with("person", child)).await?;
        rows.retain(|row| row.kind == CaseKind::Correction);
        let mut schools = Vec::with_capacity(rows.len());
        for row in rows {
            if row.case(&*self.vault)?.opened_by.unit.is_some() {
                schools.push(row);
            }
        }
        Ok(schools)
    }

    pub(crate) fn queue_line(&self, row: &CaseRow, mask: Mask) -> QueueLine {
        let today = self.store.clock.today();
        let person = mask.name(&row.person_name);
        QueueLine {
            id: row.uid,
            version: row.version,
            number: row.number.clone(),
            kind: row.kind,
            state: row.state,
            person,
            class_label: row.class_label.clone(),
            school: row.school_name.clone(),
            opened_on: row.opened_on,
            due_on: row.due_on,
            days_left: row
                .due_on
                .map(|due| self.working_days().calendar_at(&row.path).working_days_left(today, due)),
            told: String::new(),
            told_in_english: String::new(),
        }
    }
}
