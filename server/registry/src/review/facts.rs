//! What is known of one pupil's record on the day of the look, from everything that is on record about it.

use crate::Registry;
use crate::case::CaseRow;
use crate::error::Result;
use crate::person::{NumberRow, PersonRow, Standing};
use crate::services::Reviews;
use crate::store::Vars;
use chrono::NaiveDate;
use domain::calendar::school_year;
use domain::id::PersonId;
use domain::ident::NumberKind;
use domain::journal::Event;
use domain::org::Unit;
use domain::review::{Facts, PHOTO_YEARS};
use domain::rules::{RuleKey, Rules};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is the same for all pupils of a school.
pub(super) struct Surroundings {
    today: NaiveDate,
    rules: Arc<Rules>,
    /// Letters of the school that are overdue, by pupil.
    letters: BTreeMap<PersonId, Vec<String>>,
}

impl Surroundings {
    pub(super) async fn of(registry: &Registry, school: &Unit) -> Result<Self> {
        Ok(Self {
            today: registry.store.clock.today(),
            rules: registry.rules().rules_for(&school.path),
            letters: registry.letters().overdue_letters(&school.id).await?,
        })
    }
}

impl Reviews<'_> {
    /// The facts about one pupil; none for a grade that does not exist.
    pub(super) async fn review_facts(&self, around: &Surroundings, row: &PersonRow) -> Result<Option<Facts>> {
        let Some(grade) = row.grade() else { return Ok(None) };
        let today = around.today;
        let year = school_year(today);
        let cutoff = around.rules.day(RuleKey::AgeCutoff, year.start_year());
        let info = row.info(&*self.vault)?;
        let (completeness, entries) = self.archives().completeness_of(row).await?;
        let files = self.archives().archive_files(row).await?;
        let missing = completeness.missing.into_iter().filter(|one| one.due < today).map(|one| one.what);
        let unfinished: Option<CaseRow> = match row.open_case {
            Some(case) => self.store.get("case", &case.to_string()).await?,
            None => None,
        };
        let filed = entries.iter().map(|entry| entry.filed_on).chain(files.iter().map(|file| file.on)).max();
        let here = self.cases().last_spell(row.uid).await?.map_or(row.entry_date, |spell| spell.from_on);
        Ok(Some(Facts {
            today,
            status: match row.standing {
                Standing::Pupil(status) => Some(status),
                Standing::Candidate | Standing::NotRegistered | Standing::Merged => None,
            },
            grade,
            born_on: info.birth_date(),
            cutoff: cutoff.unwrap_or_else(|| year.first_day()),
            here_since: here,
            missing: missing.collect(),
            unfinished: unfinished.iter().map(|case| case.kind.label().to_owned()).collect(),
            absent_since: row.absent_since,
            suspect_days: around.rules.number(RuleKey::DropoutSuspectDays),
            filed_on: filed,
            active_on: self.active_on(row.uid).await?.max(filed),
            mismatched: row.mismatched,
            problem: self.problems().has_open_problem(row.uid).await?,
            provisional_since: self.provisional_since(row.uid).await?,
            photo_on: files.iter().filter(|file| file.is_photo()).map(|file| file.on).max(),
            photo_years: PHOTO_YEARS,
            overdue_letters: around.letters.get(&row.uid).cloned().unwrap_or_default(),
        }))
    }

    /// When a person last did anything with the record. What the system does by itself does not count, and neither does a
    /// review: a record that is only ever reviewed is the one that is looked for.
    async fn active_on(&self, person: PersonId) -> Result<Option<NaiveDate>> {
        let system = crate::case::the_system().account;
        let entries = self.journal().rows_of(&person.into()).await?;
        let counts = |event: Event| {
            !matches!(event, Event::Reviewed | Event::ReviewAnswered | Event::GuardianConfirmed)
        };
        let acts = entries.into_iter().filter(|entry| entry.actor.account != system && counts(entry.event));
        Ok(acts.map(|entry| crate::clock::shanghai_day(entry.recorded_at)).max())
    }

    /// Since when a pupil has a J or L number; none with a formal one, or with none at all.
    async fn provisional_since(&self, person: PersonId) -> Result<Option<NaiveDate>> {
        let text = "SELECT * FROM number WHERE person = $person";
        let rows: Vec<NumberRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let mut held = rows.into_iter().filter(|row| row.retired_on.is_none());
        Ok(held.find(|row| row.kind != NumberKind::Formal).map(|row| row.issued_on))
    }
}
