//! Receiving: a package is uploaded, opened and checked as a whole; only then anything is kept. The registrar proposes how the archive
//! goes on, the leader accepts (第十六条).

use super::open::{self, inspect_files, open_zip};
use super::seal::unseal;
use super::{Content, Opened, PackageRow};
use crate::account::attempt::Whose;
use crate::account::heavy;
use crate::blob::sha256_hex;
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::services::Packages;
use crate::shown::Compared;
use crate::store::UnitOfWork;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::account::guess::Guess;
use domain::codes::PupilStatus;
use domain::form::Field;
use domain::id::{PackageId, PersonId};
use domain::journal::{ArrivedStep, ArrivedTold, Begun};
use domain::matter::{Act, Deadline};
use domain::package::{
    Comparison, Found, Incoming, IncomingCommand, IncomingState, Problem, Record, STEP_WORKING_DAYS,
    fingerprint,
};
use domain::refusal::{Refusal, RefusalCode};
use domain::shown::Shown;
use std::collections::BTreeSet;

/// What was uploaded.
pub struct Arrived {
    /// The sealed file.
    pub bytes: Vec<u8>,
    /// Told by the school that handed over, on another way than the file.
    pub passphrase: String,
    /// 签名校验码, told in that school's letter: asked for where no directory of keys is in force.
    pub fingerprint: String,
}

/// How the archive is to go on.
#[derive(Debug, Clone)]
pub struct AskedContinuation {
    /// First day here.
    pub on: NaiveDate,
    /// 班级 here.
    pub class_name: String,
    /// Items whose value in the package takes the place of ours.
    pub take: BTreeSet<Field>,
    /// 查重说明
    pub note: String,
}

impl Packages<'_> {
    /// Takes a package in, when every part of it holds. The same file again opens the first one.
    ///
    /// # Errors
    /// A refusal for who receives none; for each thing that can be wrong with a package its own, see [`Problem`]; `not_addressed`
    /// when it is another school's.
    pub async fn receive_package(&self, actor: &Actor, arrived: Arrived) -> Result<PackageId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::HandlePackages, &Target::Unit(&own.path))?;
        let Arrived { bytes, passphrase, fingerprint: told } = arrived;
        let today = self.store.clock.today();
        let reserved = self.accounts().reserve(Guess::Passphrase, &[Whose::Account(actor.account)]).await?;
        let share = self.budget.share(open::cost(bytes.len())).await?;
        let opening = heavy(move || {
            let _share = share;
            let zip = unseal(&bytes, &passphrase)?;
            let opened = open_zip(&zip, today)?;
            inspect_files(&opened)?;
            Ok::<_, Problem>((zip, opened))
        });
        let opened = opening.await?;
        if !matches!(opened, Err(Problem::Passphrase)) {
            self.accounts().give_back(&reserved).await?;
        }
        let (zip, opened) = opened.map_err(|problem| Error::from(Refusal::from(problem)))?;
        let manifest = &opened.manifest;
        let code = fingerprint(&manifest.key);
        let directory = self.believed(manifest, Some(&told)).await?;
        if manifest.basis.to.unit != own.id {
            return Err(Refusal::of(
                RefusalCode::NotAddressed,
                format!("这个档案包移交给{}，不是本校。", manifest.basis.to.name),
            )
            .into());
        }
        for (name, bytes) in opened.files.iter().filter(|(name, _)| name.starts_with("files/")) {
            self.scanner.check(bytes, name).await?;
        }
        let once = format!("received/{}", sha256_hex(&zip));
        if let Some(earlier) = self.package_once(&once).await? {
            return Ok(earlier.uid);
        }
        let uid = PackageId::new(self.store.new_id());
        let head = opened.record.journals.first().map(|journal| journal.head.clone());
        let head = head.ok_or(Error::NotFound("journal"))?;
        let incoming = Incoming {
            number: manifest.number.clone(),
            name: opened.record.info.name().to_owned(),
            from: manifest.by.clone(),
            basis: manifest.basis.clone(),
            fingerprint: code,
            directory,
            entries: head.entries,
            head: head.hash,
            uploaded: Act { by: party(actor), on: today },
            state: IncomingState::Received,
            due: Deadline::after(today, STEP_WORKING_DAYS, &self.working_days().calendar_at(&own.path)),
            proposal: None,
            returned: None,
            decided: None,
            person: None,
        };
        let at = self.store.clock.now();
        let told = &ArrivedTold {
            number: incoming.number.clone(),
            from: incoming.from.name.clone(),
            fingerprint: incoming.fingerprint.clone(),
            entries: incoming.entries,
            head: incoming.head.clone(),
        };
        let content = Content::Received(incoming);
        let row = PackageRow::new(&*self.vault, uid, (&own.id, &own.path), at, once, &content);
        let file = self.keep_package_file(&zip).await?;
        let row = PackageRow { file: Some(file), ..row };
        let (row, content) = (&row, &content);
        let kept = self
            .store
            .transact(own.id.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(party(actor));
                    let matter = row.create(&*self.vault, &mut tx.work, content);
                    self.matters().tell_begun(&mut tx, &matter, Begun::Package(told.clone())).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await;
        if let Err(error) = kept {
            self.blobs.delete(&file.to_string()).await?;
            return Err(error);
        }
        Ok(uid)
    }

    /// Whether the register knows the child of a package, and the record if it is the receiving school's.
    pub(super) async fn find_child(
        &self,
        row: &PackageRow,
        record: &Record,
    ) -> Result<(Found, Option<PersonRow>)> {
        let mut known: BTreeSet<PersonId> = BTreeSet::new();
        for number in record.every_number() {
            if let Some(person) = self.pupils().person_by_number(number).await? {
                let person = self.pupils().person(person).await?;
                known.insert(person.merged_into.unwrap_or(person.uid));
            }
        }
        if known.len() > 1 {
            return Ok((Found::Another, None));
        }
        let Some(person) = known.pop_first() else { return Ok((Found::Nobody, None)) };
        let person = self.pupils().person(person).await?;
        let info = person.info(&*self.vault)?;
        if !Comparison::same_child(&info, &record.info) {
            return Ok((Found::Another, None));
        }
        if person.school != row.unit {
            return Ok((Found::Elsewhere, None));
        }
        let differing = Comparison::of(&info, &record.info).into_iter().map(|one| one.field).collect();
        Ok((Found::Own(differing), Some(person)))
    }

    /// Proposes how the archive goes on.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals by field; a possible duplicate that is not explained (第六条).
    pub async fn propose_continuation(
        &self,
        actor: &Actor,
        id: impl Into<Shown<PackageId>>,
        asked: &AskedContinuation,
    ) -> Result<()> {
        let shown = id.into();
        let row = self.package_for(actor, shown.id, Action::HandlePackages).await?;
        let opened = self.open_kept(&row).await?;
        let command = IncomingCommand::Propose {
            on: asked.on,
            class_name: asked.class_name.clone(),
            take: asked.take.clone(),
            note: asked.note.clone(),
        };
        // A key may have been revoked since the package arrived.
        self.believed(&opened.manifest, None).await?;
        let (found, here) = self.find_child(&row, &opened.record).await?;
        row.incoming(&*self.vault)?.decide(
            command.clone(),
            &found,
            &self.package_context(actor, &self.working_days().calendar_at(&row.path)),
        )?;
        if here.is_some_and(|person| person.standing == Standing::Pupil(PupilStatus::TransferredOut)) {
            let what = "这名学生的学籍已由本校转出，尚未转回。";
            return Err(Refusal::of(RefusalCode::TransferFirst, what).into());
        }
        if found == Found::Nobody {
            self.check_newcomer(&row, &opened, asked).await?;
        }
        self.step_incoming(actor, shown, &command, &opened).await
    }

    /// Gives a proposed package back to the registrar, with a reason.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals.
    pub async fn return_package(
        &self,
        actor: &Actor,
        id: impl Into<Shown<PackageId>>,
        reason: &str,
    ) -> Result<()> {
        let shown = id.into();
        let row = self.package_for(actor, shown.id, Action::AcceptPackages).await?;
        let opened = self.open_kept(&row).await?;
        self.step_incoming(actor, shown, &IncomingCommand::Return(reason.to_owned()), &opened).await
    }

    /// Refuses a package for good: its file is taken away, that it came stays on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals.
    pub async fn decline_package(
        &self,
        actor: &Actor,
        id: impl Into<Shown<PackageId>>,
        reason: &str,
    ) -> Result<()> {
        let shown = id.into();
        let row = self.package_for(actor, shown.id, Action::AcceptPackages).await?;
        let opened = self.open_kept(&row).await?;
        self.step_incoming(actor, shown, &IncomingCommand::Refuse(reason.to_owned()), &opened).await?;
        match row.file {
            Some(file) => self.blobs.delete(&file.to_string()).await,
            None => Ok(()),
        }
    }

    async fn step_incoming(
        &self,
        actor: &Actor,
        shown: Shown<PackageId>,
        command: &IncomingCommand,
        opened: &Opened,
    ) -> Result<()> {
        let id = shown.id;
        let lane = self.package_row(id).await?.unit;
        self.store
            .transact(lane.as_str(), || {
                Box::pin(async move {
                    let row = self.package_row(id).await?;
                    let calendar = self.working_days().calendar_at(&row.path);
                    let context = self.package_context(actor, &calendar);
                    let standing =
                        self.matters().as_shown("package", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), ()));
                    };
                    let (found, _) = self.find_child(&row, &opened.record).await?;
                    let incoming = row.incoming(&*self.vault)?;
                    let event = incoming.decide(command.clone(), &found, &context)?;
                    let mut tx = self.transaction(context.actor.clone());
                    act.keep(&mut tx.work);
                    let content = Content::Received(incoming.apply(&event));
                    let matter = row.save(&*self.vault, &mut tx.work, &content);
                    self.matters().tell_step(&mut tx, &matter, ArrivedStep::from(&event)).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }
}
