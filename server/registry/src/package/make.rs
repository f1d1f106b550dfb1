//! Handing over: the registrar asks on the strength of a decided case, the leader releases, whoever of the school fetches it is told in
//! the pupil's journal, and after thirty days the file is gone (第九条, 第十五条).

use super::open::{inspect_files, open_zip};
use super::seal::{lines, package_key, passphrase, seal, sign, write_zip};
use super::{Content, PackageRow};
use crate::blob::sha256_hex;
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Packages;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use chrono::{Datelike, Days};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::calendar::WorkCalendar;
use domain::id::{CaseId, PackageId, UnitId};
use domain::journal::PackageDetail;
use domain::matter::{Act, Deadline, Office};
use domain::package::{
    Context, DAYS, Made, Manifest, Outgoing, OutgoingCommand, OutgoingState, PDF, RECORD, STEP_WORKING_DAYS,
    fingerprint,
};
use domain::refusal::{Refusal, RefusalCode};
use domain::shown::Shown;

impl Packages<'_> {
    pub(super) fn package_context<'a>(&self, actor: &Actor, calendar: &'a WorkCalendar) -> Context<'a> {
        Context { today: self.store.clock.today(), actor: party(actor), calendar }
    }

    /// Asks for a package. `named`: the school to which a graduate goes on.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a case of other schools; a refusal where the case hands nothing over to another province, where the
    /// receiving school has gone on with the archive, or where a package was asked for already.
    pub async fn ask_package(
        &self,
        actor: &Actor,
        case: CaseId,
        named: Option<(UnitId, String)>,
    ) -> Result<PackageId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::HandlePackages, &Target::Unit(&own.path))?;
        let named = named.map(|(unit, name)| Office { unit, name: domain::text::line(&name).text });
        let named = &named;
        self.store
            .transact(own.id.as_str(), || {
                Box::pin(async move {
                    let row = self.cases().case_row(case).await?;
                    let decided = row.case(&*self.vault)?;
                    let person = self.pupils().person(row.person).await?;
                    let basis = self.basis_of(&own.id, &decided, &person, named.clone()).await?;
                    let once = format!("asked/{case}");
                    if self.package_once(&once).await?.is_some() {
                        return Err(again().into());
                    }
                    let mut tx = self.transaction(party(actor));
                    let (at, today) = (tx.at(), tx.today());
                    let serial = tx.next_serial(format!("package/{}/{}", own.id, today.year())).await?;
                    let outgoing = Outgoing {
                        number: format!("{}-{}-{serial:04}", own.id, today.year()),
                        person: person.uid,
                        name: person.name.clone(),
                        from: Office { unit: own.id.clone(), name: self.units().unit(&own.id).await?.name },
                        basis,
                        asked: Act { by: party(actor), on: today },
                        state: OutgoingState::Asked,
                        due: Deadline::after(
                            today,
                            STEP_WORKING_DAYS,
                            &self.working_days().calendar_at(&own.path),
                        ),
                        decided: None,
                        made: None,
                        fetched: Vec::new(),
                    };
                    let uid = PackageId::new(self.store.new_id());
                    let asked = PackageDetail::Asked {
                        number: outgoing.number.clone(),
                        to: outgoing.basis.to.name.clone(),
                        case: outgoing.basis.case_number.clone(),
                    };
                    tx.tell(person.uid, asked).await?;
                    let content = Content::Made(outgoing);
                    PackageRow::new(&*self.vault, uid, (&own.id, &own.path), at, once, &content).create(
                        &*self.vault,
                        &mut tx.work,
                        &content,
                    );
                    Ok((tx.finish(), uid))
                })
            })
            .await
    }

    /// Releases a package: makes the file, seals it, and gives the passphrase, which is kept nowhere.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; refusals `four_eyes`, `state`, and those of asking when things have changed since;
    /// [`Error::Busy`] when somebody wrote to the archive meanwhile.
    pub async fn release_package(&self, actor: &Actor, id: impl Into<Shown<PackageId>>) -> Result<String> {
        let shown = id.into();
        let id = shown.id;
        let row = self.package_for(actor, id, Action::ReleasePackages).await?;
        // The passphrase is told once and kept nowhere: a second press cannot be told it again.
        shown.check(row.version)?;
        let outgoing = row.outgoing(&*self.vault)?;
        let calendar = self.working_days().calendar_at(&row.path);
        let context = self.package_context(actor, &calendar);
        outgoing.may_decide(&context)?;
        let case = self.cases().case_row(outgoing.basis.case).await?.case(&*self.vault)?;
        let person = self.pupils().person(outgoing.person).await?;
        self.basis_of(&row.unit, &case, &person, Some(outgoing.basis.to.clone())).await?;
        let phrase = passphrase(&self.store.entropy);
        let (file, made) = self.make_package(actor, &outgoing, &person, &phrase).await?;
        let file = self.keep_package_file(&file).await?;
        let made = &made;
        let released = self
            .store
            .transact(row.unit.as_str(), || {
                Box::pin(async move {
                    let row = self.package_row(id).await?;
                    let calendar = self.working_days().calendar_at(&row.path);
                    let context = self.package_context(actor, &calendar);
                    shown.check(row.version)?;
                    let outgoing = row.outgoing(&*self.vault)?;
                    if self.journal().chain_of(outgoing.person).await?.head()
                        != (made.entries, made.head.as_str())
                    {
                        return Err(Error::Busy);
                    }
                    let event = outgoing.decide(OutgoingCommand::Release(made.clone()), &context)?;
                    let mut tx = self.transaction(party(actor));
                    let released = PackageDetail::Released {
                        number: outgoing.number.clone(),
                        to: outgoing.basis.to.name.clone(),
                        sha256: made.sha256.clone(),
                        entries: made.entries,
                        head: made.head.clone(),
                        until: made.expires_on,
                    };
                    tx.tell(outgoing.person, released).await?;
                    let row = PackageRow { file: Some(file), ..row };
                    row.save(&*self.vault, &mut tx.work, &Content::Made(outgoing.apply(&event)));
                    Ok((tx.finish(), ()))
                })
            })
            .await;
        if let Err(error) = released {
            self.blobs.delete(&file.to_string()).await?;
            return Err(error);
        }
        Ok(phrase)
    }

    async fn make_package(
        &self,
        actor: &Actor,
        outgoing: &Outgoing,
        person: &PersonRow,
        phrase: &str,
    ) -> Result<(Vec<u8>, Made)> {
        let (record, mut files) = self.gather(person).await?;
        let head =
            record.journals.first().map(|journal| journal.head.clone()).ok_or(Error::NotFound("journal"))?;
        let at = self.store.clock.now();
        let code = fingerprint(&package_key(&*self.vault));
        let data = serde_json::to_vec(&record).map_err(|error| Error::Store(error.to_string()))?;
        let (number, by, print_code) = (outgoing.number.clone(), actor.name.clone(), code.clone());
        let student_number = record.number.clone();
        // Shaping the pages takes some hundred milliseconds of pure computing.
        let pdf = tokio::task::spawn_blocking(move || {
            crate::printout::archive_pdf(&record, &number, &print_code, &by, at)
        })
        .await
        .map_err(|error| Error::Store(error.to_string()))??;
        files.insert(RECORD.to_owned(), data);
        files.insert(PDF.to_owned(), pdf);
        let manifest = Manifest::new(
            outgoing.number.clone(),
            outgoing.from.clone(),
            at,
            outgoing.basis.clone(),
            student_number,
            lines(&files),
            String::new(),
        );
        let zip = write_zip(&sign(&*self.vault, manifest), &files)?;
        // What this system would not read it must not send.
        let (copy, today) = (zip.clone(), self.store.clock.today());
        let share = self.budget.share(super::open::cost(copy.len())).await?;
        tokio::task::spawn_blocking(move || {
            let _share = share;
            inspect_files(&open_zip(&copy, today)?)
        })
        .await
        .map_err(|error| Error::Store(error.to_string()))?
        .map_err(|problem| Error::Store(format!("package does not read: {}", problem.key())))?;
        let sealed = seal(&zip, phrase, &self.store.entropy)?;
        let made = Made {
            bytes: sealed.len() as u64,
            sha256: sha256_hex(&sealed),
            files: files.len(),
            entries: head.entries,
            head: head.hash,
            fingerprint: code,
            expires_on: self.store.clock.today() + Days::new(DAYS),
        };
        Ok((sealed, made))
    }

    /// Refuses a package that was asked for.
    ///
    /// # Errors
    /// As [`Packages::release_package`](crate::services::Packages::release_package); `words` without a reason.
    pub async fn refuse_package(
        &self,
        actor: &Actor,
        id: impl Into<Shown<PackageId>>,
        reason: &str,
    ) -> Result<()> {
        let shown = id.into();
        let row = self.package_for(actor, shown.id, Action::ReleasePackages).await?;
        self.step_outgoing(actor, &row, shown, OutgoingCommand::Refuse(reason.to_owned())).await
    }

    /// The sealed file, and a name for it.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; a refusal before it is released and after it has expired.
    pub async fn fetch_package(&self, actor: &Actor, id: PackageId) -> Result<(String, Vec<u8>)> {
        let row = self.package_for(actor, id, Action::HandlePackages).await?;
        let outgoing = row.outgoing(&*self.vault)?;
        outgoing.decide(
            OutgoingCommand::Fetch,
            &self.package_context(actor, &self.working_days().calendar_at(&row.path)),
        )?;
        let bytes = self.package_file(&row).await?;
        self.access_log().saw(actor, Function::PackageFile, row.person.as_slice()).await?;
        self.step_outgoing(actor, &row, row.uid.into(), OutgoingCommand::Fetch).await?;
        Ok((format!("{}.xjdab", outgoing.number), bytes))
    }

    async fn step_outgoing(
        &self,
        actor: &Actor,
        row: &PackageRow,
        shown: Shown<PackageId>,
        command: OutgoingCommand,
    ) -> Result<()> {
        let (id, command) = (row.uid, &command);
        self.store
            .transact(row.unit.as_str(), || {
                Box::pin(async move {
                    let row = self.package_row(id).await?;
                    let calendar = self.working_days().calendar_at(&row.path);
                    let context = self.package_context(actor, &calendar);
                    let standing =
                        self.matters().as_shown("package", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), ()));
                    };
                    let outgoing = row.outgoing(&*self.vault)?;
                    let done = outgoing.decide(command.clone(), &context)?;
                    let mut tx = self.transaction(party(actor));
                    act.keep(&mut tx.work);
                    let (number, to) = (outgoing.number.clone(), outgoing.basis.to.name.clone());
                    let next = outgoing.apply(&done);
                    let told = match command {
                        OutgoingCommand::Fetch => {
                            PackageDetail::Fetched { number, to, times: next.fetched.len() }
                        }
                        _ => PackageDetail::Refused { number, to },
                    };
                    tx.tell(next.person, told).await?;
                    row.save(&*self.vault, &mut tx.work, &Content::Made(next));
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Takes the files of packages away whose days are over; gives how many. Doing it again finds none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn expire_packages(&self) -> Result<usize> {
        let today = self.store.clock.today();
        // Only what is released has a day; a row without one would be less than every day.
        let text = "SELECT * FROM package WHERE direction = 'made' AND state = 'released' AND expires_on < $today LIMIT 200";
        let rows: Vec<PackageRow> = self.store.rows(text, Vars::new().with("today", today)).await?;
        let mut gone = 0;
        for row in rows {
            let id = row.uid;
            // First the file: a crash in between leaves a row that says it runs, and is found again.
            if let Some(file) = row.file {
                self.blobs.delete(&file.to_string()).await?;
            }
            self.store
                .transact(row.unit.as_str(), || {
                    Box::pin(async move {
                        let row = self.package_row(id).await?;
                        let outgoing = row.outgoing(&*self.vault)?;
                        let calendar = self.working_days().calendar_at(&row.path);
                        let actor = crate::case::the_system();
                        let context = Context { today, actor, calendar: &calendar };
                        let event = outgoing.decide(OutgoingCommand::Expire, &context)?;
                        let mut work = UnitOfWork::new();
                        let row = PackageRow { file: None, ..row };
                        row.save(&*self.vault, &mut work, &Content::Made(outgoing.apply(&event)));
                        Ok((work, ()))
                    })
                })
                .await?;
            gone += 1;
        }
        Ok(gone)
    }

    pub(super) async fn package_once(&self, once: &str) -> Result<Option<PackageRow>> {
        let text = "SELECT * FROM package WHERE once = $once LIMIT 1";
        Ok(self.store.rows(text, Vars::new().with("once", once)).await?.into_iter().next())
    }
}

fn again() -> Refusal {
    Refusal::of(RefusalCode::Again, "这次移交已有一个档案包待放行。")
}
