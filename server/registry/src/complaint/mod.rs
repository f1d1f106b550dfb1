//! Rating and complaint (好差评): a guardian rates the own matter once it has ended, or complains of how it is handled; a bad rating and a
//! complaint are matters on the desks of the authority above the unit that handled it. Where no complaint can begin, the rating is kept alone.
//! Ratings of every grade are counted for the unit that handled the matter (`rating.rs`).

mod rating;
mod view;

pub(crate) use rating::{RatingRow, rating_counter};

use crate::case::{CaseRow, party};
use crate::error::{Error, Result};
use crate::letter::office;
use crate::matter::{Line, Matter, Words, waiting_keys};
use crate::services::Complaints;
use crate::shown::Compared;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Role, Target};
use domain::case::Case;
use domain::complaint::{Command, Complaint, ComplaintState, Context, Handled, Rated, Rating};
use domain::id::{AccountId, CaseId, ComplaintId};
use domain::matter::Office;
use domain::message::Template;
use domain::org::OrgPath;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// A complaint as stored: sealed, with plain columns for queues and for the page of its matter.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ComplaintRow {
    uid: ComplaintId,
    version: u64,
    sealed: String,
    /// The matter it is about.
    of_case: CaseId,
    /// Who complained.
    account: AccountId,
    /// The authority that answers.
    path: OrgPath,
    state: ComplaintState,
    open: bool,
    waiting: Vec<String>,
    due_on: Option<NaiveDate>,
    made_on: NaiveDate,
}

fn context_of(id: ComplaintId) -> String {
    format!("complaint/{id}")
}

impl ComplaintRow {
    fn new(vault: &dyn Cipher, uid: ComplaintId, path: OrgPath, complaint: &Complaint) -> Self {
        let mut row = Self {
            uid,
            version: 1,
            sealed: String::new(),
            of_case: complaint.handled.case,
            account: complaint.by.account,
            path,
            state: complaint.state,
            open: true,
            waiting: Vec::new(),
            due_on: None,
            made_on: complaint.on,
        };
        row.set(vault, complaint);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, complaint: &Complaint) {
        self.sealed = vault.seal_value(complaint, &context_of(self.uid));
        self.state = complaint.state;
        self.open = complaint.state.is_open();
        self.waiting = waiting_keys(complaint);
        self.due_on = domain::matter::Matter::due(complaint).map(|due| due.date);
    }

    fn complaint(&self, vault: &dyn Cipher) -> Result<Complaint> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    fn as_matter(&self, complaint: &Complaint) -> Matter {
        let (by, kind) = (&complaint.handled.by.name, complaint.handled.kind.label());
        Matter::of(
            complaint,
            Line {
                table: "complaint",
                key: self.uid.to_string(),
                state: self.state.label(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: None,
                opener_unit: None,
                opened_on: self.made_on,
                class: String::new(),
                version: self.version,
                href: format!("/complaints/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: format!("{by}，{kind}"),
                    from: Role::Guardian.label().to_owned(),
                },
            },
        )
    }

    /// Writes the new state over the row that was loaded, and gives the matter, which is to be told in the unit's journal.
    #[must_use]
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, complaint: &Complaint) -> Matter {
        let mut next = self.clone();
        next.set(vault, complaint);
        next.version = self.version + 1;
        work.replace("complaint", &self.uid.to_string(), self.version, &next);
        let matter = next.as_matter(complaint);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.path);
        matter
    }
}

/// What a complaint would begin with.
struct Beginning {
    handled: Handled,
    /// The authority that would answer.
    above: Office,
    path: OrgPath,
    /// The guardian's earlier ones about the matter.
    before: Vec<ComplaintState>,
}

impl Beginning {
    fn is_allowed(&self) -> bool {
        Complaint::may_begin(&self.handled.by, &self.above, &self.before).is_ok()
    }
}

impl Complaints<'_> {
    /// The guardian rates the own matter that has ended. A bad rating becomes a complaint, and has to say why, where one can begin: who has
    /// complained already, or has nobody to complain to, rates all the same.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the matter of anybody else; `closed` while it goes on; `rated`, `rating`, `words`; `quiet` after a recovery.
    pub async fn rate_case(
        &self,
        actor: &Actor,
        case: CaseId,
        rating: Option<Rating>,
        words: &str,
    ) -> Result<()> {
        self.store
            .transact(&case.to_string(), || {
                Box::pin(async move {
                    let (row, loaded) = self.own_case(actor, case).await?;
                    if !loaded.is_decided() {
                        let what = "这件事还没有结果，不能评价。";
                        let remedy = "有了结果再来评价；现在就不满意的，可以投诉。";
                        return Err(Refusal::new(RefusalCode::State, Basis::Procedure, what, remedy).into());
                    }
                    let before = self.rating_of(case, actor.account).await?;
                    let mut tx = self.transaction(party(actor));
                    let rated = Rated::given(rating, words, before.is_some(), tx.today())?;
                    let unit = loaded.handled_by().map(|office| office.unit);
                    let kept = RatingRow::new(&*self.vault, (case, actor.account), unit, &rated);
                    kept.create(&mut tx.work, &rated);
                    if rated.rating.is_bad() {
                        let own = self.complaints_of(case, actor.account).await?;
                        let beginning = self.beginning(&row, &loaded, &own).await?;
                        if let Some(beginning) = beginning.filter(Beginning::is_allowed) {
                            let why = (Some(rated.rating), rated.words.as_str());
                            self.begin(&mut tx, beginning, why).await?;
                        }
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The guardian complains of how the own matter is or was handled.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the matter of anybody else; `complained`, `too_many_complaints`, `words`; `quiet` after a recovery.
    pub async fn complain(&self, actor: &Actor, case: CaseId, words: &str) -> Result<()> {
        self.store
            .transact(&case.to_string(), || {
                Box::pin(async move {
                    let (row, loaded) = self.own_case(actor, case).await?;
                    let own = self.complaints_of(case, actor.account).await?;
                    let beginning = self.beginning(&row, &loaded, &own).await?;
                    let beginning = beginning.ok_or(Error::NotFound("case"))?;
                    let mut tx = self.transaction(party(actor));
                    self.begin(&mut tx, beginning, (None, words)).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The matter of a guardian of the child, whose it is.
    async fn own_case(&self, actor: &Actor, case: CaseId) -> Result<(CaseRow, Case)> {
        let row = self.cases().case_row(case).await?;
        sight(actor, Action::RateMatter, &Target::Child(row.person), "case")?;
        let loaded = row.case(&*self.vault)?;
        if !loaded.is_guardians(actor.account) {
            return Err(Error::NotFound("case"));
        }
        self.guardians().check_quiet(actor).await?;
        Ok((row, loaded))
    }

    /// What a complaint about the matter would begin with, after these of the same guardian; none where no desk ever held the matter.
    async fn beginning(&self, row: &CaseRow, case: &Case, own: &[ComplaintRow]) -> Result<Option<Beginning>> {
        let Some(handled) = handled(row, case) else { return Ok(None) };
        let (above, path) = self.above(&handled.by).await?;
        let before = own.iter().map(|one| one.state).collect();
        Ok(Some(Beginning { handled, above, path, before }))
    }

    /// Puts a complaint on the desks of the authority above the unit that handled the matter, and tells of it in the unit's journal.
    async fn begin(
        &self,
        tx: &mut Transaction<'_>,
        Beginning { handled, above, path, before }: Beginning,
        (rating, words): (Option<Rating>, &str),
    ) -> Result<()> {
        let calendar = self.working_days().calendar_at(&path);
        let context = Context { today: tx.today(), actor: tx.by().clone(), calendar: &calendar };
        let complaint = Complaint::made(handled, above, rating, words, &before, &context)?;
        let uid = ComplaintId::new(self.store.new_id());
        let row = ComplaintRow::new(&*self.vault, uid, path, &complaint);
        tx.work.create("complaint", &uid.to_string(), &row);
        let matter = row.as_matter(&complaint);
        crate::matter::put(&mut tx.work, &*self.vault, &matter);
        for desk in &row.waiting {
            tx.work.desk(desk);
        }
        tx.work.touch(&row.path);
        self.matters().tell_begun(tx, &matter, &complaint).await
    }

    /// The authority above a unit, and its place; the unit's own where nobody is above it, which the domain refuses.
    async fn above(&self, by: &Office) -> Result<(Office, OrgPath)> {
        let unit = self.units().unit(&by.unit).await?;
        let above = match &unit.parent {
            Some(parent) => self.units().unit(parent).await?,
            None => unit,
        };
        Ok((office(&above), above.path))
    }

    /// The authority answers; the guardian is told that there is an answer.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other unit; refusals of who took part in the matter, of one that is answered, about the words.
    pub async fn answer_complaint(
        &self,
        actor: &Actor,
        complaint: impl Into<Shown<ComplaintId>>,
        words: &str,
    ) -> Result<()> {
        let shown = complaint.into();
        let id = shown.id;
        let command = &Command::Answer(words.to_owned());
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let row = self.complaint_in_sight(actor, id).await?;
                    let standing =
                        self.matters().as_shown("complaint", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), ()));
                    };
                    let before = row.complaint(&*self.vault)?;
                    let calendar = self.working_days().calendar_at(&row.path);
                    let context =
                        Context { today: self.store.clock.today(), actor: party(actor), calendar: &calendar };
                    let case = self.cases().case_row(row.of_case).await?.case(&*self.vault)?;
                    // Who took a step since is asked for now; the complaint itself keeps what it was made with.
                    let events = before.clone().with_hands(case.hands()).decide(command.clone(), &context)?;
                    let complaint = events.iter().fold(before, Complaint::apply);
                    let mut tx = self.transaction(context.actor.clone());
                    act.keep(&mut tx.work);
                    let matter = row.save(&*self.vault, &mut tx.work, &complaint);
                    self.matters().tell_step(&mut tx, &matter, events).await?;
                    let whose = (row.account, complaint.handled.person);
                    self.guardians().tell_of_answer(&mut tx.work, whose, row.of_case, &complaint.above.name);
                    self.messages().tell(&mut tx.work, row.account, Template::Answer).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The guardian takes the own complaint back before it is answered: it leaves the desks. A rating stays as it was given.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else's; `out_of_state` once it is answered or taken back; `quiet` after a recovery.
    pub async fn withdraw_complaint(&self, actor: &Actor, id: ComplaintId) -> Result<()> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let row: Option<ComplaintRow> = self.store.get("complaint", &id.to_string()).await?;
                    let row = row.filter(|row| row.account == actor.account);
                    let row = row.ok_or(Error::NotFound("complaint"))?;
                    self.own_case(actor, row.of_case).await?;
                    let before = row.complaint(&*self.vault)?;
                    let calendar = self.working_days().calendar_at(&row.path);
                    let context =
                        Context { today: self.store.clock.today(), actor: party(actor), calendar: &calendar };
                    let events = before.decide(Command::Withdraw, &context)?;
                    let complaint = events.iter().fold(before, Complaint::apply);
                    let mut tx = self.transaction(context.actor.clone());
                    let matter = row.save(&*self.vault, &mut tx.work, &complaint);
                    for desk in &row.waiting {
                        tx.work.desk(desk);
                    }
                    self.matters().tell_step(&mut tx, &matter, events).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// A complaint that the actor's authority answers.
    async fn complaint_in_sight(&self, actor: &Actor, id: ComplaintId) -> Result<ComplaintRow> {
        let row: Option<ComplaintRow> = self.store.get("complaint", &id.to_string()).await?;
        let row = row.ok_or(Error::NotFound("complaint"))?;
        sight(actor, Action::AnswerComplaints, &Target::Unit(&row.path), "complaint")?;
        Ok(row)
    }

    /// What a guardian complained of about a matter, the oldest first.
    async fn complaints_of(&self, case: CaseId, account: AccountId) -> Result<Vec<ComplaintRow>> {
        let text = "SELECT * FROM complaint WHERE of_case = $case ORDER BY uid LIMIT 50";
        let mut rows: Vec<ComplaintRow> = self.store.rows(text, Vars::new().with("case", case)).await?;
        rows.retain(|row| row.account == account);
        Ok(rows)
    }

    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_complaint_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: ComplaintRow| {
            all.push(row.as_matter(&row.complaint(&*self.vault)?));
            Ok(())
        };
        self.matters().each_row("complaint", "uid", "open = true", each).await?;
        Ok(all)
    }

    /// Counts the day of one again that was provisional. Gives whether it moved or became final.
    pub(crate) async fn recount_complaint(&self, id: ComplaintId, tx: &mut Transaction<'_>) -> Result<bool> {
        let row: Option<ComplaintRow> = self.store.get("complaint", &id.to_string()).await?;
        let row = row.ok_or(Error::NotFound("complaint"))?;
        let before = row.complaint(&*self.vault)?;
        let Some(event) = before.recount(&self.working_days().calendar_at(&row.path)) else {
            return Ok(false);
        };
        let matter = row.save(&*self.vault, &mut tx.work, &before.apply(&event));
        self.matters().tell_step(tx, &matter, vec![event]).await?;
        Ok(true)
    }
}

/// The matter as a complaint about it keeps it; none where no desk ever held it.
fn handled(row: &CaseRow, case: &Case) -> Option<Handled> {
    Some(Handled {
        case: row.uid,
        number: row.number.clone(),
        kind: row.kind,
        person: row.person,
        by: case.handled_by()?,
        took_part: case.hands().collect(),
    })
}
