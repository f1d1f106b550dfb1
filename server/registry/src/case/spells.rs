//! Stretches of schooling (就读经历) as they are read: of one pupil, and of many at once.

use super::EnrolmentRow;
use crate::error::Result;
use crate::keyset::in_parts;
use crate::services::Cases;
use crate::store::Vars;
use domain::id::PersonId;
use std::collections::BTreeMap;

/// The stretch that lasts, out of those of one pupil.
pub(crate) fn lasting_stretch(spells: Vec<EnrolmentRow>) -> Option<EnrolmentRow> {
    spells.into_iter().filter(|spell| spell.to_on.is_none()).max_by_key(|spell| spell.from_on)
}

/// The last stretch, whether it lasts or not.
pub(crate) fn last_stretch(spells: Vec<EnrolmentRow>) -> Option<EnrolmentRow> {
    spells.into_iter().max_by_key(|spell| (spell.from_on, spell.uid))
}

impl Cases<'_> {
    /// The stretch of schooling that lasts.
    pub(crate) async fn open_spell(&self, person: PersonId) -> Result<Option<EnrolmentRow>> {
        Ok(lasting_stretch(self.spells(person).await?))
    }

    /// The last stretch of schooling, whether it lasts or not.
    pub(crate) async fn last_spell(&self, person: PersonId) -> Result<Option<EnrolmentRow>> {
        Ok(last_stretch(self.spells(person).await?))
    }

    async fn spells(&self, person: PersonId) -> Result<Vec<EnrolmentRow>> {
        let text = "SELECT * FROM spell WHERE person = $person";
        self.store.rows(text, Vars::new().with("person", person)).await
    }

    /// All stretches of these pupils.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn spells_of(
        &self,
        persons: &[PersonId],
    ) -> Result<BTreeMap<PersonId, Vec<EnrolmentRow>>> {
        let text = "SELECT * FROM spell WITH INDEX spell_person WHERE person IN $persons";
        let mut found: BTreeMap<PersonId, Vec<EnrolmentRow>> = BTreeMap::new();
        for spell in in_parts::<EnrolmentRow, _>(&self.store, text, ("persons", persons)).await? {
            found.entry(spell.person).or_default().push(spell);
        }
        Ok(found)
    }
}
