//! 同意 and 撤回同意: online by the guardian, or on paper and entered by the school's registrar.

use crate::case::party;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::{PersonRow, value_in_words};
use crate::services::Privacy;
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use contract::privacy::{ConsentLine, ConsentView};
use domain::access::{Action, Actor, Ground, Mask, Role, Target, authorise};
use domain::access_log::Function;
use domain::form::Field;
use domain::id::{AccountId, ConsentId, PersonId};
use domain::journal::PrivacyDetail;
use domain::org::OrgPath;
use domain::privacy::{Consent, ConsentAct, ConsentCommand, ConsentKind, decide, erased_on, optional_items};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An act as stored. The path is that of the school at the time: an authority counts the acts of its own area.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ConsentRow {
    uid: ConsentId,
    person: PersonId,
    /// The version of the person's record that it changed: acts of one moment keep their order.
    seq: u64,
    path: OrgPath,
    kind: ConsentKind,
    recorded_on: NaiveDate,
    sealed: String,
}

fn context_of(id: ConsentId) -> String {
    format!("consent/{id}")
}

impl Privacy<'_> {
    /// Whether the actor may put a consent of this child on record.
    pub(crate) fn may_consent(&self, actor: &Actor, row: &PersonRow) -> bool {
        self.consent_mask(actor, row).is_ok()
    }

    fn consent_mask(&self, actor: &Actor, row: &PersonRow) -> Result<Mask> {
        let (action, target) = match actor.role {
            Role::Guardian => (Action::GiveConsent, Target::Child(row.uid)),
            _ => (Action::RecordConsent, Target::Unit(&row.path)),
        };
        let grant = authorise(actor, action, &target).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("person") }
        })?;
        if row.merged_into.is_some() { Err(Error::NotFound("person")) } else { Ok(grant.mask) }
    }

    /// How a child's consent stands.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the child's guardians and the registrar of its school.
    pub async fn consent_view(&self, actor: &Actor, person: PersonId) -> Result<ConsentView> {
        let row = self.pupils().person(person).await?;
        let mask = self.consent_mask(actor, &row)?;
        self.access_log().saw(actor, Function::Consent, &[person]).await?;
        let info = row.shown_info(&*self.vault)?;
        let reader = row.reader(actor, Ground::Look(mask));
        let words = |field: Field| {
            let value = info.get(field);
            value.map(|value| value_in_words(&info, field, value, reader.shown(field))).unwrap_or_default()
        };
        let text = "SELECT * FROM consent WHERE person = $person ORDER BY seq DESC LIMIT 100";
        let acts: Vec<ConsentRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let acts = acts.iter().map(|row| {
            let act: ConsentAct = self.vault.open_value(&row.sealed, &context_of(row.uid))?;
            Ok(ConsentLine::from(act))
        });
        Ok(ConsentView {
            person,
            name: mask.name(&row.name),
            standing: row.consent,
            erase_on: row.erase_on,
            items: optional_items().map(|field| (field, words(field))).collect(),
            acts: acts.collect::<Result<_>>()?,
        })
    }

    /// Forgets what the guardians of a child, and who records the withdrawal, were typing of its optional items.
    async fn forget_typed_of(&self, work: &mut UnitOfWork, actor: &Actor, person: PersonId) -> Result<()> {
        let bonds = self.guardians().bonds_of(person).await?;
        let mut accounts: BTreeSet<AccountId> = bonds.iter().map(|bond| bond.account).collect();
        accounts.insert(actor.account);
        for account in accounts {
            self.accounts().forget_typed_optional(work, account, person).await?;
        }
        Ok(())
    }

    /// Puts a consent or its withdrawal on record. From the withdrawal on optional items are neither shown nor asked for.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals by field as [`decide`].
    pub async fn record_consent(
        &self,
        actor: &Actor,
        person: PersonId,
        command: &ConsentCommand,
    ) -> Result<Consent> {
        self.store
            .transact(&person.to_string(), || {
                Box::pin(async move {
                    let loaded = self.pupils().person(person).await?;
                    self.consent_mask(actor, &loaded)?;
                    self.guardians().check_quiet(actor).await?;
                    let today = self.store.clock.today();
                    let by = party(actor);
                    let act = decide(loaded.consent, command, &by, today)?;
                    let uid = ConsentId::new(self.store.new_id());
                    let mut tx = self.transaction(by);
                    let row = ConsentRow {
                        uid,
                        person,
                        seq: loaded.version,
                        path: loaded.path.clone(),
                        kind: act.kind,
                        recorded_on: today,
                        sealed: self.vault.seal_value(&act, &context_of(uid)),
                    };
                    tx.work.create("consent", &uid.to_string(), &row);
                    tx.work.place(&row.path);
                    let (way, notice) = (act.way, act.notice.clone());
                    let told = match act.kind {
                        ConsentKind::Given => PrivacyDetail::ConsentGiven { way, notice },
                        ConsentKind::Withdrawn => PrivacyDetail::ConsentWithdrawn { way, notice },
                    };
                    tx.tell_entry(person, NewEntry::of(told).on(act.said_on)).await?;
                    let mut next = loaded.clone();
                    next.consent = act.kind.leads_to();
                    next.erase_on = (act.kind == ConsentKind::Withdrawn).then(|| erased_on(today));
                    let standing = next.consent;
                    next.save(&mut tx.work, &loaded);
                    if act.kind == ConsentKind::Withdrawn {
                        self.forget_typed_of(&mut tx.work, actor, person).await?;
                    }
                    Ok((tx.finish(), standing))
                })
            })
            .await
    }
}
