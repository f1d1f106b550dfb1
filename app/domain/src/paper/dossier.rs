//! The dossier (案卷): one pupil's paper archive at one school, from the first piece to the day it leaves.

use super::{AskedPiece, Context, Loan, LoanState, PIECES_MAX, Piece, ShelfPlace, by, life, refusal};
use crate::account::Role;
use crate::id::{LetterId, PersonId, SchoolChangeId, UnitId};
use crate::matter::{Act, Checked};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where the papers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    /// 在库
    Here,
    /// 已列入移交清单: nothing may be changed or lent until it has gone.
    Listed(LetterId),
    /// 已移交: only the copies kept are here.
    Gone(LetterId),
    /// 随学校合并、撤销移交 (第九条): papers and copies went to the unit that keeps the archives of a school that is no more.
    HandedOn(SchoolChangeId),
}

/// One pupil's paper archive at one school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// The pupil.
    pub person: PersonId,
    /// The custodian.
    pub school: UnitId,
    /// 存放位置
    pub place: Option<ShelfPlace>,
    /// The pieces by number, withdrawn ones with them.
    pub pieces: Vec<Piece>,
    /// Of which pieces a copy was made and kept (复印件留存, 第九条).
    pub copied: BTreeSet<u32>,
    /// The loans, oldest first; only the last may be open.
    pub loans: Vec<Loan>,
    /// Where the papers are.
    pub whereabouts: Whereabouts,
}

/// What somebody wants done with a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DossierCommand {
    /// 指定存放位置
    Place(ShelfPlace),
    /// 归入一件
    Add(AskedPiece),
    /// 撤出一件
    Withdraw {
        /// 件号
        no: u32,
        /// Why.
        reason: String,
    },
    /// 复印件留存
    KeepCopies(BTreeSet<u32>),
    /// 申请借阅
    AskLoan {
        /// 借阅人
        borrower: String,
        /// 事由
        reason: String,
        /// 应还日期
        due_back: NaiveDate,
    },
    /// 批准借阅
    ApproveLoan,
    /// 不批准借阅
    RefuseLoan {
        /// Why.
        reason: String,
    },
    /// 归还
    ReturnLoan,
    /// 列入移交清单
    List(LetterId),
    /// 撤回移交清单
    Unlist,
}

/// What happened to a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "an event lives for one command: a box would not pay")]
pub enum DossierEvent {
    /// It stands there now.
    Placed(ShelfPlace),
    /// A piece was put in.
    Added(Piece),
    /// A piece was withdrawn.
    Withdrawn(u32, String),
    /// These pieces' copies are kept.
    CopiesKept(BTreeSet<u32>),
    /// A loan was asked for.
    LoanAsked(Loan),
    /// It was lent.
    LoanApproved(Act),
    /// The loan was refused.
    LoanRefused(Act, String),
    /// It was brought back.
    LoanReturned(Act),
    /// It is on a hand-over list.
    Listed(LetterId),
    /// The list was taken back.
    Unlisted,
    /// The receiver gave its receipt: custody has moved.
    Gone(LetterId),
}

impl Dossier {
    /// An empty dossier.
    pub fn new(person: PersonId, school: UnitId) -> Self {
        Self {
            person,
            school,
            place: None,
            pieces: Vec::new(),
            copied: BTreeSet::new(),
            loans: Vec::new(),
            whereabouts: Whereabouts::Here,
        }
    }

    /// Hands the dossier on when its school ends (第九条): what stays behind as a trace, and what the unit that follows has now. Its
    /// own papers of the same pupil, if it has some, come first; a place is to be given anew. None when there is nothing to hand on.
    pub fn hand_on(self, there: Option<Self>, to: UnitId, change: SchoolChangeId) -> Option<(Self, Self)> {
        if matches!(self.whereabouts, Whereabouts::HandedOn(_)) {
            return None;
        }
        let mut next = match there {
            None => Self { school: to, place: None, ..self.clone() },
            // The pupil had gone there before: the originals are there, and the copies of them say nothing more.
            Some(there) if matches!(self.whereabouts, Whereabouts::Gone(_)) => there,
            Some(mut there) => {
                if there.whereabouts != Whereabouts::Here {
                    for piece in there.pieces.iter_mut().filter(|piece| piece.withdrawn.is_none()) {
                        piece.withdrawn = Some("已移交，后随原学校的案卷收回".to_owned());
                    }
                    there.copied.clear();
                    there.place = None;
                }
                for piece in self.current() {
                    let no = there.pieces.last().map_or(1, |last| last.no + 1);
                    there.pieces.push(Piece { no, ..piece.clone() });
                }
                there
            }
        };
        if self.whereabouts == Whereabouts::Here {
            next.whereabouts = Whereabouts::Here;
        }
        Some((Self { whereabouts: Whereabouts::HandedOn(change), place: None, ..self }, next))
    }

    /// The pieces that are in it.
    pub fn current(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(|piece| piece.withdrawn.is_none())
    }

    /// The open loan.
    pub fn open_loan(&self) -> Option<&Loan> {
        self.loans.last().filter(|loan| loan.state.is_open())
    }

    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(
        &self,
        command: DossierCommand,
        context: &Context,
    ) -> Result<Vec<DossierEvent>, Vec<Refusal>> {
        let leader = matches!(command, DossierCommand::ApproveLoan | DossierCommand::RefuseLoan { .. });
        by(context, &self.school, if leader { Role::Leader } else { Role::Registrar })?;
        let event = match command {
            // The copies that stay behind need a place too.
            DossierCommand::Place(place) => DossierEvent::Placed(place),
            DossierCommand::KeepCopies(numbers) => self.keep_copies(numbers)?,
            DossierCommand::Add(asked) => {
                self.is_here()?;
                if self.pieces.len() >= PIECES_MAX {
                    return Err(vec![refusal(
                        8,
                        RefusalCode::Pieces,
                        "一个案卷最多 999 件。",
                        "请将同类材料合并装订。",
                    )]);
                }
                let no = self.pieces.last().map_or(1, |piece| piece.no + 1);
                DossierEvent::Added(asked.numbered(no, context.today)?)
            }
            DossierCommand::Withdraw { no, reason } => {
                self.is_here()?;
                self.has(no)?;
                DossierEvent::Withdrawn(no, reasoned(&reason, "没有写明撤出的原因。")?)
            }
            DossierCommand::AskLoan { borrower, reason, due_back } => {
                self.is_here()?;
                self.not_lent()?;
                DossierEvent::LoanAsked(Loan::ask(&borrower, &reason, due_back, context)?)
            }
            DossierCommand::ApproveLoan => {
                self.loan_in(LoanState::Asked)?.four_eyes(context)?;
                DossierEvent::LoanApproved(context.act())
            }
            DossierCommand::RefuseLoan { reason } => {
                self.loan_in(LoanState::Asked)?;
                DossierEvent::LoanRefused(context.act(), reasoned(&reason, "没有写明不批准的原因。")?)
            }
            DossierCommand::ReturnLoan => {
                self.loan_in(LoanState::Lent)?;
                DossierEvent::LoanReturned(context.act())
            }
            DossierCommand::List(letter) => {
                self.is_here()?;
                self.not_lent()?;
                if self.current().next().is_none() {
                    let remedy = "请先清点纸质档案，逐件登记。";
                    return Err(vec![refusal(
                        15,
                        RefusalCode::Pieces,
                        "案卷中没有登记任何材料，不能列移交清单。",
                        remedy,
                    )]);
                }
                DossierEvent::Listed(letter)
            }
            DossierCommand::Unlist => {
                if !matches!(self.whereabouts, Whereabouts::Listed(_)) {
                    let what = "案卷没有列入移交清单。";
                    return Err(vec![refusal(15, RefusalCode::NotListed, what, "请刷新页面查看最新状态。")]);
                }
                DossierEvent::Unlisted
            }
        };
        Ok(vec![event])
    }

    /// Folds one event into the state. Events come from [`Dossier::decide`], [`DossierEvent::Gone`] from the receiver's receipt.
    #[must_use]
    pub fn apply(mut self, event: &DossierEvent) -> Self {
        match event {
            DossierEvent::Placed(place) => self.place = Some(place.clone()),
            DossierEvent::Added(piece) => self.pieces.push(piece.clone()),
            DossierEvent::Withdrawn(no, reason) => {
                if let Some(piece) = self.pieces.iter_mut().find(|piece| piece.no == *no) {
                    piece.withdrawn = Some(reason.clone());
                }
            }
            DossierEvent::CopiesKept(numbers) => self.copied.clone_from(numbers),
            DossierEvent::LoanAsked(loan) => self.loans.push(loan.clone()),
            DossierEvent::LoanApproved(act) => self.loan(|loan| {
                loan.state = LoanState::Lent;
                loan.decided = Some(act.clone());
            }),
            DossierEvent::LoanRefused(act, reason) => self.loan(|loan| {
                loan.state = LoanState::Refused;
                loan.decided = Some(act.clone());
                loan.refused = Some(reason.clone());
            }),
            DossierEvent::LoanReturned(act) => self.loan(|loan| {
                loan.state = LoanState::Returned;
                loan.returned = Some(act.clone());
            }),
            DossierEvent::Listed(letter) => self.whereabouts = Whereabouts::Listed(*letter),
            DossierEvent::Unlisted => self.whereabouts = Whereabouts::Here,
            DossierEvent::Gone(letter) => self.whereabouts = Whereabouts::Gone(*letter),
        }
        self
    }

    fn loan(&mut self, change: impl FnOnce(&mut Loan)) {
        if let Some(loan) = self.loans.last_mut() {
            change(loan);
        }
    }

    fn keep_copies(&self, numbers: BTreeSet<u32>) -> Checked<DossierEvent> {
        if matches!(self.whereabouts, Whereabouts::Gone(_)) {
            let what = "纸质档案已经移交，不能再登记留存的复印件。";
            return Err(vec![refusal(9, RefusalCode::Gone, what, "如需补充，请与接收学校联系。")]);
        }
        for no in &numbers {
            self.has(*no)?;
        }
        Ok(DossierEvent::CopiesKept(numbers))
    }

    fn has(&self, no: u32) -> Checked {
        if self.current().any(|piece| piece.no == no) {
            return Ok(());
        }
        Err(vec![refusal(
            8,
            RefusalCode::NoPiece,
            format!("案卷中没有第 {no} 件。"),
            "请刷新页面查看案卷目录。",
        )])
    }

    fn is_here(&self) -> Checked {
        match self.whereabouts {
            Whereabouts::Here => Ok(()),
            Whereabouts::Listed(_) => {
                let what = "案卷已列入移交清单，移交期间不能变动。";
                Err(vec![Refusal::of(RefusalCode::Listed, what)])
            }
            Whereabouts::HandedOn(_) => {
                let what = "案卷已随学校的合并或撤销移交。";
                Err(vec![refusal(9, RefusalCode::Gone, what, "请与接管档案的单位联系。")])
            }
            Whereabouts::Gone(_) => {
                let what = "案卷已移交其他学校，本校只保留复印件。";
                Err(vec![refusal(9, RefusalCode::Gone, what, "请与接收学校联系。")])
            }
        }
    }

    fn not_lent(&self) -> Checked {
        let Some(loan) = self.open_loan() else { return Ok(()) };
        let (what, remedy) = if loan.state == LoanState::Lent {
            let what =
                format!("案卷由{}借出，应于 {} 归还，归还前不能移交或再借。", loan.borrower, loan.due_back);
            (what, "请催还并登记归还后再办理。")
        } else {
            let what = format!("{}的借阅申请还没有决定。", loan.borrower);
            (what, "请主管领导先批准或不批准这次借阅。")
        };
        Err(vec![refusal(15, RefusalCode::Lent, what, remedy)])
    }

    fn loan_in(&self, state: LoanState) -> Checked<&Loan> {
        self.open_loan().filter(|loan| loan.state == state).ok_or_else(|| {
            let what = format!("没有“{}”的借阅。", state.label());
            vec![Refusal::of(RefusalCode::NoLoan, what)]
        })
    }
}

fn reasoned(text: &str, what: &str) -> Checked<String> {
    life(8).words(text, RefusalCode::Reason, what, "请写明原因，会记入信息变动情况。")
}
