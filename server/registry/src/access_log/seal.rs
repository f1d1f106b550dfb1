//! The signed days, and the check of chains, days and signatures.

use super::{Head, LookRow};
use crate::error::Result;
use crate::services::AccessLog;
use crate::store::{UnitOfWork, Vars};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::{Duration, NaiveDate};
use domain::access_log::DayHead;
use domain::chain::GENESIS;
use domain::id::AccountId;
use ed25519_dalek::{Signature, Signer, Verifier};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the key is for.
const PURPOSE: &str = "xueji access log 1";
/// Lines read at once.
const PAGE: usize = 500;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SealRow {
    #[serde(flatten)]
    head: DayHead,
    /// Ed25519, base64.
    signature: String,
}

/// What the check of the access log found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessVerification {
    /// Chains looked at.
    pub chains: usize,
    /// Lines looked at.
    pub looks: usize,
    /// Signed days looked at.
    pub days: usize,
    /// Accounts whose chain does not hold, and at which line.
    pub broken: Vec<(AccountId, u64)>,
    /// Days that are not what was signed.
    pub forged: Vec<NaiveDate>,
}

type Ends = BTreeMap<NaiveDate, Vec<(AccountId, u64, String)>>;

impl AccessLog<'_> {
    /// Signs every day that is over and not signed yet. A day without a look is not signed. Gives how many were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn seal_access_days(&self) -> Result<usize> {
        #[derive(Deserialize)]
        struct Day {
            day: NaiveDate,
        }
        let last = self.last_seal().await?;
        // Who looked a moment before midnight is let finish.
        let today = crate::clock::shanghai_day(self.store.clock.now() - Duration::minutes(10));
        let text = "SELECT day FROM access_day WHERE day > $after AND day < $today GROUP BY day";
        let after = last.as_ref().map(|seal| seal.head.day.to_string()).unwrap_or_default();
        let vars = Vars::new().with("after", after).with("today", today);
        let mut days: Vec<NaiveDate> =
            self.store.rows::<Day>(text, vars).await?.into_iter().map(|line| line.day).collect();
        days.sort_unstable();
        days.dedup();
        let Some(newest) = days.last() else { return Ok(0) };
        // The clock may be set back into one of them: what is looked at then counts to the day after.
        self.looks.sign(*newest);
        self.looks.settled().await;
        let mut previous = last.map_or_else(|| GENESIS.to_owned(), |seal| seal.head.digest);
        let key = self.vault.signing_key(PURPOSE);
        for day in &days {
            let head = DayHead::new(*day, self.ends_of(*day).await?, std::mem::take(&mut previous));
            previous.clone_from(&head.digest);
            let signature = STANDARD_NO_PAD.encode(key.sign(&head.message()).to_bytes());
            let seal = &SealRow { head, signature };
            self.store
                .transact("access seal", || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        work.create("access_seal", &seal.head.day.to_string(), seal);
                        Ok((work, ()))
                    })
                })
                .await?;
        }
        Ok(days.len())
    }

    /// The last day that is signed.
    pub(super) async fn last_signed(&self) -> Result<Option<NaiveDate>> {
        Ok(self.last_seal().await?.map(|seal| seal.head.day))
    }

    async fn last_seal(&self) -> Result<Option<SealRow>> {
        let text = "SELECT * FROM access_seal ORDER BY day DESC LIMIT 1";
        Ok(self.store.rows(text, Vars::new()).await?.into_iter().next())
    }

    /// The last line of each account on a day.
    async fn ends_of(&self, day: NaiveDate) -> Result<Vec<(AccountId, u64, String)>> {
        let mut ends: BTreeMap<AccountId, (u64, String)> = BTreeMap::new();
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT * FROM access_look WHERE day = $day AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let vars = Vars::new().with("day", day).with("after", &after);
            let rows: Vec<LookRow> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { break };
            after = last.look.uid.to_string();
            for LookRow { look, .. } in rows {
                let end = ends.entry(look.account).or_default();
                if look.seq > end.0 {
                    *end = (look.seq, look.hash);
                }
            }
        }
        Ok(ends.into_iter().map(|(account, (seq, hash))| (account, seq, hash)).collect())
    }

    /// Checks every chain against its end, and every signed day against the chains.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify_access(&self) -> Result<AccessVerification> {
        let mut result = AccessVerification::default();
        let mut ends = Ends::new();
        let mut after = String::new();
        loop {
            let text = "SELECT * FROM access_head WHERE account > $after ORDER BY account LIMIT 500";
            let heads: Vec<Head> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = heads.last() else { break };
            after = last.account.to_string();
            for head in &heads {
                result.chains += 1;
                self.verify_account(head, &mut ends, &mut result).await?;
            }
        }
        self.verify_days(ends, &mut result).await?;
        Ok(result)
    }

    async fn verify_account(
        &self,
        head: &Head,
        ends: &mut Ends,
        result: &mut AccessVerification,
    ) -> Result<()> {
        let (mut seq, mut hash) = (0, GENESIS.to_owned());
        let mut days: BTreeMap<NaiveDate, (u64, String)> = BTreeMap::new();
        loop {
            let text = format!(
                "SELECT * FROM access_look WHERE account = $account AND seq > $seq ORDER BY seq LIMIT {PAGE}"
            );
            let vars = Vars::new().with("account", head.account).with("seq", seq);
            let rows: Vec<LookRow> = self.store.rows(&text, vars).await?;
            if rows.is_empty() {
                break;
            }
            for LookRow { look, .. } in rows {
                result.looks += 1;
                if !look.follows(seq, &hash) {
                    result.broken.push((head.account, seq + 1));
                    return Ok(());
                }
                seq = look.seq;
                hash.clone_from(&look.hash);
                days.insert(look.day, (look.seq, look.hash));
            }
        }
        if (seq, hash.as_str()) != (head.seq, head.hash.as_str()) {
            result.broken.push((head.account, seq + 1));
        }
        for (day, (seq, hash)) in days {
            ends.entry(day).or_default().push((head.account, seq, hash));
        }
        Ok(())
    }

    async fn verify_days(&self, mut ends: Ends, result: &mut AccessVerification) -> Result<()> {
        let key = self.vault.signing_key(PURPOSE).verifying_key();
        let mut previous = GENESIS.to_owned();
        let mut after = String::new();
        loop {
            let text = format!("SELECT * FROM access_seal WHERE day > $after ORDER BY day LIMIT {PAGE}");
            let seals: Vec<SealRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = seals.last() else { return Ok(()) };
            after = last.head.day.to_string();
            for seal in seals {
                result.days += 1;
                let again =
                    DayHead::new(seal.head.day, ends.remove(&seal.head.day).unwrap_or_default(), previous);
                let signature = STANDARD_NO_PAD
                    .decode(&seal.signature)
                    .ok()
                    .and_then(|bytes| Signature::from_slice(&bytes).ok());
                let signed =
                    signature.is_some_and(|signature| key.verify(&again.message(), &signature).is_ok());
                if !signed {
                    result.forged.push(seal.head.day);
                }
                previous = seal.head.digest;
            }
        }
    }
}
