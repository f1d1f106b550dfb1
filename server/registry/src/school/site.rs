//! Where a school stands (所在地, 第十八条): asked when a school is founded, and changed like everything else in its life. The county decides
//! where notices and reports go and which division its numbers begin with; a school run directly does not answer to it.

use crate::error::Result;
use crate::services::Schools;
use crate::store::Vars;
use domain::access::{Action, Actor};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, Site};

/// Places to choose from: more than any province has.
const MOST: usize = 6000;

impl Schools<'_> {
    /// The places an authority's schools may stand at: counties below it, or itself where it has none, each with the townships on
    /// record; with their names.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::error::Error::NotFound) for who proposes no schools.
    pub async fn school_sites(&self, actor: &Actor) -> Result<Vec<(Site, String)>> {
        let own = self.schools_office(actor, Action::ProposeSchools)?;
        let own = self.units().unit(&own).await?;
        let below = self.divisions_below(&own).await?;
        let mut sites = Vec::new();
        for county in below.iter().filter(|unit| is_county(unit, &below)) {
            sites.push((Site { county: county.id.clone(), township: None }, county.name.clone()));
            let townships = below.iter().filter(|unit| lies_in(unit, county));
            sites.extend(townships.map(|town| {
                let site = Site { county: county.id.clone(), township: Some(town.id.clone()) };
                (site, format!("{} {}", county.name, town.name))
            }));
        }
        Ok(sites)
    }

    /// The authority itself and the authorities and townships below it, without those that were ended.
    async fn divisions_below(&self, own: &Unit) -> Result<Vec<Unit>> {
        let closed = self.closed_schools().await?;
        let text = format!(
            "SELECT * FROM unit WHERE path >= $from AND path < $to AND kind IN ['city', 'county', 'township'] \
             AND uid NOT IN $closed ORDER BY path LIMIT {MOST}"
        );
        self.store.rows(&text, stretch(own).with("closed", &*closed)).await
    }

    /// Whether a school stands nowhere: its authority has counties below it, and the school has the authority's own division.
    pub(crate) async fn stands_nowhere(&self, school: &Unit) -> Result<bool> {
        // A county's code never ends in two noughts: most schools are settled without a look.
        let own = |id: &&UnitId| id.as_str() == school.division && id.as_str().ends_with("00");
        let Some(authority) = school.competent().filter(own) else {
            return Ok(false);
        };
        let authority = self.units().unit(authority).await?;
        let text = "SELECT * FROM unit WHERE kind = 'county' AND path >= $from AND path < $to LIMIT 1";
        let county: Vec<Unit> = self.store.rows(text, stretch(&authority)).await?;
        Ok(!is_county(&authority, &county))
    }

    /// What is wrong with where a school is to stand.
    pub(super) async fn weigh_site(
        &self,
        own: &UnitId,
        school: Option<&Unit>,
        change: &Change,
    ) -> Result<Option<Refusal>> {
        let own = self.units().unit(own).await?;
        let site = match change {
            Change::Found { site, .. } => site.as_ref(),
            Change::Relocate { site } => Some(site),
            // The new school stands where the old one did.
            Change::Reclass { .. } => {
                let nowhere = match school {
                    Some(school) => self.stands_nowhere(school).await?,
                    None => false,
                };
                return Ok(nowhere.then(|| {
                    let what = "这所学校还没有登记所在县（区）。";
                    refused(what, "请先提出“变更所在地”，登记所在县（区）和乡镇。")
                }));
            }
            _ => return Ok(None),
        };
        let below = self.divisions_below(&own).await?;
        let Some(site) = site else {
            return Ok((!is_county(&own, &below)).then(|| {
                let what = "没有选择学校所在的县（区）。";
                refused(what, "直管学校的转学告知、辍学报告送所在县（区）和乡镇，请选择所在地。")
            }));
        };
        let Some(county) = below.iter().find(|unit| unit.id == site.county && is_county(unit, &below)) else {
            let what = "所选的县（区）不在本主管部门的行政区域内。";
            return Ok(Some(refused(what, "请重新选择学校所在地。")));
        };
        let mut townships = below.iter().filter(|unit| lies_in(unit, county));
        let what = match &site.township {
            Some(chosen) if townships.all(|town| town.id != *chosen) => "所选的乡镇不在所选的县（区）内。",
            None if own.kind != UnitKind::County && townships.next().is_some() => "没有选择学校所在的乡镇。",
            _ => return Ok(None),
        };
        Ok(Some(refused(what, "请重新选择学校所在地。")))
    }
}

/// Everything below a unit: one stretch of the index of paths, since `~` sorts behind every digit and `/`.
pub(crate) fn stretch(unit: &Unit) -> Vars {
    Vars::new().with("from", unit.path.as_str()).with("to", format!("{}~", unit.path.as_str()))
}

/// Whether a unit answers for schools as a county does: a county, or a city without counties (不设区的市).
fn is_county(unit: &Unit, below: &[Unit]) -> bool {
    let has_counties = || below.iter().any(|one| one.kind == UnitKind::County && unit.path.covers(&one.path));
    match unit.kind {
        UnitKind::County => true,
        UnitKind::City => !has_counties(),
        _ => false,
    }
}

fn lies_in(unit: &Unit, county: &Unit) -> bool {
    unit.kind == UnitKind::Township && unit.division == county.division
}

fn refused(what: &str, remedy: &str) -> Refusal {
    Refusal::new(RefusalCode::Site, Basis::Article(18), what, remedy)
}
