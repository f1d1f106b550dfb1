//! Units (单位): the tree of authorities and schools.

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use domain::id::UnitId;
use domain::org::{OrgPath, Unit};

impl Registry {
    /// One unit.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none with this code.
    pub async fn unit(&self, id: &UnitId) -> Result<Unit> {
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

    /// The units directly below one, by name, at most 200.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn units_below(&self, parent: &UnitId) -> Result<Vec<Unit>> {
        let text = "SELECT * FROM unit WHERE parent = $parent ORDER BY name LIMIT 200";
        self.store.rows(text, Vars::new().with("parent", parent)).await
    }

    /// Every school below a path, at most 5,000.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn schools_below(&self, path: &OrgPath) -> Result<Vec<Unit>> {
        let text = "SELECT * FROM unit WHERE kind = 'school' AND string::starts_with(path, $path) LIMIT 5000";
        self.store.rows(text, Vars::new().with("path", path)).await
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
                .transact("units", async || {
                    let keys: Vec<String> = chunk.iter().map(|unit| unit.id.to_string()).collect();
                    let there: Vec<Unit> = self.store.get_many("unit", &keys).await?;
                    let mut work = UnitOfWork::new();
                    let mut new = 0;
                    for unit in chunk.iter().filter(|unit| there.iter().all(|known| known.id != unit.id)) {
                        work.create("unit", unit.id.as_str(), unit);
                        new += 1;
                    }
                    Ok((work, new))
                })
                .await?;
        }
        Ok(added)
    }
}
