//! Issuing 学籍号 (第五条): 一人一号, 终身不变. The record id of a number is its keyed hash, so the store itself keeps a number
//! from being given twice; a document is claimed the same way, so a document cannot lead to two numbers.

mod foreseen;

use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Pupils;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::form::BasicInfo;
use domain::id::{PersonId, UnitId};
use domain::ident::{NumberKind, ResidentId, StudentNumber};
use domain::package::IssuedNumber;
use domain::refusal::{Refusal, RefusalCode};
use domain::text::identifier;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A number as issued. Retired numbers stay: whoever knows an old number still finds the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NumberRow {
    pub(crate) person: PersonId,
    pub(crate) version: u64,
    pub(crate) kind: NumberKind,
    pub(crate) sealed: String,
    pub(crate) mask: String,
    pub(crate) issued_on: NaiveDate,
    pub(crate) retired_on: Option<NaiveDate>,
}

impl NumberRow {
    /// The same number as history of another record of the same child.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn moved(&self, vault: &dyn Cipher, to: PersonId, today: NaiveDate) -> Result<Self> {
        let number: String = vault.open_value(&self.sealed, &format!("number/{}", self.person))?;
        Ok(Self {
            person: to,
            version: self.version + 1,
            sealed: vault.seal_value(&number, &format!("number/{to}")),
            retired_on: self.retired_on.or(Some(today)),
            ..self.clone()
        })
    }
}

/// Whose a document is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claim {
    pub(crate) person: PersonId,
    pub(crate) mask: String,
    pub(crate) claimed_on: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Counter {
    n: u64,
    version: u64,
}

/// What one transaction allots: it must remember what it gave a moment ago, before the store knows.
#[derive(Default)]
pub(crate) struct Numbers {
    counters: BTreeMap<String, (Option<u64>, u64)>,
    shard: Option<u64>,
    given: BTreeMap<String, NumberRow>,
    claimed: BTreeMap<String, PersonId>,
    /// Documents that were looked up together and are nobody's.
    unclaimed: BTreeSet<String>,
    /// Temporary numbers that were drawn and looked up together and are free, by district and day of birth.
    drawn: BTreeMap<(String, NaiveDate), Vec<u16>>,
    /// The division of each school that was asked for.
    districts: BTreeMap<UnitId, String>,
    /// Numbers that were read together, as they lie in the store.
    stored: BTreeMap<String, NumberRow>,
}

impl Transaction<'_> {
    /// Gives up a person's claim of a document that is no longer on the record. A number mistyped at entry must not keep the
    /// child it really belongs to out of school; the journal remembers that it stood there.
    pub(crate) async fn release_document(&mut self, row: &PersonRow, hash: &str) -> Result<()> {
        let claim: Option<Claim> = self.registry.store.get("identity", hash).await?;
        if claim.is_some_and(|claim| claim.person == row.uid) {
            self.work.remove("identity", hash);
        }
        Ok(())
    }

    /// Which of the ten counters of a day this transaction takes from, so that schools which enter at the same moment seldom meet.
    pub(crate) fn shard(&mut self) -> u64 {
        *self.numbers.shard.get_or_insert_with(|| self.registry.store.entropy.below(10))
    }

    /// The next serial number of a counter.
    pub(crate) async fn next_serial(&mut self, counter: String) -> Result<u64> {
        if !self.numbers.counters.contains_key(&counter) {
            let row: Option<Counter> = self.registry.store.get("counter", &counter).await?;
            self.numbers
                .counters
                .insert(counter.clone(), (row.as_ref().map(|row| row.version), row.map_or(0, |row| row.n)));
        }
        let entry = self.numbers.counters.get_mut(&counter).expect("just inserted");
        entry.1 += 1;
        Ok(entry.1)
    }

    /// Claims a document for a person.
    ///
    /// # Errors
    /// A refusal (第六条) when it is another person's.
    pub(crate) async fn claim_document(&mut self, row: &PersonRow) -> Result<()> {
        let Some(hash) = &row.document_hash else { return Ok(()) };
        let claimed = match self.numbers.claimed.get(hash) {
            Some(person) => Some(*person),
            None if self.numbers.unclaimed.contains(hash) => None,
            None => self.registry.store.get::<Claim>("identity", hash).await?.map(|claim| claim.person),
        };
        match claimed {
            Some(person) if person == row.uid => Ok(()),
            Some(_) => Err(duplicate().into()),
            None => {
                let claim =
                    Claim { person: row.uid, mask: row.document_mask.clone(), claimed_on: self.today() };
                self.work.create("identity", hash, &claim);
                self.numbers.claimed.insert(hash.clone(), row.uid);
                Ok(())
            }
        }
    }

    /// The number a newly approved child gets: 临时 (L) when there is a usable document, else 自编 (J).
    pub(crate) async fn issue_first(&mut self, row: &PersonRow, info: &BasicInfo) -> Result<StudentNumber> {
        let district = match self.numbers.districts.get(&row.school) {
            Some(district) => district.clone(),
            None => self.registry.units().unit(&row.school).await?.division,
        };
        let birth = info.birth_date();
        let number = if info.document().number().is_some() {
            self.temporary(&district, birth).await?
        } else {
            self.self_coded(&district, birth).await?
        };
        // A school whose division is wrong on record must not give a child a number that nobody can read.
        let number = number.as_str().parse().map_err(|_| bad_division())?;
        self.record_number(row.uid, &number);
        Ok(number)
    }

    /// The formal number (G) of a child whose identity has been matched.
    pub(crate) fn issue_formal(&mut self, row: &PersonRow, id: &ResidentId) -> StudentNumber {
        let number = StudentNumber::formal(id);
        self.record_number(row.uid, &number);
        number
    }

    async fn temporary(&mut self, district: &str, birth: NaiveDate) -> Result<StudentNumber> {
        let drawn = self.numbers.drawn.get_mut(&(district.to_owned(), birth)).and_then(Vec::pop);
        if let Some(random) = drawn {
            let number = StudentNumber::temporary(district, birth, random);
            let hash = self.registry.pupils().number_hash(number.as_str());
            if !self.numbers.given.contains_key(&hash) {
                return Ok(number);
            }
        }
        // Four random digits: 10,000 per district and day of birth. Free ones are looked for from a random start.
        let start = self.registry.store.entropy.below(10_000);
        for step in 0..10_000 {
            let random = u16::try_from((start + step) % 10_000).expect("below 10,000");
            let number = StudentNumber::temporary(district, birth, random);
            if self.is_free(&number).await? {
                return Ok(number);
            }
        }
        Err(exhausted().into())
    }

    async fn self_coded(&mut self, district: &str, birth: NaiveDate) -> Result<StudentNumber> {
        loop {
            let serial = self.next_serial(format!("J|{district}|{birth}")).await?;
            let serial = u16::try_from(serial).ok().filter(|serial| *serial < 1000).ok_or_else(exhausted)?;
            let number = StudentNumber::self_coded(district, birth, serial);
            if self.is_free(&number).await? {
                return Ok(number);
            }
        }
    }

    async fn is_free(&self, number: &StudentNumber) -> Result<bool> {
        let hash = self.registry.pupils().number_hash(number.as_str());
        Ok(!self.numbers.given.contains_key(&hash)
            && self.registry.store.get::<NumberRow>("number", &hash).await?.is_none())
    }

    fn record_number(&mut self, person: PersonId, number: &StudentNumber) {
        self.adopt_number(person, number, self.today(), None);
    }

    /// Puts down a number that was issued elsewhere: one number for life (第五条). One that is another child's makes the
    /// transaction fail in the store itself.
    pub(crate) fn adopt_number(
        &mut self,
        person: PersonId,
        number: &StudentNumber,
        issued_on: NaiveDate,
        retired_on: Option<NaiveDate>,
    ) {
        let hash = self.registry.pupils().number_hash(number.as_str());
        let row = NumberRow {
            person,
            version: 1,
            kind: number.kind(),
            sealed: self.registry.vault.seal_value(&number.as_str(), &format!("number/{person}")),
            mask: number.masked(),
            issued_on,
            retired_on,
        };
        self.work.create("number", &hash, &row);
        self.numbers.given.insert(hash, row);
    }

    /// Whether a number was given in this transaction: the store does not have it yet.
    pub(crate) fn has_given(&self, number: &StudentNumber) -> bool {
        self.numbers.given.contains_key(&self.registry.pupils().number_hash(number.as_str()))
    }

    /// Retires a person's number: it stays on record as history. It may have been given in this same transaction.
    pub(crate) async fn retire_number(&mut self, number: &str) -> Result<()> {
        let hash = self.registry.pupils().number_hash(number);
        let row = match self.numbers.given.get(&hash).or_else(|| self.numbers.stored.get(&hash)) {
            Some(row) => Some(row.clone()),
            None => self.registry.store.get::<NumberRow>("number", &hash).await?,
        };
        if let Some(row) = row {
            let (version, today) = (row.version, self.today());
            let retired = NumberRow { retired_on: Some(today), ..row };
            if self.work.remake("number", &hash, &retired) {
                self.numbers.given.insert(hash, retired);
            } else {
                let retired = NumberRow { version: version + 1, ..retired };
                self.work.replace("number", &hash, version, &retired);
            }
        }
        Ok(())
    }
}

impl Numbers {
    /// Writes the counters. Whoever took from the same counter in between makes this a conflict.
    pub(crate) fn save(self, work: &mut UnitOfWork) {
        for (counter, (loaded, n)) in self.counters {
            match loaded {
                None => work.create("counter", &counter, &Counter { n, version: 1 }),
                Some(version) => {
                    work.replace("counter", &counter, version, &Counter { n, version: version + 1 })
                }
            }
        }
    }
}

impl Pupils<'_> {
    pub(crate) fn number_hash(&self, number: &str) -> String {
        self.vault.keyed_hash("number", number)
    }

    /// Whose a 学籍号 is or was.
    pub(crate) async fn person_by_number(&self, number: &str) -> Result<Option<PersonId>> {
        let number = identifier(number).text;
        let row: Option<NumberRow> = self.store.get("number", &self.number_hash(&number)).await?;
        Ok(row.map(|row| row.person))
    }

    /// Whose a document number is, once it was claimed at approval.
    pub(crate) async fn person_by_document(&self, number: &str) -> Result<Option<PersonId>> {
        let hashes = super::duplicates::document_hashes(&*self.vault, &identifier(number).text);
        let claims: Vec<Claim> = self.store.get_many("identity", &hashes).await?;
        // Two countries may have given one number: then it says nobody's.
        Ok(match claims.as_slice() {
            [claim] => Some(claim.person),
            _ => None,
        })
    }

    /// Whose a document is, by its keyed hash.
    pub(crate) async fn document_claim(&self, hash: &str) -> Result<Option<Claim>> {
        self.store.get("identity", hash).await
    }

    /// A person's numbers, current and historical, each with its record id.
    pub(crate) async fn numbers_of(&self, person: PersonId) -> Result<Vec<(String, NumberRow)>> {
        let text = "SELECT * FROM number WHERE person = $person";
        let rows: Vec<NumberRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        let keyed = rows.into_iter().map(|row| {
            let number: String = self.vault.open_value(&row.sealed, &format!("number/{person}"))?;
            Ok((self.number_hash(&number), row))
        });
        keyed.collect()
    }

    /// A person's numbers, whole: for the archive that is handed over.
    pub(crate) async fn issued_numbers(&self, person: PersonId) -> Result<Vec<IssuedNumber>> {
        let mut numbers = Vec::new();
        for (_, row) in self.numbers_of(person).await? {
            let number = self.vault.open_value(&row.sealed, &format!("number/{person}"))?;
            numbers.push(IssuedNumber { number, issued_on: row.issued_on, retired_on: row.retired_on });
        }
        numbers.sort_by(|a, b| (a.issued_on, &a.number).cmp(&(b.issued_on, &b.number)));
        Ok(numbers)
    }
}

fn duplicate() -> Refusal {
    Refusal::of(RefusalCode::DuplicateIdentity, "这一身份证件号已经用于另一名学生的学籍，不得重复建立学籍。")
}

fn bad_division() -> Refusal {
    Refusal::of(RefusalCode::BadDivision, "学校登记的区划代码不正确，不能生成学籍号。")
}

fn exhausted() -> Refusal {
    Refusal::of(RefusalCode::NumberExhausted, "本区划、本出生日期的号码已经用完。")
}
