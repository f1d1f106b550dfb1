//! 告知: what happens to one guardian's account is told to every other guardian of the child, a correction that the school took in to all
//! of them, to who complained that there is an answer, and to whom a desk wrote about a matter that it did; kept until it was read.

use super::bond::{BondRow, bond_key, masked};
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Guardians;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use contract::portal::GuardianNotice;
use domain::access::{Action, Actor, Role, Target};
use domain::access_log::Function;
use domain::guardian::{BondAct, BondState, NoticeKind};
use domain::id::{AccountId, CaseId, NoticeId, PersonId};
use domain::journal::{GuardianDetail, GuardianName};
use domain::matter::Readers;
use domain::message::Template;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct NoticeRow {
    uid: NoticeId,
    /// Who is told.
    account: AccountId,
    /// Of which child.
    person: PersonId,
    /// Whose account it is about.
    about: AccountId,
    kind: NoticeKind,
    /// The correction it is about, or the matter that was complained of.
    #[serde(default)]
    case: Option<CaseId>,
    at: DateTime<Utc>,
    read: bool,
    version: u64,
    sealed: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Words {
    who: String,
    kinship: String,
    school: String,
}

fn context_of(id: NoticeId) -> String {
    format!("guardian notice/{id}")
}

impl Guardians<'_> {
    /// Tells every other guardian of a child what happened to this bond's account.
    pub(super) async fn tell_others(
        &self,
        work: &mut UnitOfWork,
        kind: NoticeKind,
        person: &PersonRow,
        about: &BondRow,
        (who, school): (&str, &str),
    ) -> Result<()> {
        for other in self.bonds_of(person.uid).await? {
            if other.account == about.account || other.state == BondState::Ended {
                continue;
            }
            let kinship = self.kinship_of(person, about)?;
            let words = Words { who: masked(who), kinship, school: school.to_owned() };
            self.put_notice(work, other.account, (person.uid, about.account), (kind, None), &words);
            self.messages().tell(work, other.account, Template::Accounts).await?;
        }
        Ok(())
    }

    /// Tells every guardian who is bound to a child that the school took a correction in (第十条, 第十三条).
    pub(crate) async fn tell_of_correction(
        &self,
        work: &mut UnitOfWork,
        person: &PersonRow,
        case: CaseId,
    ) -> Result<()> {
        for bond in self.bonds_of(person.uid).await? {
            if bond.state == BondState::Ended {
                continue;
            }
            let words = Words { school: person.school_name.clone(), ..Words::default() };
            let of = (person.uid, bond.account);
            self.put_notice(work, bond.account, of, (NoticeKind::Correction, Some(case)), &words);
        }
        Ok(())
    }

    /// Tells a guardian that the own complaint about a matter was answered by the authority above.
    pub(crate) fn tell_of_answer(
        &self,
        work: &mut UnitOfWork,
        (account, person): (AccountId, PersonId),
        case: CaseId,
        above: &str,
    ) {
        let words = Words { school: above.to_owned(), ..Words::default() };
        self.put_notice(work, account, (person, account), (NoticeKind::Answered, Some(case)), &words);
    }

    /// Tells those who read it that the desk of a unit wrote about a matter: here, and where they chose to be told.
    pub(crate) async fn tell_of_message(
        &self,
        work: &mut UnitOfWork,
        readers: Readers,
        (person, case): (PersonId, CaseId),
        unit: &str,
    ) -> Result<()> {
        let bonds = self.bonds_of(person).await?;
        // Whoever does not see the child any more hears nothing of it either.
        let is_shut_out = |account: &AccountId| {
            bonds.iter().any(|bond| bond.account == *account && !bond.standing().sees())
        };
        let readers: Vec<AccountId> = match readers {
            Readers::Guardian(account) => vec![account],
            Readers::Guardians => bonds.iter().map(|bond| bond.account).collect(),
        };
        for account in readers.into_iter().filter(|account| !is_shut_out(account)) {
            // One notice until the matter was opened, however much was written.
            if self.unread_of(account, case, NoticeKind::Written).await?.is_empty() {
                let words = Words { school: unit.to_owned(), ..Words::default() };
                self.put_notice(work, account, (person, account), (NoticeKind::Written, Some(case)), &words);
            }
            self.messages().tell(work, account, Template::Answer).await?;
        }
        Ok(())
    }

    /// Puts a notice down for an account: of which child and about whose account, of what kind and about which matter.
    fn put_notice(
        &self,
        work: &mut UnitOfWork,
        account: AccountId,
        (person, about): (PersonId, AccountId),
        (kind, case): (NoticeKind, Option<CaseId>),
        words: &Words,
    ) {
        let uid = NoticeId::new(self.store.new_id());
        let sealed = self.vault.seal_value(words, &context_of(uid));
        let at = self.store.clock.now();
        let row = NoticeRow { uid, account, person, about, kind, case, at, read: false, version: 1, sealed };
        work.create("guardian_notice", &uid.to_string(), &row);
    }

    /// Puts away what was told of a matter, once it is shown: that complaints about it were answered, that its desk wrote.
    pub(crate) async fn was_shown(&self, account: AccountId, case: CaseId, kind: NoticeKind) -> Result<()> {
        if self.unread_of(account, case, kind).await?.is_empty() {
            return Ok(());
        }
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    for row in self.unread_of(account, case, kind).await? {
                        let next = NoticeRow { read: true, version: row.version + 1, ..row.clone() };
                        work.replace("guardian_notice", &row.uid.to_string(), row.version, &next);
                    }
                    Ok((work, ()))
                })
            })
            .await
    }

    async fn unread_of(&self, account: AccountId, case: CaseId, kind: NoticeKind) -> Result<Vec<NoticeRow>> {
        let mut rows = self.unread(account).await?;
        rows.retain(|row| row.kind == kind && row.case == Some(case));
        Ok(rows)
    }

    /// What an account was told and has not read.
    async fn unread(&self, account: AccountId) -> Result<Vec<NoticeRow>> {
        let text = "SELECT * FROM guardian_notice WHERE account = $account AND read = false LIMIT 50";
        self.store.rows(text, Vars::new().with("account", account)).await
    }

    /// Forgets what an account has not read, when it is closed.
    pub(super) async fn forget_notices(&self, work: &mut UnitOfWork, account: AccountId) -> Result<()> {
        self.unread(account)
            .await?
            .iter()
            .for_each(|row| work.remove("guardian_notice", &row.uid.to_string()));
        Ok(())
    }

    /// What a guardian has not read yet, newest first. Of a child whose bond rests nothing is told.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn guardian_notices(&self, actor: &Actor) -> Result<Vec<GuardianNotice>> {
        if actor.role != Role::Guardian {
            return Ok(Vec::new());
        }
        let mut rows = self.unread(actor.account).await?;
        rows.retain(|row| actor.children.contains(&row.person));
        rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.uid)));
        let people: Vec<PersonId> =
            rows.iter().map(|row| row.person).collect::<BTreeSet<_>>().into_iter().collect();
        let mut notices = Vec::new();
        for row in rows {
            let words: Words = self.vault.open_value(&row.sealed, &context_of(row.uid))?;
            notices.push(GuardianNotice {
                id: row.uid,
                child: masked(&self.pupils().person(row.person).await?.name),
                kind: row.kind,
                case: row.case,
                who: words.who,
                kinship: words.kinship,
                school: words.school,
                at: row.at,
            });
        }
        if !notices.is_empty() {
            self.access_log().saw(actor, Function::Bonds, &people).await?;
        }
        Ok(notices)
    }

    /// Puts a notice away.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's.
    pub async fn read_notice(&self, actor: &Actor, notice: NoticeId) -> Result<()> {
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.put_away(&mut work, actor, notice).await?;
                    Ok((work, ()))
                })
            })
            .await
    }

    async fn put_away(&self, work: &mut UnitOfWork, actor: &Actor, notice: NoticeId) -> Result<NoticeRow> {
        let row: Option<NoticeRow> = self.store.get("guardian_notice", &notice.to_string()).await?;
        let row = row
            .filter(|row| row.account == actor.account && !row.read && actor.children.contains(&row.person))
            .ok_or(Error::NotFound("notice"))?;
        let next = NoticeRow { read: true, version: row.version + 1, ..row.clone() };
        work.replace("guardian_notice", &notice.to_string(), row.version, &next);
        Ok(row)
    }

    /// «This is nobody of my family»: the child's school is asked to look at the bond. The bond stays as it is until then, so that
    /// nobody shuts the other parent out with it. Gives whether the school was asked: of a bond that the school has ended nothing is.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the notice is not the actor's.
    pub async fn report_bond(&self, actor: &Actor, notice: NoticeId) -> Result<bool> {
        let by = &party(actor);
        self.store
            .transact("guardians", || {
                Box::pin(async move {
                    let mut tx = self.transaction(by.clone());
                    let row = self.put_away(&mut tx.work, actor, notice).await?;
                    if row.case.is_some() {
                        // It is about a matter, not about an account.
                        return Err(Error::NotFound("notice"));
                    }
                    sight(actor, Action::ViewPupil, &Target::Child(row.person), "notice")?;
                    let bond: Option<BondRow> =
                        self.store.get("bond", &bond_key(row.about, row.person)).await?;
                    // Whose account it is may have left meanwhile: he saw the child until then, and the school looks all the same.
                    let Some(bond) = bond.filter(|bond| bond.state != BondState::Ended || bond.left) else {
                        // The school was faster.
                        return Ok((tx.finish(), false));
                    };
                    let person = self.pupils().person(row.person).await?;
                    // Of what two have said, neither takes back the other's word: the school says that it is done.
                    let alone = !bond.reported || bond.reporter == Some(actor.account);
                    let reporter = alone.then_some(actor.account);
                    let next = BondRow { reporter, ..bond.after(BondAct::Report, &person.school)? };
                    next.save(&mut tx.work, &bond);
                    self.put_bond(&mut tx.work, &next).await?;
                    let words: Words = self.vault.open_value(&row.sealed, &context_of(row.uid))?;
                    let guardian = GuardianName { name: words.who, kinship: words.kinship };
                    tx.tell(person.uid, GuardianDetail::BondReported(guardian)).await?;
                    tx.work.touch(&person.path);
                    Ok((tx.finish(), true))
                })
            })
            .await
    }
}
