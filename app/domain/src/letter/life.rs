//! The life of a letter: what each command does in each state, and who may give it.

use super::{
    Command, Content, Context, Delivery, Letter, LetterEvent, LetterState, Office, PIECES_MAX,
    RECEIPT_WORKING_DAYS, Receipt, WORDS_MAX,
};
use crate::account::Role;
use crate::calendar::{Due, WorkCalendar};
use crate::matter::deadline::recount;
use crate::matter::{Checked, Lifecycle, TwoSteps};
use crate::refusal::RefusalCode;
use chrono::NaiveDate;

/// 拟稿与签发分离: nobody signs what he drafted.
const SIGNED: TwoSteps =
    TwoSteps { first: "拟稿", second: "签发", other: "本单位另一名主管领导" };

impl Letter {
    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Checked<Vec<LetterEvent>> {
        match command {
            Command::Draft { content } => self.draft(content, context),
            Command::Return { reason } => {
                self.in_state(LetterState::Drafted)?;
                self.by(&self.from, Role::Leader, context)?;
                Ok(vec![LetterEvent::Returned(self.life().returned(&reason)?)])
            }
            Command::TakeBack => {
                self.in_state(LetterState::Drafted)?;
                self.by(&self.from, Role::Registrar, context)?;
                Ok(vec![LetterEvent::TakenBack])
            }
            Command::Sign { number } => self.sign(number, context),
            Command::Receive { received_by, on, pieces, note } => {
                self.receive(&received_by, on, pieces, &note, context)
            }
            Command::Cancel { reason } => {
                if !self.state.is_open() {
                    return Err(self.life().out_of_state(self.state.label()));
                }
                self.by(&self.from, Role::Leader, context)?;
                let remedy = "请写明对方未接收或学生不再转学的情况。";
                let reason =
                    self.life().words(&reason, RefusalCode::CancelReason, "没有写明终止的原因。", remedy)?;
                Ok(vec![LetterEvent::Cancelled(context.act(), reason)])
            }
        }
    }

    fn draft(&self, content: Box<Content>, context: &Context<'_>) -> Checked<Vec<LetterEvent>> {
        if self.state.is_sent() {
            return Err(self.life().out_of_state(self.state.label()));
        }
        self.by(&self.from, Role::Registrar, context)?;
        if content.kind() != self.kind() || content.term() != self.content.term() {
            return self.life().refuse(RefusalCode::Kind, "不能改变公文的种类和学期。", "请另行拟稿。");
        }
        content.check()?;
        Ok(vec![LetterEvent::Drafted(context.act(), content)])
    }

    fn sign(&self, number: String, context: &Context<'_>) -> Checked<Vec<LetterEvent>> {
        self.in_state(LetterState::Drafted)?;
        self.by(&self.from, Role::Leader, context)?;
        let drafted = self.drafted.as_ref().map(|draft| draft.by.account);
        SIGNED.apart(&context.actor, drafted)?;
        self.content.check()?;
        self.content.may_be_signed(context.today)?;
        let delivery = if context.receiver_has_registrar { Delivery::Online } else { Delivery::Paper };
        let due = self.receipt_due(context.today, context.calendar);
        Ok(vec![LetterEvent::Signed(context.act(), number, delivery, due)])
    }

    fn receive(
        &self,
        received_by: &str,
        on: NaiveDate,
        pieces: Option<u32>,
        note: &str,
        context: &Context<'_>,
    ) -> Checked<Vec<LetterEvent>> {
        self.in_state(LetterState::Signed)?;
        // A receiver that got its first registrar meanwhile may always answer for itself.
        let paper = self.delivery == Some(Delivery::Paper);
        let sender = paper && self.by(&self.from, Role::Registrar, context).is_ok();
        if !sender {
            self.by(&self.to, Role::Registrar, context)?;
        }
        let (life, mut wrong) = (self.life(), Vec::new());
        let (received_by, note) = (&crate::text::line(received_by).text, &crate::text::words(note).text);
        if received_by.chars().count() < 2 {
            wrong.push(life.refusal(RefusalCode::ReceivedBy, "没有填写签收人。", "请填写签收人的姓名。"));
        }
        if on > context.today || self.signed.as_ref().is_some_and(|signed| on < signed.on) {
            let what = "签收日期应在发文之后，且不晚于今天。";
            wrong.push(life.refusal(RefusalCode::On, what, "请按送达回执填写签收日期。"));
        }
        let sent = self.content.enclosures().and_then(|enclosures| enclosures.pieces);
        let pieces = sent.and(pieces);
        match (sent, pieces) {
            (Some(_), None) => {
                wrong.push(life.refusal(
                    RefusalCode::Pieces,
                    "没有填写实收件数。",
                    "请清点收到的档案后填写。",
                ));
            }
            (Some(_), Some(arrived)) if arrived > PIECES_MAX => {
                wrong.push(life.refusal(RefusalCode::Pieces, "实收件数过大。", "请填写 0 至 999 的件数。"));
            }
            (Some(sent), Some(arrived)) if sent != arrived && note.chars().count() < 2 => {
                let what = format!("实收 {arrived} 件，与移交的 {sent} 件不符。");
                wrong.push(life.refusal(RefusalCode::Note, what, "请在备注中写明缺少或多出的材料。"));
            }
            _ => {}
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(vec![LetterEvent::Received(Receipt {
            recorded: context.act(),
            received_by: received_by.chars().take(50).collect(),
            on,
            pieces,
            note: note.chars().take(WORDS_MAX).collect(),
        })])
    }

    /// By when a letter signed on that day is receipted. Where an archive is on its way the receiver has at least until the
    /// day on which the hand-over itself is due.
    fn receipt_due(&self, signed_on: NaiveDate, calendar: &WorkCalendar) -> Due {
        let receipt = calendar.add_working_days(signed_on, RECEIPT_WORKING_DAYS);
        if self.content.enclosures().is_some() { receipt.max(self.sending_due(calendar)) } else { receipt }
    }

    fn sending_due(&self, calendar: &WorkCalendar) -> Due {
        self.content.due(self.owed_on, calendar)
    }

    /// What follows for the open deadline when a year is announced; none when it was not provisional or stays what it was.
    /// A day already told to somebody is never brought forward.
    pub fn recount(&self, calendar: &WorkCalendar) -> Option<LetterEvent> {
        let again = || {
            Some(match &self.signed {
                Some(signed) => self.receipt_due(signed.on, calendar),
                None => self.sending_due(calendar),
            })
        };
        recount(self.due()?, again).map(LetterEvent::Recounted)
    }

    /// Folds one event into the state. Events come from [`Letter::decide`]; replaying them gives the same letter.
    #[must_use]
    pub fn apply(mut self, event: &LetterEvent) -> Self {
        match event {
            LetterEvent::Drafted(act, content) => {
                self.content = (**content).clone();
                self.drafted = Some(act.clone());
                self.returned = None;
                self.state = LetterState::Drafted;
            }
            LetterEvent::Returned(reason) => {
                self.returned = Some(reason.clone());
                self.state = LetterState::Owed;
            }
            LetterEvent::TakenBack => {
                self.drafted = None;
                self.state = LetterState::Owed;
            }
            LetterEvent::Signed(act, number, delivery, due) => {
                self.signed = Some(act.clone());
                self.number = Some(number.clone());
                self.delivery = Some(*delivery);
                self.due = *due;
                // Another unit holds it now, and has a day of its own.
                self.urged = None;
                self.state = LetterState::Signed;
            }
            LetterEvent::Received(receipt) => {
                self.receipt = Some(receipt.clone());
                self.state = LetterState::Received;
            }
            LetterEvent::Cancelled(act, reason) => {
                self.cancelled = Some((act.clone(), reason.clone()));
                self.state = LetterState::Cancelled;
            }
            LetterEvent::Recounted(due) => self.due = *due,
            LetterEvent::Urged(urged) => self.urged = Some(urged.clone()),
        }
        self
    }

    fn in_state(&self, state: LetterState) -> Checked {
        self.life().in_state(self.state, LetterState::label, &[state])
    }

    fn by(&self, who: &Office, role: Role, context: &Context<'_>) -> Checked {
        self.life().step_of(&context.actor, who, role)
    }

    fn life(&self) -> Lifecycle {
        Lifecycle::of(format!("《{}》", self.kind().label()), self.kind().article()).words_max(WORDS_MAX)
    }
}
