//! 每周监测简报: made on the first run of a week for every authority with pupils, kept as it was made.

use super::measure::Counted;
use super::night::CountRow;
use crate::error::{Error, Result};
use crate::keyset::Place;
use crate::services::Warnings;
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::id::UnitId;
use domain::org::OrgPath;
use domain::warning::{Digest, DigestLine, Week};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Digests in the list: a year.
const LISTED: usize = 53;

#[derive(Serialize, Deserialize)]
struct DigestRow {
    unit: UnitId,
    week: String,
    digest: Digest,
}

impl Warnings<'_> {
    /// Makes the digests of a week that are not there yet.
    pub(super) async fn make_digests(&self, week: Week, today: NaiveDate) -> Result<()> {
        let opened = self.moved_in("opened_on", week).await?;
        let closed = self.moved_in("closed_on", week).await?;
        let subjects = self.subjects(&Counted::default(), today).await?;
        let names: BTreeMap<&UnitId, &str> =
            subjects.iter().map(|one| (&one.id, one.name.as_str())).collect();
        for subject in subjects.iter().filter(|one| one.kind.is_authority()) {
            let own: Option<CountRow> = self.store.get("warning_count", subject.id.as_str()).await?;
            let mut units = Vec::new();
            for row in self.counts_below(&subject.id).await? {
                let open = row.open.values().fold([0; 3], |sum, n| [0, 1, 2].map(|i| sum[i] + n[i]));
                if open != [0; 3] {
                    let name = match names.get(&row.unit) {
                        Some(name) => (*name).to_owned(),
                        None => self.units().unit(&row.unit).await?.name,
                    };
                    units.push(DigestLine { name, open });
                }
            }
            let within =
                |paths: &[OrgPath]| paths.iter().filter(|path| subject.path.covers(path)).count() as u64;
            let mut digest = Digest {
                week,
                made_on: today,
                authority: subject.name.clone(),
                on_roll: subject.pupils.on_roll,
                open: own.map(|row| row.open).unwrap_or_default(),
                opened: within(&opened),
                closed: within(&closed),
                units,
            };
            digest.sort();
            self.keep_digest(&subject.id, digest).await?;
        }
        Ok(())
    }

    /// Whether the digests of a week were made: the nation has one then, and they are all made in one slice that follows the look
    /// for it.
    pub(super) async fn has_digests(&self, week: Week) -> Result<bool> {
        let key = key_of(&UnitId::nation(), week);
        Ok(self.store.get::<DigestRow>("warning_digest", &key).await?.is_some())
    }

    async fn keep_digest(&self, unit: &UnitId, digest: Digest) -> Result<()> {
        let row = DigestRow { unit: unit.clone(), week: digest.week.to_string(), digest };
        let (row, key) = (&row, &key_of(unit, row.digest.week));
        self.store
            .transact(key, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if self.store.get::<DigestRow>("warning_digest", key).await?.is_none() {
                        work.create("warning_digest", key, row);
                    }
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Where warnings were opened or closed in a week.
    async fn moved_in(&self, column: &'static str, week: Week) -> Result<Vec<OrgPath>> {
        #[derive(Deserialize)]
        struct Row {
            uid: String,
            path: OrgPath,
            #[serde(alias = "opened_on", alias = "closed_on")]
            day: NaiveDate,
        }
        let text = format!("SELECT uid, path, {column} FROM warning WHERE");
        let rest = format!("{column} <= $until");
        let mut found = Vec::new();
        let mut place = Place::of(week.first_day(), "");
        loop {
            let vars = Vars::new().with("until", week.last_day());
            let rows: Vec<Row> = self.page_beyond(&text, (column, &rest), vars, &place).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            place = Place::of(last.day, &last.uid);
            found.extend(rows.into_iter().map(|row| row.path));
        }
    }

    /// The digest of a week for the actor's authority, the newest when none is named; none before the first Monday. With it the weeks of
    /// which there is one, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a school and for a week without a digest; a refusal for who sees no warnings.
    pub async fn warning_digest(
        &self,
        actor: &Actor,
        week: Option<Week>,
    ) -> Result<(Option<Digest>, Vec<Week>)> {
        #[derive(Deserialize)]
        struct Kept {
            week: String,
        }
        let own = actor.unit.as_ref().filter(|unit| unit.kind.is_authority());
        let own = own.ok_or(Error::NotFound("digest"))?;
        authorise(actor, Action::ReadWarnings, &Target::Unit(&own.path))?;
        let text =
            format!("SELECT week FROM warning_digest WHERE unit = $unit ORDER BY week DESC LIMIT {LISTED}");
        let kept: Vec<Kept> = self.store.rows(&text, Vars::new().with("unit", &own.id)).await?;
        let weeks: Vec<Week> = kept.iter().filter_map(|one| one.week.parse().ok()).collect();
        let Some(shown) = week.or(weeks.first().copied()) else { return Ok((None, weeks)) };
        let row: Option<DigestRow> = self.store.get("warning_digest", &key_of(&own.id, shown)).await?;
        match row {
            Some(row) => Ok((Some(row.digest), weeks)),
            None => Err(Error::NotFound("digest")),
        }
    }
}

fn key_of(unit: &UnitId, week: Week) -> String {
    format!("{unit}|{week}")
}
