//! 申请, 审查, 批准, 登记返还: one command on one request, each in a transaction of its own.

use super::DisclosureRow;
use crate::case::{Upload, party};
use crate::error::{Error, Result};
use crate::letter::office;
use crate::proof::{KeptFor, Owner};
use crate::services::Disclosures;
use crate::shown::Compared;
use crate::store::UnitOfWork;
use chrono::Datelike;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::disclosure::{
    Command, Context, DataClass, Disclosure, DisclosureEvent, DisclosureState, Ending, Ground, LIST_MAX,
    People, Recipient, Request,
};
use domain::id::{DisclosureId, PersonId, ProofId, UnitId};
use domain::matter::{Checked, Proof, ProofKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::shown::Shown;
use std::collections::BTreeSet;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct AskedDisclosure {
    /// The school; of a school's own registrar always the own one.
    pub school: Option<UnitId>,
    /// Who gets the data.
    pub recipient: Recipient,
    /// 用途
    pub purpose: String,
    /// The ground in law.
    pub ground: Option<Ground>,
    /// The document or provision.
    pub proof_of_ground: String,
    /// Which items.
    pub classes: BTreeSet<DataClass>,
    /// Why the sensitive ones are needed.
    pub necessity: String,
    /// Whose; a list is given by `numbers` instead.
    pub people: People,
    /// Full 学籍号, one a line, when the people are a list.
    pub numbers: String,
    /// Days the recipient may keep the data.
    pub keep_days: u32,
    /// 接收方来函: file name and bytes of the scan.
    pub letter: Option<(String, Vec<u8>)>,
}

impl Disclosures<'_> {
    /// Asks for leave to give data to an outsider.
    ///
    /// # Errors
    /// Refusals by field; [`Error::NotFound`] for a school that does not answer to the actor's unit.
    pub async fn ask_disclosure(&self, actor: &Actor, asked: &AskedDisclosure) -> Result<DisclosureId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::AskDisclosure, &Target::Unit(&own.path))?;
        let school = if own.id.is_school() { Some(&own.id) } else { asked.school.as_ref() };
        let Some(school) = school else {
            return Err(refusal(
                RefusalCode::School,
                "没有选择学校。",
                "请选择本级主管的一所学校；需要填写的，填学校标识码或完整的校名。",
            )
            .into());
        };
        let (school, handler) = self.units().school_and_authority(school).await?;
        if school.id != own.id && handler.id != own.id {
            return Err(Error::NotFound("school"));
        }
        let asker = self.units().unit(&own.id).await?;
        let people = match &asked.people {
            People::List(_) => People::List(self.listed_people(&school.id, &asked.numbers).await?),
            other => other.clone(),
        };
        let uid = DisclosureId::new(self.store.new_id());
        let mut request = Request {
            number: String::new(),
            asker: office(&asker),
            school: office(&school),
            handler: office(&handler),
            recipient: asked.recipient.clone(),
            purpose: asked.purpose.clone(),
            ground: asked.ground,
            proof_of_ground: asked.proof_of_ground.clone(),
            classes: asked.classes.clone(),
            necessity: asked.necessity.clone(),
            people,
            keep_days: asked.keep_days,
            letters: Vec::new(),
        };
        let calendar = self.working_days().calendar_at(&handler.path);
        let context = Context { today: self.store.clock.today(), actor: party(actor), calendar: &calendar };
        // Everything else first: a file is kept only of what could be asked.
        but_for_the_file(Disclosure::ask(request.clone(), &context), asked.letter.is_some())?;
        let letter = asked.letter.clone().map(|(name, bytes)| Upload {
            kind: ProofKind::RecipientLetter,
            name,
            bytes,
        });
        request.letters = self.keep_scan(actor, uid, letter).await?;
        let (request, handler, asker) = (&request, &handler, &asker);
        self.store
            .transact(&format!("disclosure/{}", handler.id), || {
                Box::pin(async move {
                    let today = self.store.clock.today();
                    if self.units().unit(&request.school.unit).await?.competent() != Some(&handler.id) {
                        return Err(Error::NotFound("school"));
                    }
                    let calendar = self.working_days().calendar_at(&handler.path);
                    let context = Context { today, actor: party(actor), calendar: &calendar };
                    let mut disclosure = Disclosure::ask(request.clone(), &context)?;
                    let mut tx = self.transaction(context.actor.clone());
                    self.proofs().use_proofs(&mut tx.work, &disclosure.letters).await?;
                    let counter = format!("disclosure/{}/{}", handler.id, today.year());
                    let serial = tx.next_serial(counter).await?;
                    disclosure.number = format!("{}-{}-{serial:04}", handler.id, today.year());
                    let mut row = DisclosureRow {
                        uid,
                        version: 1,
                        sealed: String::new(),
                        number: disclosure.number.clone(),
                        state: disclosure.state,
                        asker: disclosure.asker.unit.clone(),
                        path: asker.path.clone(),
                        school: disclosure.school.unit.clone(),
                        handler: handler.id.clone(),
                        handler_path: handler.path.clone(),
                        waiting: None,
                        given: false,
                        asked_on: today,
                    };
                    row.set(&*self.vault, &disclosure);
                    tx.work.create("disclosure", &uid.to_string(), &row);
                    let matter = row.as_matter(&disclosure);
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, &disclosure).await?;
                    tx.work.touch(&handler.path);
                    Ok((tx.finish(), uid))
                })
            })
            .await
    }

    /// The pupils of a school behind typed numbers. Which of them are not there is told by the line, not by the number.
    async fn listed_people(&self, school: &UnitId, numbers: &str) -> Result<Vec<PersonId>> {
        let mut found = Vec::new();
        let mut strangers = Vec::new();
        let lines = numbers.lines().map(str::trim).filter(|line| !line.is_empty());
        for (n, number) in (1..).zip(lines.take(LIST_MAX + 1)) {
            let person = self.pupils().person_by_number(number).await?;
            match person {
                Some(person) if self.pupils().person(person).await?.school == *school => {
                    if !found.contains(&person) {
                        found.push(person);
                    }
                }
                _ => strangers.push(n.to_string()),
            }
        }
        if strangers.is_empty() {
            return Ok(found);
        }
        let what = format!("名单第 {} 行不是这所学校学生的学籍号。", strangers.join("、"));
        Err(refusal(RefusalCode::People, &what, "请核对学籍号，每行填写一个。").into())
    }

    /// Registers that the recipient returned or destroyed the data, with a scan of what shows it (销毁证明, 返还回执).
    ///
    /// # Errors
    /// As [`Disclosures::act_on_disclosure`](crate::services::Disclosures::act_on_disclosure); `file` without a scan.
    pub async fn settle_disclosure(
        &self,
        actor: &Actor,
        id: impl Into<Shown<DisclosureId>>,
        ending: Ending,
        words: &str,
        scan: Option<(String, Vec<u8>)>,
    ) -> Result<DisclosureState> {
        let shown = id.into();
        let settle = |proofs| Command::Settle { ending, words: words.to_owned(), proofs };
        let own = actor.unit.as_ref().ok_or(Error::NotFound("disclosure"))?;
        let row = self.disclosure_in_sight(actor, shown.id).await?;
        authorise(actor, Action::AskDisclosure, &Target::Unit(&own.path))?;
        let mut proofs = Vec::new();
        if let Some((name, bytes)) = scan {
            shown.check(row.version)?;
            let calendar = self.working_days().calendar_at(&row.handler_path);
            let context =
                Context { today: self.store.clock.today(), actor: party(actor), calendar: &calendar };
            // Nothing is kept of who may not register it, or of what could not be registered.
            let without = row.disclosure(&*self.vault)?.decide(settle(Vec::new()), &context);
            but_for_the_file(without, true)?;
            let upload = Upload { kind: ProofKind::ReturnProof, name, bytes };
            proofs = self.keep_scan(actor, shown.id, Some(upload)).await?;
        }
        self.step_of_disclosure(actor, shown, &settle(proofs)).await
    }

    async fn keep_scan(&self, actor: &Actor, id: DisclosureId, upload: Option<Upload>) -> Result<Vec<Proof>> {
        let Some(Upload { kind, name, bytes }) = upload else { return Ok(Vec::new()) };
        Ok(vec![
            self.proofs()
                .keep_proof(actor, Owner::Disclosure(id), kind, &name, bytes, KeptFor::Draft)
                .await?,
        ])
    }

    /// A scan of the recipient's letter or of the proof of destruction, for whoever sees the request. Such papers may name the pupils, so
    /// that it stands in the access log, under those of a list.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else, or when the request has no such scan.
    pub async fn scan_of_disclosure(
        &self,
        actor: &Actor,
        id: DisclosureId,
        scan: ProofId,
    ) -> Result<(Proof, Vec<u8>)> {
        let row = self.disclosure_in_sight(actor, id).await?;
        let disclosure = row.disclosure(&*self.vault)?;
        let found = disclosure.scans().find(|one| one.id == scan).cloned().ok_or(Error::NotFound("file"))?;
        let bytes = self.proofs().read_proof(&found).await?;
        let people: &[PersonId] = match &disclosure.people {
            People::List(list) => list,
            _ => &[],
        };
        let why = format!("查阅对外提供（{}）的来函、证明扫描件", disclosure.number);
        self.access_log().saw_why(actor, Function::Disclosure, people, &why, "").await?;
        Ok((found, bytes))
    }

    /// Does one step. Fetching and settling have their own services.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees nothing of it; refusals by field; `four_eyes` for who asked or examined; for the authority's word
    /// `out_of_state` once the school answers to another one.
    pub async fn act_on_disclosure(
        &self,
        actor: &Actor,
        id: impl Into<Shown<DisclosureId>>,
        command: &Command,
    ) -> Result<DisclosureState> {
        match command {
            Command::Fetch { .. } | Command::Settle { .. } => Err(Error::NotFound("command")),
            command => self.step_of_disclosure(actor, id.into(), command).await,
        }
    }

    async fn step_of_disclosure(
        &self,
        actor: &Actor,
        shown: Shown<DisclosureId>,
        command: &Command,
    ) -> Result<DisclosureState> {
        let id = shown.id;
        let action = match command {
            Command::Examine(_) => Some(Action::ExamineDisclosures),
            Command::Approve { .. } | Command::Revoke(_) => Some(Action::ApproveDisclosures),
            Command::Withdraw(_) | Command::Settle { .. } => Some(Action::AskDisclosure),
            // By the registrar or by the leader: the domain says who.
            Command::Refuse(_) => None,
            Command::Fetch { .. } => return Err(Error::NotFound("command")),
        };
        // What the authority decides it decides in the lane in which the school comes to answer to another one: nobody comes between.
        let decides = matches!(command, Command::Examine(_) | Command::Approve { .. });
        let lane = match decides {
            true => self.disclosure_in_sight(actor, id).await?.school.to_string(),
            false => id.to_string(),
        };
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    let row = self.disclosure_in_sight(actor, id).await?;
                    if let (Some(action), Some(own)) = (action, &actor.unit) {
                        authorise(actor, action, &Target::Unit(&own.path))?;
                    }
                    let standing =
                        self.matters().as_shown("disclosure", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), row.state));
                    };
                    if decides {
                        self.is_still_handled(&row).await?;
                    }
                    let before = row.disclosure(&*self.vault)?;
                    let calendar = self.working_days().calendar_at(&row.handler_path);
                    let today = self.store.clock.today();
                    let context = Context { today, actor: party(actor), calendar: &calendar };
                    let events = before.decide(command.clone(), &context)?;
                    let disclosure = events.iter().fold(before, Disclosure::apply);
                    let mut tx = self.transaction(context.actor.clone());
                    act.keep(&mut tx.work);
                    for event in &events {
                        if let DisclosureEvent::Settled(settled) = event {
                            self.proofs().use_proofs(&mut tx.work, &settled.proofs).await?;
                            if disclosure.people == People::Unverified {
                                self.population().gave_back(&mut tx.work, &disclosure.number).await?;
                            }
                        }
                    }
                    let matter = row.save(&*self.vault, &mut tx.work, &disclosure);
                    self.matters().tell_step(&mut tx, &matter, events).await?;
                    Ok((tx.finish(), disclosure.state))
                })
            })
            .await
    }
}

/// What is wrong apart from the file that is not kept yet, where one was sent.
fn but_for_the_file<T>(checked: Checked<T>, sent: bool) -> Checked {
    let mut wrong = checked.err().unwrap_or_default();
    wrong.retain(|refusal| !(sent && refusal.code == RefusalCode::File));
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(25), what, remedy)
}
