//! What may be done with a hand-over (移交, 第十五条), by whom, and what it becomes.

use super::{
    Check, CheckedPiece, Context, HandOver, HandOverCommand, HandOverEvent, HandOverState, Piece, Seal,
    Settlement, TITLE_MAX, by, life, refusal, words,
};
use crate::account::Role;
use crate::calendar::Due;
use crate::matter::{Checked, Delivery, Holder, Matter, MatterKind, Subject, TwoSteps};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Who lists and who confirms the seal are two people.
const SEALED: TwoSteps =
    TwoSteps { first: "列移交清单", second: "确认密封移交", other: "本校主管领导" };

impl HandOver {
    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(&self, command: HandOverCommand, context: &Context) -> Checked<Vec<HandOverEvent>> {
        let event = match command {
            HandOverCommand::Seal { number, signatory, on, delivery } => {
                self.in_state(HandOverState::Listed)?;
                by(context, &self.from, Role::Leader)?;
                self.seal(&number, &signatory, on, delivery, context)?
            }
            HandOverCommand::TakeBack { letter_sent } => {
                self.in_state(HandOverState::Listed)?;
                by(context, &self.from, Role::Registrar)?;
                if letter_sent {
                    let what = "移交函已经签发，移交清单不能撤回。";
                    return Err(vec![refusal(
                        15,
                        RefusalCode::Letter,
                        what,
                        "请按清单密封移交，差异由接收学校清点时写明。",
                    )]);
                }
                HandOverEvent::TakenBack
            }
            HandOverCommand::Receive(found) => {
                self.in_state(HandOverState::Sealed)?;
                self.by_checker(context)?;
                self.receive(found, context)?
            }
            HandOverCommand::Settle { no, supplemented, note } => {
                self.in_state(HandOverState::Differs)?;
                self.by_checker(context)?;
                self.settle(no, supplemented, &note, context)?
            }
        };
        Ok(vec![event])
    }

    /// Who says what arrived: the receiver, and of a paper delivery the sender too, from the paper receipt.
    fn by_checker(&self, context: &Context) -> Checked {
        let on_paper = self.seal.as_ref().is_some_and(|seal| seal.on_paper);
        if on_paper && by(context, &self.from, Role::Registrar).is_ok() {
            return Ok(());
        }
        by(context, &self.to, Role::Registrar)
    }

    fn seal(
        &self,
        number: &str,
        signatory: &str,
        on: NaiveDate,
        delivery: Option<Delivery>,
        context: &Context,
    ) -> Checked<HandOverEvent> {
        SEALED.apart(&context.actor, [self.listed.by.account])?;
        let (number, signatory) = (words(number, 40), words(signatory, TITLE_MAX));
        let mut wrong = Vec::new();
        if delivery.is_none() {
            let what = "学籍档案移交函还没有签发，不能密封移交。";
            wrong.push(refusal(15, RefusalCode::Letter, what, "请先签发移交函。"));
        }
        if number.is_empty() {
            wrong.push(refusal(
                15,
                RefusalCode::Number,
                "没有填写密封条编号。",
                "请填写档案袋密封条上的编号。",
            ));
        }
        if signatory.chars().count() < 2 {
            wrong.push(refusal(15, RefusalCode::Signatory, "没有填写移交人。", "请填写移交人的姓名。"));
        }
        if on > context.today || on < self.listed.on {
            let what = "移交日期应在列清单之后，且不晚于今天。";
            wrong.push(refusal(15, RefusalCode::On, what, "请按实际移交的日期填写。"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(HandOverEvent::Sealed(Seal {
            number,
            signatory,
            on,
            on_paper: delivery == Some(Delivery::Paper),
            confirmed: context.act(),
        }))
    }

    fn receive(&self, found: BTreeMap<u32, Check>, context: &Context) -> Checked<HandOverEvent> {
        let unchecked = self.pieces.iter().filter(|listed| !found.contains_key(&listed.piece.no));
        let wrong: Vec<Refusal> = unchecked
            .map(|listed| {
                let Piece { no, title, .. } = &listed.piece;
                let what = format!("第 {no} 件《{title}》没有清点。");
                refusal(
                    15,
                    RefusalCode::named(&format!("check_{no}")),
                    what,
                    "请逐件选择已收到、缺少或破损。",
                )
            })
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        if found.len() != self.pieces.len() {
            let what = "清点了移交清单上没有的材料。";
            return Err(vec![refusal(15, RefusalCode::Pieces, what, "请刷新页面按清单清点。")]);
        }
        Ok(HandOverEvent::Received(context.act(), found))
    }

    fn settle(&self, no: u32, supplemented: bool, note: &str, context: &Context) -> Checked<HandOverEvent> {
        if !self.pieces.iter().any(|listed| listed.piece.no == no && listed.is_open()) {
            let what = format!("第 {no} 件没有待处理的差异。");
            return Err(vec![refusal(15, RefusalCode::NoPiece, what, "请刷新页面查看最新状态。")]);
        }
        let remedy = "请写明补交的日期，或无法补交的原因。";
        let note = life(15).words(note, RefusalCode::Note, "没有写明差异如何处理。", remedy)?;
        Ok(HandOverEvent::Settled(no, Settlement { supplemented, note, by: context.act() }))
    }

    /// Folds one event into the state. Events come from [`HandOver::decide`]; replaying them gives the same hand-over.
    #[must_use]
    pub fn apply(mut self, event: &HandOverEvent) -> Self {
        match event {
            HandOverEvent::Sealed(seal) => {
                self.seal = Some(seal.clone());
                self.state = HandOverState::Sealed;
            }
            HandOverEvent::TakenBack => self.state = HandOverState::TakenBack,
            HandOverEvent::Received(act, found) => {
                for listed in &mut self.pieces {
                    listed.check = found.get(&listed.piece.no).copied();
                }
                self.received = Some(act.clone());
                self.close();
            }
            HandOverEvent::Settled(no, settlement) => {
                if let Some(listed) = self.pieces.iter_mut().find(|listed| listed.piece.no == *no) {
                    listed.settled = Some(settlement.clone());
                }
                self.close();
            }
        }
        self
    }

    fn close(&mut self) {
        let open = self.pieces.iter().any(CheckedPiece::is_open);
        self.state = if open { HandOverState::Differs } else { HandOverState::Closed };
    }

    fn in_state(&self, state: HandOverState) -> Checked {
        life(15).in_state(self.state, HandOverState::label, &[state])
    }
}

impl Matter for HandOver {
    fn kind(&self) -> MatterKind {
        MatterKind::PaperHandOver
    }

    fn subject(&self) -> Subject {
        Subject::Person(self.person)
    }

    /// While it is on its way its letter waits for the same act: the letter stands on the desk, and this for nobody.
    fn holders(&self) -> Vec<Holder> {
        match (self.state, &self.seal) {
            (HandOverState::Listed, _) => vec![Holder::of_unit(&self.from, Role::Leader)],
            // The receiver has nobody here: what its paper says is put down by the sender.
            (HandOverState::Differs, Some(seal)) if seal.on_paper => {
                vec![Holder::of_unit(&self.from, Role::Registrar)]
            }
            (HandOverState::Differs, _) => vec![Holder::of_unit(&self.to, Role::Registrar)],
            (HandOverState::Sealed | HandOverState::Closed | HandOverState::TakenBack, _) => Vec::new(),
        }
    }

    /// The day is that of the letter it goes with.
    fn due(&self) -> Option<Due> {
        None
    }

    fn is_open(&self) -> bool {
        matches!(self.state, HandOverState::Listed | HandOverState::Differs)
    }

    fn sent_back(&self) -> bool {
        false
    }
}
