//! Guesses (尝试) are taken from their limits before they are judged, in one transaction that reads and writes every count
//! concerned: however many come at the same moment, no more are judged than the limit says (see [`domain::account::guess`]).

use crate::account::{AccountRow, login_key};
use crate::error::{Error, Result};
use crate::services::Accounts;
use crate::store::UnitOfWork;
use chrono::{DateTime, Duration, Utc};
use domain::account::guess::{By, Guess, Limit, Moment, Tries, network_of};
use domain::id::AccountId;
use domain::refusal::RefusalCode;
use serde::{Deserialize, Serialize};

/// What a guess is counted by.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'a> {
    /// A login name, whether there is such an account or not.
    Login(&'a str),
    /// An account that is signed in, or has come as far as the second factor.
    Account(AccountId),
    /// A child, by the number that was typed: counted alike whether there is one, so that a lock tells nothing.
    Child(&'a str),
    /// Who gets a code: a telephone number or a mail address, and how it is known.
    Recipient(&'a str, Known),
    /// A network address.
    Address(&'a str),
}

/// How a telephone number or mail address that is to get a code is known. Each has a count of its own, so that nobody who types
/// another's number keeps its owner from the codes that are for him.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// It stands in a child's record.
    Record,
    /// It is the account's own already.
    Own,
    /// Somebody typed it.
    Typed,
}

impl Known {
    fn key(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Own => "own",
            Self::Typed => "typed",
        }
    }

    fn by(self) -> By {
        match self {
            Self::Record | Self::Own => By::Recipient,
            Self::Typed => By::Typed,
        }
    }
}

/// Where one count is kept.
#[derive(Clone)]
struct Slot {
    by: By,
    key: String,
    limit: Limit,
}

/// A guess that was taken and may be judged now.
pub(crate) struct Reservation {
    guess: Guess,
    taken: Moment,
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct AttemptRow {
    /// Begins anywhere, so that a count that was removed and made again is not taken for the one before.
    version: u64,
    key: String,
    tries: Tries,
    /// When it was written last, for the sweeping.
    at: DateTime<Utc>,
}

/// After so long without a guess a count holds nothing any more: longer than any limit.
const SWEPT: Duration = Duration::days(3);

impl Accounts<'_> {
    /// Takes one guess for each key it is counted by, or none at all.
    ///
    /// # Errors
    /// A refusal when one of the limits is reached; [`Error::Busy`] when others kept coming first. Either way nothing may be judged.
    pub(crate) async fn reserve(&self, guess: Guess, whose: &[Whose<'_>]) -> Result<Reservation> {
        let slots: Vec<Slot> = whose.iter().filter_map(|whose| self.slot(guess, *whose)).collect();
        // Whoever is locked already writes nothing and queues nowhere.
        let now = self.store.clock.moment();
        for slot in &slots {
            if let Some(row) = self.attempts(&slot.key).await?
                && !row.tries.of_another_run(&now)
                && row.tries.as_of(&now, slot.limit).is_full(slot.limit)
            {
                return Err(guess.refusal(slot.limit).into());
            }
        }
        let lane = slots.iter().find(|slot| slot.by == By::Address).or(slots.first());
        let lane = lane.map_or("attempts", |slot| &slot.key);
        let slots = &slots;
        let outcome = self
            .store
            .transact(lane, || {
                Box::pin(async move {
                    let now = self.store.clock.moment();
                    let mut rows = Vec::new();
                    for slot in slots {
                        let old = self.attempts(&slot.key).await?;
                        let tries =
                            old.as_ref().map_or_else(Tries::default, |row| row.tries.as_of(&now, slot.limit));
                        rows.push((slot, old, tries));
                    }
                    let full = rows.iter().find(|(slot, _, tries)| tries.is_full(slot.limit));
                    let outcome = full.map_or(Ok(now.clone()), |(slot, ..)| Err(slot.limit));
                    let mut work = UnitOfWork::new();
                    for (slot, old, mut tries) in rows {
                        let taken = outcome.is_ok() && tries.take(&now, slot.limit);
                        if taken || old.as_ref().is_some_and(|row| row.tries.of_another_run(&now)) {
                            self.write_attempts(&mut work, &slot.key, old.as_ref(), tries);
                        }
                    }
                    Ok((work, outcome))
                })
            })
            .await?;
        match outcome {
            Ok(taken) => Ok(Reservation { guess, taken, slots: slots.clone() }),
            Err(limit) => Err(guess.refusal(limit).into()),
        }
    }

    /// The guess was right, as part of the transaction that follows from it: it is taken off the counts of account and address
    /// again, and where the kind says so the wrong ones of the account before it are forgotten. A child's count only grows.
    pub(crate) async fn was_right(&self, work: &mut UnitOfWork, reservation: &Reservation) -> Result<()> {
        let now = self.store.clock.moment();
        for slot in reservation.slots.iter().filter(|slot| slot.by != By::Child) {
            let Some(old) = self.attempts(&slot.key).await? else { continue };
            let mut tries = old.tries.as_of(&now, slot.limit);
            if slot.by == By::Account && reservation.guess.forgets() {
                tries = Tries::default();
            } else {
                tries.give_back(&reservation.taken);
            }
            self.write_attempts(work, &slot.key, Some(&old), tries);
        }
        Ok(())
    }

    /// The same where nothing else is to be written.
    pub(crate) async fn give_back(&self, reservation: &Reservation) -> Result<()> {
        let lane = reservation.slots.first().map_or("attempts", |slot| slot.key.as_str());
        self.store
            .transact(lane, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.was_right(&mut work, reservation).await?;
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Ends a guess by what came of it: refused with the code `wrong` it stays counted and is logged as `event`, refused for
    /// something else or done it is given back. When the store failed nobody knows, and it stays counted.
    pub(crate) async fn judged<T>(
        &self,
        reservation: &Reservation,
        done: Result<T>,
        wrong: RefusalCode,
        event: &str,
        address: &str,
    ) -> Result<T> {
        match &done {
            Err(Error::Refused(refusals)) if refusals.iter().any(|refusal| refusal.code == wrong) => {
                self.log_guess(None, event, address).await?;
            }
            Ok(_) | Err(Error::Refused(_)) => self.give_back(reservation).await?,
            Err(_) => {}
        }
        done
    }

    /// Logs a wrong guess.
    pub(crate) async fn log_guess(
        &self,
        account: Option<AccountId>,
        event: &str,
        address: &str,
    ) -> Result<()> {
        self.store
            .transact(address, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.log_account(&mut work, account, event, None, address);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Lifts every lock of an account: whoever got a new password by another way has shown who it is.
    pub(crate) fn forget_guesses(&self, work: &mut UnitOfWork, account: &AccountRow) {
        for guess in Guess::ALL.into_iter().filter(|guess| guess.forgets()) {
            for whose in [Whose::Login(&account.login), Whose::Account(account.uid)] {
                if let Some(slot) = self.slot(guess, whose) {
                    work.remove("attempt", &slot.key);
                }
            }
        }
    }

    /// Throws away the counts that hold nothing any more.
    pub(crate) async fn expire_attempts(&self) -> Result<usize> {
        self.sweep("attempt", self.store.clock.now() - SWEPT).await
    }

    async fn attempts(&self, key: &str) -> Result<Option<AttemptRow>> {
        self.store.get("attempt", key).await
    }

    fn write_attempts(&self, work: &mut UnitOfWork, key: &str, old: Option<&AttemptRow>, tries: Tries) {
        let version = old.map_or_else(|| self.store.entropy.below(1 << 40), |row| row.version + 1);
        let row = AttemptRow { version, key: key.to_owned(), tries, at: self.store.clock.now() };
        match old {
            Some(old) if row.tries.is_empty() => work.take_away("attempt", key, old.version),
            Some(old) => work.replace("attempt", key, old.version, &row),
            None => work.create("attempt", key, &row),
        }
    }

    /// Where a guess is counted, if its kind is counted by this.
    fn slot(&self, guess: Guess, whose: Whose<'_>) -> Option<Slot> {
        let hash = |domain, text: &str| self.vault.keyed_hash(domain, text);
        let (by, key) = match whose {
            Whose::Login(login) => {
                (By::Account, format!("{}-name-{}", guess.key(), hash("login", &login_key(login))))
            }
            Whose::Account(account) => (By::Account, format!("{}-account-{account}", guess.key())),
            Whose::Recipient(to, known) => {
                (known.by(), format!("{}-to-{}-{}", guess.key(), known.key(), hash("recipient", to)))
            }
            Whose::Child(number) => {
                let number = domain::text::identifier(number).text;
                (By::Child, format!("{}-child-{}", guess.key(), hash("guess child", &number)))
            }
            Whose::Address(address) => (
                By::Address,
                format!("{}-address-{}", guess.at_address(), hash("address", &network_of(address))),
            ),
        };
        guess.limit(by).map(|limit| Slot { by, key, limit })
    }
}
