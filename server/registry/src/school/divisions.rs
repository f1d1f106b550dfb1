//! Divisions as they are and were (行政区划, 第三条), for the nation and for a province: level by level, or searched by code, by name and by
//! what they were called before. What is in use, what was ended and who did it stand in the same places as for schools.

use super::{ChangeRow, SchoolLife, site::stretch, who};
use crate::error::{Error, Result};
use crate::seed;
use crate::services::Schools;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::Page;
use contract::division::{DivisionAct, DivisionLine, Divisions};
use domain::access::{Action, Actor};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use domain::school::Change;
use std::collections::BTreeMap;

/// Lines of a page.
const PAGE: usize = 50;
/// Longest text that is searched for.
const TEXT_MOST: usize = 40;

/// Days of the table that was taken over, for the codes that have one.
type Days = BTreeMap<String, (Option<NaiveDate>, Option<NaiveDate>)>;

impl Schools<'_> {
    /// Divisions directly below one, or what is searched for in all of the actor's part of the country; by code, after one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other level than the nation and the provinces, and for a division that is not below the actor's unit.
    pub async fn divisions(
        &self,
        actor: &Actor,
        below: Option<&UnitId>,
        text: &str,
        after: Option<&UnitId>,
    ) -> Result<Divisions> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let own = self.units().unit(&own).await?;
        if !matches!(own.kind, UnitKind::Nation | UnitKind::Province) {
            return Err(Error::NotFound("division"));
        }
        let text = domain::text::cut(&domain::text::line(text).text, TEXT_MOST);
        let mut vars = stretch(&own).with("after", after.map_or("", UnitId::as_str));
        let (mut above, narrowed) = (
            Vec::new(),
            match text.is_empty() {
                true => "parent = $parent",
                false => {
                    "(string::starts_with(uid, $text) OR string::contains(name, $text) OR uid IN $formerly)"
                }
            },
        );
        if text.is_empty() {
            let parent = match below {
                Some(below) => self.units().unit(below).await?,
                None => own.clone(),
            };
            if !own.path.covers(&parent.path) || parent.kind == UnitKind::School {
                return Err(Error::NotFound("division"));
            }
            let ids = parent.path.units();
            let names = self.names_of(ids.iter()).await?;
            let seen = ids.into_iter().skip_while(|id| *id != own.id);
            above.extend(seen.map(|id| {
                let name = names.get(&id).cloned().unwrap_or_default();
                (id, name)
            }));
            vars = vars.with("parent", parent.id);
        } else {
            vars = vars.with("formerly", self.formerly_called(&text).await?).with("text", &text);
        }
        let query = format!(
            "SELECT * FROM unit WHERE path >= $from AND path < $to \
             AND kind IN ['province', 'city', 'county', 'township'] AND {narrowed} AND uid > $after \
             ORDER BY uid LIMIT {}",
            PAGE + 1
        );
        let mut units: Vec<Unit> = self.store.rows(&query, vars).await?;
        let more = units.len() > PAGE;
        units.truncate(PAGE);
        let next = units.last().filter(|_| more).map(|last| last.id.clone());
        Ok(Divisions { above, page: Page { rows: self.division_lines(units).await?, next } })
    }

    /// Divisions that had a name with these characters.
    async fn formerly_called(&self, text: &str) -> Result<Vec<UnitId>> {
        let query = "SELECT * FROM school_life WHERE names != [] AND string::len(unit) != 10";
        let lives: Vec<SchoolLife> = self.store.rows(query, Vars::new()).await?;
        let had = |life: &SchoolLife| life.names.iter().any(|(name, _)| name.contains(text));
        Ok(lives.into_iter().filter(had).map(|life| life.unit).collect())
    }

    async fn division_lines(&self, units: Vec<Unit>) -> Result<Vec<DivisionLine>> {
        let keys: Vec<String> = units.iter().map(|unit| unit.id.to_string()).collect();
        let lives: Vec<SchoolLife> = self.store.get_many("school_life", &keys).await?;
        let lives: BTreeMap<&UnitId, &SchoolLife> = lives.iter().map(|life| (&life.unit, life)).collect();
        let above = self.names_of(units.iter().filter_map(|unit| unit.parent.as_ref())).await?;
        let acts = self.acts_on(&keys).await?;
        let days: Days = match units.is_empty() {
            true => Days::new(),
            false => {
                seed::divisions().into_iter().map(|row| (row.code, (row.valid_from, row.valid_to))).collect()
            }
        };
        let line = |unit: Unit| {
            let (from, until) = days.get(unit.id.as_str()).copied().unwrap_or_default();
            let acts = acts.get(&unit.id).cloned().unwrap_or_default();
            let founded = acts.iter().find(|(founded, _)| *founded).map(|(_, act)| act.on);
            let life = lives.get(&unit.id);
            DivisionLine {
                above: unit.parent.as_ref().and_then(|id| above.get(id)).cloned().unwrap_or_default(),
                from: founded.or(from),
                until: life.and_then(|life| life.closed_on).or(until),
                names: life.map(|life| life.names.clone()).unwrap_or_default(),
                acts: acts.into_iter().map(|(_, act)| act).collect(),
                id: unit.id,
                name: unit.name,
                kind: unit.kind,
            }
        };
        Ok(units.into_iter().map(line).collect())
    }

    /// What was done to these divisions, the oldest first; `true` beside what founded one.
    async fn acts_on(&self, codes: &[String]) -> Result<BTreeMap<UnitId, Vec<(bool, DivisionAct)>>> {
        let text = "SELECT * FROM school_change WHERE school IN $codes AND state = 'done' ORDER BY uid";
        let rows: Vec<ChangeRow> = self.store.rows(text, Vars::new().with("codes", codes)).await?;
        let mut acts: BTreeMap<UnitId, Vec<(bool, DivisionAct)>> = BTreeMap::new();
        for row in rows {
            let (Some(unit), Some(on)) = (row.school.clone(), row.change.day()) else { continue };
            let name = match &row.change {
                Change::FoundUnit { name, .. } | Change::RenameUnit { name, .. } => name.clone(),
                _ => String::new(),
            };
            let act = DivisionAct {
                on,
                what: row.change.label().to_owned(),
                name: domain::text::line(&name).text,
                act: row.act.clone(),
                proposed_by: who(&row.proposed.0),
                decided_by: row.decided.as_ref().map(|(by, ..)| who(by)).unwrap_or_default(),
            };
            acts.entry(unit).or_default().push((matches!(row.change, Change::FoundUnit { .. }), act));
        }
        // The days on which they hold, not those on which they were put down.
        acts.values_mut().for_each(|acts| acts.sort_by_key(|(_, act)| act.on));
        Ok(acts)
    }
}
