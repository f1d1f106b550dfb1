//! 学籍管理联系电话: each unit puts down its own, in the unit's journal; letters and the pages of guardians say it.

use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Units;
use crate::shown::Compared;
use chrono::{DateTime, Utc};
use contract::office::{OfficeLine, OfficeView};
use domain::access::{Action, Actor, Target, authorise};
use domain::id::UnitId;
use domain::journal::{PhoneTold, UnitDetail};
use domain::matter::Party;
use domain::org::OfficePhone;
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct PhoneRow {
    version: u64,
    /// None where it was taken away again.
    phone: Option<OfficePhone>,
    by: Party,
    at: DateTime<Utc>,
}

impl Units<'_> {
    /// The own unit's telephone, for who may put it down; none for everybody else.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn office_view(&self, actor: &Actor) -> Result<Option<OfficeView>> {
        let may = |path| authorise(actor, Action::SetOfficePhone, &Target::Unit(path)).is_ok();
        let Some(own) = actor.unit.as_ref().filter(|own| may(&own.path)) else { return Ok(None) };
        let row = self.phone_row(&own.id).await?;
        Ok(Some(OfficeView {
            unit: own.id.clone(),
            version: row.as_ref().map_or(0, |row| row.version),
            phone: row.as_ref().and_then(|row| row.phone.clone()),
            set: row.map(|row| (row.by.name, row.at)),
        }))
    }

    /// Puts the own unit's telephone down as it was typed, or takes it away where nothing was. The same again is no change.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another unit's; what the policy says of who may not; `phone` for what is no telephone with an area code;
    /// `changed_since_shown` when somebody else put another one down meanwhile.
    pub async fn set_office_phone(&self, actor: &Actor, shown: &Shown<UnitId>, typed: &str) -> Result<()> {
        let own = actor.unit.as_ref().filter(|own| own.id == shown.id);
        let own = own.ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::SetOfficePhone, &Target::Unit(&own.path))?;
        let phone = OfficePhone::typed(typed)?;
        let phone = &phone;
        let lane = format!("office_phone/{}", own.id);
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let row = self.phone_row(&own.id).await?;
                    let version = row.as_ref().map_or(0, |row| row.version);
                    let compared =
                        self.matters().as_shown("office_phone", shown, version, actor, phone).await?;
                    let Compared::AsShown(act) = compared else { return Ok((tx.finish(), ())) };
                    let old = row.and_then(|row| row.phone);
                    if old == *phone {
                        return Ok((tx.finish(), ()));
                    }
                    act.keep(&mut tx.work);
                    let next = PhoneRow {
                        version: version + 1,
                        phone: phone.clone(),
                        by: party(actor),
                        at: tx.at(),
                    };
                    match version {
                        0 => tx.work.create("office_phone", own.id.as_str(), &next),
                        version => tx.work.replace("office_phone", own.id.as_str(), version, &next),
                    }
                    let told = PhoneTold { old, new: phone.clone() };
                    tx.tell(own.id.clone(), UnitDetail::OfficePhoneSet(told)).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// By which telephone a unit is reached; of a school that is no more, the one that answers for it. None where none was put down.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn office_phone(&self, unit: &UnitId) -> Result<Option<OfficePhone>> {
        let answers = self.schools().follows(unit).await?;
        Ok(self.phone_row(answers.as_ref().unwrap_or(unit)).await?.and_then(|row| row.phone))
    }

    /// The first of these units that has a telephone, by the name it is given here.
    pub(crate) async fn first_office(&self, units: &[(&UnitId, &str)]) -> Result<Option<OfficeLine>> {
        for (unit, name) in units {
            if let Some(phone) = self.office_phone(unit).await? {
                return Ok(Some(OfficeLine { unit: (*name).to_owned(), phone }));
            }
        }
        Ok(None)
    }

    async fn phone_row(&self, unit: &UnitId) -> Result<Option<PhoneRow>> {
        self.store.get("office_phone", unit.as_str()).await
    }
}
