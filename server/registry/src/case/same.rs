//! 与…相同: an answer of a correction that is what another item says already.

use crate::error::{Error, Result};
use crate::services::Cases;
use contract::portal::Draft;
use domain::access::{Actor, Role};
use domain::form::{Field, fill_same, same_as_nothing};
use domain::id::PersonId;
use domain::refusal::Refusal;
use std::collections::BTreeMap;

impl Cases<'_> {
    /// What an item says, for an answer that is the same: as it was answered before, or what is on record. That is shown whole on the pages
    /// that follow, so a guardian who takes it from the record has looked at the child in full. At the counter nothing is taken from the
    /// record: none where it was not answered before.
    ///
    /// # Errors
    /// When the child is not the actor's; while a guardian's account is quiet after a recovery.
    pub async fn said_before(
        &self,
        actor: &Actor,
        child: PersonId,
        item: Field,
        before: &BTreeMap<Field, String>,
    ) -> Result<Option<String>> {
        self.may_correct(actor, child).await?;
        if let Some(answered) = before.get(&item) {
            return Ok(Some(answered.clone()));
        }
        if actor.role != Role::Guardian {
            return Ok(None);
        }
        self.pupils().own_child(actor, child).await?;
        let info = self.pupils().person(child).await?.shown_info(&*self.vault)?;
        Ok(info.get(item).map(str::to_owned))
    }

    /// The answer to an item that is ticked as the same as another: what that one says now.
    ///
    /// # Errors
    /// As [`Cases::said_before`](crate::services::Cases::said_before); a refusal of the item where the other one says nothing.
    pub async fn said_the_same(
        &self,
        actor: &Actor,
        child: PersonId,
        item: Field,
        before: &BTreeMap<Field, String>,
    ) -> Result<String> {
        let other = item.same_as().ok_or(Error::NotFound("item"))?;
        let said = self.said_before(actor, child, other, before).await?.unwrap_or_default();
        let mut values = BTreeMap::from([(other, said)]);
        let ticked = |one: Field| one == item;
        let refusals: Vec<Refusal> =
            same_as_nothing(&values, ticked).into_iter().map(|(_, refusal)| refusal).collect();
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        fill_same(&mut values, ticked);
        Ok(values.remove(&item).unwrap_or_default())
    }

    /// The new values of a draft as they are sent: what is ticked as the same is copied now, so that a later change of the other item
    /// counts; and a refusal for each that has nothing to copy.
    pub(super) async fn values_to_send(
        &self,
        actor: &Actor,
        child: PersonId,
        draft: &Draft,
    ) -> Result<(BTreeMap<Field, String>, Vec<Refusal>)> {
        let (mut values, mut refused) = (draft.values.clone(), Vec::new());
        for item in draft.same.iter().filter(|item| draft.fields.contains(item)) {
            match self.said_the_same(actor, child, *item, &draft.values).await {
                Ok(said) => _ = values.insert(*item, said),
                Err(Error::Refused(refusals)) => refused.extend(refusals),
                Err(error) => return Err(error),
            }
        }
        Ok((values, refused))
    }
}
