//! Who keeps an archive (第九条, 第十六条): the school on the person's record, or the unit an act named; never nobody.

use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::school::propose::is_here;
use crate::services::Schools;
use crate::sight::sight;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::kept::CustodyView;
use domain::access::{Action, Actor, Target};
use domain::access_log::Function;
use domain::archive::Custody;
use domain::codes::PupilStatus;
use domain::id::{LetterId, PersonId, SchoolChangeId, UnitId};
use domain::org::UnitKind;
use serde::{Deserialize, Serialize};

const GONE: Standing = Standing::Pupil(PupilStatus::TransferredOut);

/// Custody by an act.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CustodyRow {
    pub(crate) person: PersonId,
    pub(crate) custodian: UnitId,
    pub(crate) since: NaiveDate,
    pub(crate) act: String,
    /// The change of a school that moved it; none where a letter did.
    #[serde(default)]
    pub(crate) change: Option<SchoolChangeId>,
    /// The letter with which it went to the county of household registration (第二十二条第二款).
    #[serde(default)]
    pub(crate) letter: Option<LetterId>,
}

impl Schools<'_> {
    pub(super) async fn custody_row(&self, person: PersonId) -> Result<Option<CustodyRow>> {
        self.store.get("custody", &person.to_string()).await
    }

    /// Who keeps a person's archive, how, since when and by which act.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who may not see the pupil.
    pub async fn custody_of(&self, actor: &Actor, person: PersonId) -> Result<CustodyView> {
        let row = self.pupils().person(person).await?;
        sight(actor, Action::ViewPupil, &Target::Unit(&row.path_for(actor)), "person")?;
        self.access_log().saw(actor, Function::Custody, &[person]).await?;
        self.custody(&row).await
    }

    /// The same; the caller has authorised.
    pub(crate) async fn custody(&self, row: &PersonRow) -> Result<CustodyView> {
        let here = is_here(row.standing.key());
        let moved = self.custody_row(row.uid).await?;
        // An act counts until the pupil goes on to another school; of a drop-out's archive, until the child is in school again.
        let act = match moved {
            Some(moved) if moved.custodian == row.school => Some(moved),
            Some(moved) if moved.letter.is_some() => {
                row.followed.as_ref().is_some_and(|by| by.unit == moved.custodian).then_some(moved)
            }
            Some(moved) if self.units().unit(&moved.custodian).await?.kind != UnitKind::School => {
                self.school_is_closed(&row.school).await?.then_some(moved)
            }
            _ => None,
        };
        let custodian = act.as_ref().map_or(&row.school, |act| &act.custodian);
        let unit = self.units().unit(custodian).await?;
        let kind = match (unit.kind, here) {
            (UnitKind::School, _) if row.standing == GONE => Custody::HandedOver,
            (UnitKind::School, true) => Custody::InCharge,
            (UnitKind::School, false) => Custody::Permanent,
            _ => Custody::Entrusted,
        };
        let spell = self.cases().last_spell(row.uid).await?;
        let left = spell.as_ref().and_then(|spell| spell.to_on).filter(|_| !here);
        let ordinary = left.or(spell.map(|spell| spell.from_on)).unwrap_or(row.entry_date);
        Ok(CustodyView {
            custodian: unit.id,
            name: unit.name,
            kind,
            since: act.as_ref().map_or(ordinary, |act| act.since),
            act: act.map(|act| act.act),
        })
    }

    /// The persons whose archives an authority has because they dropped out and their household is registered there, in the order of
    /// their ids.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn entrusted_drop_outs(&self, county: &UnitId) -> Result<Vec<PersonId>> {
        let text = "SELECT * FROM custody WHERE custodian = $county ORDER BY person LIMIT 5000";
        let rows: Vec<CustodyRow> = self.store.rows(text, Vars::new().with("county", county)).await?;
        Ok(rows.into_iter().filter(|row| row.letter.is_some()).map(|row| row.person).collect())
    }

    /// Persons whose archive nobody keeps: the unit is not there or closed. For `server verify`; there must be none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify_custody(&self) -> Result<Vec<PersonId>> {
        let (mut unkept, mut after) = (Vec::new(), String::new());
        loop {
            let text = "SELECT * FROM person WHERE uid > $after ORDER BY uid LIMIT 200";
            let rows: Vec<PersonRow> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(unkept) };
            after = last.uid.to_string();
            for row in &rows {
                let kept = match self.custody(row).await {
                    Ok(view) => !self.school_is_closed(&view.custodian).await?,
                    Err(Error::NotFound(_)) => false,
                    Err(error) => return Err(error),
                };
                if !kept {
                    unkept.push(row.uid);
                }
            }
        }
    }
}
