//! What is known of one pupil's record on the day of the look, from everything that is on record about it.

use crate::Registry;
use crate::case::{CaseRow, last_stretch};
use crate::error::Result;
use crate::keyset::in_parts;
use crate::person::{NumberRow, PersonRow, Standing};
use crate::services::Reviews;
use chrono::NaiveDate;
use domain::calendar::school_year;
use domain::id::{CaseId, PersonId};
use domain::ident::NumberKind;
use domain::journal::Event;
use domain::matter::Subject;
use domain::org::Unit;
use domain::review::{Facts, PHOTO_YEARS};
use domain::rules::{RuleKey, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is the same for all pupils of a school.
pub(super) struct Surroundings {
    today: NaiveDate,
    rules: Arc<Rules>,
    /// Letters of the school that are overdue, by pupil.
    letters: BTreeMap<PersonId, Vec<String>>,
    /// What was read at once of the pupils that are looked at.
    pupils: Read,
}

/// What is on record of some pupils beside their own records.
struct Read {
    unfinished: BTreeMap<CaseId, CaseRow>,
    /// The first day of the last stretch of schooling.
    here_since: BTreeMap<PersonId, NaiveDate>,
    active_on: BTreeMap<PersonId, NaiveDate>,
    problems: BTreeSet<PersonId>,
    /// Since when one has a J or L number; none with a formal one, or with none at all.
    provisional_since: BTreeMap<PersonId, NaiveDate>,
}

impl Surroundings {
    /// Of a school and some of its pupils.
    pub(super) async fn of(registry: &Registry, school: &Unit, pupils: &[PersonRow]) -> Result<Self> {
        Ok(Self {
            pupils: registry.reviews().read_around(pupils).await?,
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
        let read = &around.pupils;
        let unfinished = row.open_case.and_then(|case| read.unfinished.get(&case));
        let filed = entries.iter().map(|entry| entry.filed_on).chain(files.iter().map(|file| file.on)).max();
        Ok(Some(Facts {
            today,
            status: match row.standing {
                Standing::Pupil(status) => Some(status),
                Standing::Candidate | Standing::NotRegistered | Standing::Merged => None,
            },
            grade,
            born_on: info.birth_date(),
            cutoff: cutoff.unwrap_or_else(|| year.first_day()),
            here_since: read.here_since.get(&row.uid).copied().unwrap_or(row.entry_date),
            missing: missing.collect(),
            unfinished: unfinished.iter().map(|case| case.kind.label().to_owned()).collect(),
            absent_since: row.absent_since,
            suspect_days: around.rules.number(RuleKey::DropoutSuspectDays),
            filed_on: filed,
            active_on: read.active_on.get(&row.uid).copied().max(filed),
            mismatched: row.mismatched,
            problem: read.problems.contains(&row.uid),
            provisional_since: read.provisional_since.get(&row.uid).copied(),
            photo_on: files.iter().filter(|file| file.is_photo()).map(|file| file.on).max(),
            photo_years: PHOTO_YEARS,
            overdue_letters: around.letters.get(&row.uid).cloned().unwrap_or_default(),
        }))
    }

    async fn read_around(&self, pupils: &[PersonRow]) -> Result<Read> {
        let persons: Vec<PersonId> = pupils.iter().map(|pupil| pupil.uid).collect();
        let open: Vec<String> =
            pupils.iter().filter_map(|pupil| pupil.open_case).map(|case| case.to_string()).collect();
        let cases: Vec<CaseRow> = self.store.get_many("case", &open).await?;
        let spells = self.cases().spells_of(&persons).await?;
        let last =
            spells.into_iter().filter_map(|(person, spells)| Some((person, last_stretch(spells)?.from_on)));
        let problems = self.problems().open_problems(&persons).await?;
        Ok(Read {
            unfinished: cases.into_iter().map(|row| (row.uid, row)).collect(),
            here_since: last.collect(),
            active_on: self.active_on(&persons).await?,
            problems: problems.into_iter().map(|(person, _)| person).collect(),
            provisional_since: self.provisional_since(&persons).await?,
        })
    }

    /// When a person last did anything with each of these records. What the system does by itself does not count, and neither does a
    /// review: a record that is only ever reviewed is the one that is looked for.
    async fn active_on(&self, pupils: &[PersonId]) -> Result<BTreeMap<PersonId, NaiveDate>> {
        let system = crate::case::the_system().account;
        let counts = |event: Event| {
            !matches!(event, Event::Reviewed | Event::ReviewAnswered | Event::GuardianConfirmed)
        };
        let mut last: BTreeMap<PersonId, NaiveDate> = BTreeMap::new();
        for act in self.journal().acts_of(pupils).await? {
            if let Subject::Person(person) = act.subject
                && act.actor.account != system
                && counts(act.event)
            {
                let day = crate::clock::shanghai_day(act.recorded_at);
                last.entry(person).and_modify(|known| *known = day.max(*known)).or_insert(day);
            }
        }
        Ok(last)
    }

    /// Since when each of these pupils has a J or L number.
    async fn provisional_since(&self, pupils: &[PersonId]) -> Result<BTreeMap<PersonId, NaiveDate>> {
        let text = "SELECT * FROM number WITH INDEX number_person WHERE person IN $persons";
        let mut since = BTreeMap::new();
        let rows: Vec<NumberRow> = in_parts(&self.store, text, ("persons", pupils)).await?;
        for row in rows.iter().filter(|row| row.retired_on.is_none() && row.kind != NumberKind::Formal) {
            since.entry(row.person).or_insert(row.issued_on);
        }
        Ok(since)
    }
}
