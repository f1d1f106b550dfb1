//! How far reviews are below a unit: from the school's counters, summed upwards in the background. Nothing here counts pupils.

use super::{ReviewSchoolRow, school_key};
use crate::error::{Error, Result};
use crate::services::Reviews;
use contract::review::{ReviewProgress, Standings, UnitProgress};
use domain::access::Actor;
use domain::calendar::Term;
use domain::id::UnitId;
use domain::org::UnitKind;
use domain::review::{Figures, SchoolState};
use std::collections::BTreeMap;

/// Reads the counters of a term.
fn read(counts: &BTreeMap<String, i64>, term: &str) -> (Figures, Standings) {
    let prefix = format!("review|{term}|");
    let (mut figures, mut schools) = (Figures::default(), Standings::new());
    for (counter, n) in counts.range(prefix.clone()..).take_while(|(name, _)| name.starts_with(&prefix)) {
        let name = &counter[prefix.len()..];
        match name.strip_prefix("school|").and_then(SchoolState::from_key) {
            Some(state) => *schools.entry(state).or_default() += n,
            None => figures.count(name, *n),
        }
    }
    schools.retain(|_, n| *n > 0);
    (figures, schools)
}

impl Reviews<'_> {
    /// How far the reviews of a term are in a unit of the actor's subtree, the actor's own when none is named.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope.
    pub async fn review_progress(
        &self,
        actor: &Actor,
        term: Term,
        unit: Option<&UnitId>,
    ) -> Result<ReviewProgress> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.units().unit(unit.unwrap_or(&own.id)).await?;
        self.review_mask(actor, &unit.path)?;
        let key = term.key();
        let (counts, at) = self.figures().counters_of(&unit.id).await?;
        let below = match unit.kind {
            UnitKind::School => Vec::new(),
            _ => self.progress_below(&unit.id, &key).await?,
        };
        let mut above = Vec::new();
        for id in unit.path.units() {
            let one = self.units().unit(&id).await?;
            if own.path.covers(&one.path) && one.id != unit.id {
                above.push((one.id, one.name));
            }
        }
        let (figures, schools) = read(&counts, &key);
        let own = UnitProgress { unit: unit.id, name: unit.name, figures, schools, school: None };
        Ok(ReviewProgress { own, above, below, at })
    }

    async fn progress_below(&self, parent: &UnitId, term: &str) -> Result<Vec<UnitProgress>> {
        let mut counts = self.figures().counters_below(parent).await?;
        let units = self.units().units_below(parent).await?;
        let schools = units.iter().filter(|unit| unit.kind == UnitKind::School);
        let keys: Vec<String> = schools.map(|unit| school_key(term, &unit.id)).collect();
        let parts: Vec<ReviewSchoolRow> = self.store.get_many("review_school", &keys).await?;
        let lines = units.into_iter().map(|unit| {
            let (figures, schools) = read(&counts.remove(&unit.id).unwrap_or_default(), term);
            let part = parts.iter().find(|part| part.school == unit.id);
            let school = part.map(|part| self.school_line(part));
            UnitProgress { unit: unit.id, name: unit.name, figures, schools, school }
        });
        Ok(lines.filter(|line| line.school.is_some() || !line.schools.is_empty()).collect())
    }
}
