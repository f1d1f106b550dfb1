//! Paper archives (纸质档案): the shelves of a school, one dossier, its loans, its hand-over piece by piece.

use crate::{Said, Signed};
use chrono::NaiveDate;
use domain::id::{LetterId, PersonId};
use domain::letter::LetterState;
use domain::paper::{Check, HandOverState, LoanState, Piece, ShelfPlace, Whereabouts};
use serde::{Deserialize, Serialize};

/// One pupil in the catalogue (案卷目录).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueLine {
    /// The pupil.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级; empty for who has left.
    pub class_label: String,
    /// 存放位置
    pub place: Option<ShelfPlace>,
    /// 件数
    pub pieces: usize,
    /// 页数
    pub pages: u32,
    /// The state of the open loan.
    pub loan: Option<LoanState>,
    /// Whether it is here, on a hand-over list, or gone.
    pub whereabouts: Whereabouts,
}

/// One loan that is asked for or out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanLine {
    /// The pupil.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 借阅人
    pub borrower: String,
    /// 应还日期
    pub due_back: NaiveDate,
    /// Where it stands.
    pub state: LoanState,
    /// Whether it should have been back.
    pub overdue: bool,
}

/// One piece of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierPiece {
    /// The piece.
    pub piece: Piece,
    /// Whether a copy is kept (复印件留存).
    pub copied: bool,
}

/// One loan of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanEntry {
    /// 借阅人
    pub borrower: String,
    /// 事由
    pub reason: String,
    /// 应还日期
    pub due_back: NaiveDate,
    /// Where it stands.
    pub state: LoanState,
    /// Whether it should have been back.
    pub overdue: bool,
    /// Who asked.
    pub asked: Signed,
    /// Who approved or refused.
    pub decided: Option<Signed>,
    /// Why it was refused.
    pub refused: Option<String>,
    /// Who took it back.
    pub returned: Option<Signed>,
}

/// One dossier as its keeper sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierView {
    /// The pupil.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked; empty for who has left.
    pub number: String,
    /// 年级 and 班级; empty for who has left.
    pub class_label: String,
    /// 存放位置
    pub place: Option<ShelfPlace>,
    /// The pieces by number, withdrawn ones with them; none where nothing was entered yet.
    pub pieces: Vec<DossierPiece>,
    /// The loans, newest first; only the first may be open.
    pub loans: Vec<LoanEntry>,
    /// Where the papers are.
    pub whereabouts: Whereabouts,
    /// Whether the reader keeps it.
    pub may_keep: bool,
    /// Whether the reader decides about its open loan.
    pub may_approve: bool,
}

impl DossierView {
    /// The pieces that were not withdrawn.
    pub fn current(&self) -> impl Iterator<Item = &DossierPiece> + Clone {
        self.pieces.iter().filter(|one| one.piece.withdrawn.is_none())
    }
}

/// A hand-over whose month has passed (第十五条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateHandOver {
    /// The letter, for a school it concerns.
    pub letter: Option<LetterId>,
    /// The pupil, for a school the letter concerns.
    pub name: Option<String>,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Whether the receiver has it, and only the receipt is missing.
    pub sent: bool,
    /// The deadline that has passed.
    pub due_on: NaiveDate,
    /// Calendar days since.
    pub days_late: i64,
    /// Which authority was told.
    pub urged: Option<Signed>,
}

/// How a difference was settled (差异处理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// 已补交; otherwise it stays as it is.
    pub supplemented: bool,
    /// Who settled it, and the note.
    pub said: Said,
}

/// A piece on a hand-over list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPiece {
    /// The piece as the sender listed it.
    pub piece: Piece,
    /// What the receiver found.
    pub check: Option<Check>,
    /// How a difference was settled.
    pub settled: Option<Settlement>,
    /// Whether a difference still waits.
    pub open: bool,
}

/// 密封
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealView {
    /// 密封条编号
    pub number: String,
    /// 移交人 and 移交日期
    pub handed_over: Signed,
    /// Who confirmed it here.
    pub confirmed: Signed,
}

/// A hand-over list and what became of it, as its two schools see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverView {
    /// The version that is shown.
    pub version: u64,
    /// Where it stands.
    pub state: HandOverState,
    /// 移交清单
    pub pieces: Vec<ListedPiece>,
    /// 页数
    pub pages: u32,
    /// 实收件数
    pub arrived: u32,
    /// Who made the list.
    pub listed: Signed,
    /// 密封
    pub seal: Option<SealView>,
    /// 签收
    pub received: Option<Signed>,
    /// 签收人 as the receipt names them.
    pub received_by: String,
    /// Whether the reader confirms the seal.
    pub may_seal: bool,
    /// Whether the reader checks the pieces.
    pub may_receive: bool,
    /// Whether the reader settles differences.
    pub may_settle: bool,
    /// Whether the reader may take the list back.
    pub may_take_back: bool,
    /// The reader is the sender and records what the paper receipt says.
    pub on_paper: bool,
}

/// The desk at which a hand-over is done: a letter that hands an archive over, before and after its list was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverDesk {
    /// The letter.
    pub letter: LetterId,
    /// 发文字号
    pub number: Option<String>,
    /// Where the letter stands.
    pub letter_state: LetterState,
    /// Who signed it.
    pub signed: Option<Signed>,
    /// 姓名
    pub pupil: String,
    /// 学籍号, masked.
    pub pupil_number: String,
    /// The pupil's dossier at the sender, where the reader may open it.
    pub dossier: Option<PersonId>,
    /// 移交学校
    pub from: String,
    /// 接收学校
    pub to: String,
    /// Whether the reader's school sends it.
    pub sender: bool,
    /// By when it is to be sent or receipted, while it is open.
    pub due_on: Option<NaiveDate>,
    /// Calendar days until then.
    pub days_left: i64,
    /// Pieces in the sender's dossier that are not on a list yet, for the sender.
    pub waiting: Vec<Piece>,
    /// Who has borrowed the dossier, and when it is to be back, for the sender.
    pub lent: Option<(String, NaiveDate)>,
    /// Whether the reader may make the list.
    pub may_list: bool,
    /// The list, once there is one that was not taken back and the reader may read it.
    pub list: Option<HandOverView>,
    /// Today.
    pub today: NaiveDate,
}
