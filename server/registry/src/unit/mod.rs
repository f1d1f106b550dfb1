//! Units (单位): the tree of authorities and schools.

mod phone;

use crate::error::{Error, Result};
use crate::seed;
use crate::services::Units;
use crate::store::{UnitOfWork, Vars};
use contract::school::SchoolChoice;
use domain::id::UnitId;
use domain::org::{OrgPath, Unit, UnitKind};
use std::collections::BTreeMap;

/// Schools in one list to choose from: where there are more, one looks for them.
const OFFERED: usize = 400;

/// Units as lists have them: the store puts names in the order of their characters, which says nothing to people.
fn by_sound(mut units: Vec<Unit>) -> Vec<Unit> {
    units.sort_by_cached_key(|unit| domain::text::unit_place(&unit.name));
    units
}

impl Units<'_> {
    /// One unit.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none with this code.
    pub async fn unit(&self, id: &UnitId) -> Result<Unit> {
        self.known.units.or_read(&self.store, id, self.unit_row(id)).await
    }

    async fn unit_row(&self, id: &UnitId) -> Result<Unit> {
        self.store.get("unit", id.as_str()).await?.ok_or(Error::NotFound("unit"))
    }

    /// A school and its competent authority (学籍主管部门).
    ///
    /// # Errors
    /// [`Error::NotFound`] when the school is not there or has no competent authority.
    pub async fn school_and_authority(&self, school: &UnitId) -> Result<(Unit, Unit)> {
        let school = self.unit(school).await?;
        let authority = school.competent().cloned().ok_or(Error::NotFound("competent authority"))?;
        Ok((school, self.unit(&authority).await?))
    }

    /// The units directly below one, by name: the schools of a county, and its townships. Figures that follow from each other are told of
    /// them side by side, so none is left out: no authority has as many as the bound.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn units_below(&self, parent: &UnitId) -> Result<Vec<Unit>> {
        let text = "SELECT * FROM unit WHERE parent = $parent ORDER BY name LIMIT 10000";
        Ok(by_sound(self.store.rows(text, Vars::new().with("parent", parent)).await?))
    }

    /// The same without townships, which have neither pupils nor units with pupils below them: a county has some ten to thirty of them.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn units_with_figures_below(&self, parent: &UnitId) -> Result<Vec<Unit>> {
        let text =
            "SELECT * FROM unit WHERE parent = $parent AND kind != 'township' ORDER BY name LIMIT 10000";
        self.store.rows(text, Vars::new().with("parent", parent)).await
    }

    /// The codes of all schools directly below a unit, closed ones with them: what they have is read school by school, and a bound would
    /// leave out some of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn school_ids_below(&self, parent: &UnitId) -> Result<Vec<UnitId>> {
        let text = "SELECT VALUE uid FROM unit WHERE parent = $parent AND kind = 'school'";
        self.store.rows(text, Vars::new().with("parent", parent)).await
    }

    /// The schools directly below a unit to choose from, closed ones with them: those with what was typed in their name, or whose code
    /// begins with it. Whether there are more than one list has is told, so that nobody takes a part for the whole.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn schools_to_choose(&self, parent: &UnitId, typed: &str) -> Result<SchoolChoice> {
        let text = format!(
            "SELECT * FROM unit WHERE parent = $parent AND kind = 'school' \
             AND (string::contains(name, $typed) OR string::starts_with(uid, $typed)) ORDER BY name, uid LIMIT {}",
            OFFERED + 1
        );
        let vars = Vars::new().with("parent", parent).with("typed", domain::text::line(typed).text);
        let mut found: Vec<Unit> = self.store.rows(&text, vars).await?;
        let more = found.len() > OFFERED;
        found.truncate(OFFERED);
        Ok(SchoolChoice {
            schools: by_sound(found).into_iter().map(|unit| (unit.id, unit.name)).collect(),
            more,
        })
    }

    /// The school directly below a unit that is meant by a code or a whole name; none where there is none, or more than one of that name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn school_meant(&self, parent: &UnitId, typed: &str) -> Result<Option<UnitId>> {
        let typed = domain::text::line(typed).text;
        if typed.is_empty() {
            return Ok(None);
        }
        let text = "SELECT VALUE uid FROM unit WHERE parent = $parent AND kind = 'school' \
                    AND (name = $typed OR uid = $typed) LIMIT 2";
        let found: Vec<UnitId> =
            self.store.rows(text, Vars::new().with("parent", parent).with("typed", typed)).await?;
        match <[UnitId; 1]>::try_from(found) {
            Ok([school]) => Ok(Some(school)),
            Err(_) => Ok(None),
        }
    }

    /// The townships of a county (乡镇人民政府), by name, without those that were ended.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn townships_of(&self, county: &UnitId) -> Result<Vec<Unit>> {
        let closed = self.schools().closed_schools().await?;
        let text = "SELECT * FROM unit WHERE parent = $parent AND kind = 'township' AND uid NOT IN $closed \
                    ORDER BY name LIMIT 200";
        Ok(by_sound(
            self.store.rows(text, Vars::new().with("parent", county).with("closed", &*closed)).await?,
        ))
    }

    /// The units directly below one without those that were closed or ended: to choose from.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn working_units_below(&self, parent: &UnitId) -> Result<Vec<Unit>> {
        let text = "SELECT * FROM unit WHERE parent = $parent ORDER BY name LIMIT 2000";
        Ok(self.working_of(parent, text).await?.0)
    }

    /// The same without townships, which have neither pupils nor units with pupils below them; and whether there are more of them than are
    /// given, so that nobody takes a part for the whole.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn units_with_pupils_below(&self, parent: &UnitId) -> Result<(Vec<Unit>, bool)> {
        let text =
            "SELECT * FROM unit WHERE parent = $parent AND kind != 'township' ORDER BY name LIMIT 2000";
        self.working_of(parent, text).await
    }

    /// Those of the units a query gives that were not closed or ended, as many as one list has; and whether there are more. Asked of these
    /// units alone: what was closed anywhere else in the country is nobody's business here.
    async fn working_of(&self, parent: &UnitId, text: &str) -> Result<(Vec<Unit>, bool)> {
        let mut units: Vec<Unit> = self.store.rows(text, Vars::new().with("parent", parent)).await?;
        let keys: Vec<String> = units.iter().map(|unit| unit.id.to_string()).collect();
        let closed = self.schools().closed_among(&keys).await?;
        units.retain(|unit| !closed.contains(&unit.id));
        let mut units = by_sound(units);
        let more = units.len() > OFFERED;
        units.truncate(OFFERED);
        Ok((units, more))
    }

    /// Schools in the order of their paths, after one of them, without the closed ones: for what goes through all of the country.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn schools_after(&self, path: &str) -> Result<Vec<Unit>> {
        let closed = self.schools().closed_schools().await?;
        let text = "SELECT * FROM unit WHERE kind = 'school' AND path > $path AND uid NOT IN $closed \
                    ORDER BY path LIMIT 500";
        self.store.rows(text, Vars::new().with("path", path).with("closed", &*closed)).await
    }

    /// Every school below a path that is not closed, at most 5,000.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn schools_below(&self, path: &OrgPath) -> Result<Vec<Unit>> {
        let closed = self.schools().closed_schools().await?;
        let text = "SELECT * FROM unit WHERE kind = 'school' AND string::starts_with(path, $path) \
                    AND uid NOT IN $closed LIMIT 5000";
        self.store.rows(text, Vars::new().with("path", path).with("closed", &*closed)).await
    }

    /// Puts the nation and every education authority of the seed into an empty registry (第三条): 32 on the provincial level.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn seed_units(&self) -> Result<usize> {
        let root = Unit {
            id: UnitId::nation(),
            name: "教育部".into(),
            kind: UnitKind::Nation,
            parent: None,
            path: OrgPath::root(),
            division: UnitId::nation().to_string(),
            school: None,
        };
        let mut units = vec![root];
        let mut paths: BTreeMap<String, OrgPath> = BTreeMap::new();
        for division in seed::divisions().into_iter().filter(seed::SeedDivision::has_education_authority) {
            let Ok(id) = division.code.parse::<UnitId>() else { continue };
            let above =
                division.parent.as_ref().and_then(|parent| paths.get(parent).map(|path| (parent, path)));
            let (parent, path) = match above {
                Some((parent, path)) => (parent.parse().unwrap_or_else(|_| UnitId::nation()), path.clone()),
                None => (UnitId::nation(), OrgPath::root()),
            };
            let path = path.child(&id);
            paths.insert(division.code.clone(), path.clone());
            let kind = match division.level() {
                seed::Level::Province => UnitKind::Province,
                seed::Level::Prefecture => UnitKind::City,
                seed::Level::County => UnitKind::County,
            };
            units.push(Unit {
                id,
                name: division.name,
                kind,
                parent: Some(parent),
                path,
                division: division.code,
                school: None,
            });
        }
        self.add_units(&units).await
    }

    /// Puts the townships of the seed below the counties that are there: who is told of a drop-out (第二十二条). Gives how many are new; doing
    /// it again adds nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn seed_townships(&self) -> Result<usize> {
        let text = "SELECT * FROM unit WHERE kind IN ['city', 'county']";
        let above: Vec<Unit> = self.store.rows(text, Vars::new()).await?;
        let above: BTreeMap<&str, &Unit> = above.iter().map(|unit| (unit.id.as_str(), unit)).collect();
        let mut units = Vec::new();
        for town in seed::townships() {
            let Some(county) = above.get(town.county) else { continue };
            let Ok(id) = format!("{}{}", town.county, town.serial).parse::<UnitId>() else { continue };
            units.push(Unit {
                path: county.path.child(&id),
                id,
                name: town.name.to_owned(),
                kind: UnitKind::Township,
                parent: Some(county.id.clone()),
                division: county.division.clone(),
                school: None,
            });
        }
        self.add_units(&units).await
    }

    /// Adds units that are not there yet: the seed and the demo use it. Adding the same again changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_units(&self, units: &[Unit]) -> Result<usize> {
        let mut added = 0;
        for chunk in units.chunks(200) {
            added += self
                .store
                .transact("units", || {
                    Box::pin(async {
                        let keys: Vec<String> = chunk.iter().map(|unit| unit.id.to_string()).collect();
                        let there: Vec<Unit> = self.store.get_many("unit", &keys).await?;
                        let mut work = UnitOfWork::new();
                        let mut new = 0;
                        for unit in chunk.iter().filter(|unit| there.iter().all(|known| known.id != unit.id))
                        {
                            work.create("unit", unit.id.as_str(), unit);
                            new += 1;
                        }
                        Ok((work, new))
                    })
                })
                .await?;
        }
        Ok(added)
    }
}
