//! Paper archives (第八条, 第九条, 第十五条): a class on the shelf with two loans, one overdue; hand-overs that wait for their list, one that is
//! sealed and on its way, one that is late.

use super::Country;
use super::pupils::Child;
use chrono::{Days, NaiveDate};
use domain::access::Role;
use domain::archive::Category;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::withdrawal::{Manner, Withdrawal};
use domain::id::{LetterId, PersonId, UnitId};
use domain::letter::LetterKind;
use domain::paper::{AskedPiece, DossierCommand, PieceForm, ShelfPlace};
use registry::error::Error;
use registry::letter::LetterBox;
use registry::paper::AskedSeal;

/// Where the shelves are shown.
const SHELVES: &str = "2132000101";

/// A senior middle school that a pupil has left.
const LEFT_BY: &str = "3432000203";

/// What becomes of a hand-over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// The dossier is counted, the list is to be made.
    ToList,
    /// Sealed: the other school is to check it.
    Sealed,
    /// Nobody has done anything for more than a month.
    Late,
}

/// From which school to which, which child from the end of the list, days ago, and what became of it.
const HAND_OVERS: [(&str, &str, usize, u64, Left); 4] = [
    ("2151000104", "2151000101", 2, 16, Left::ToList),
    ("2151000201", "2151000104", 2, 16, Left::ToList),
    ("2132000102", "2132000104", 2, 20, Left::Sealed),
    ("2132000201", "2132000104", 5, 50, Left::Late),
];

/// 题名, 类别, 页数, 原件 or 复印件, 来源
const PIECES: [(&str, Category, u32, PieceForm, &str); 4] = [
    ("学生学籍登记表", Category::Basic, 2, PieceForm::Original, "本校建档"),
    ("户口簿复印件", Category::Proofs, 3, PieceForm::Copy, "监护人提交"),
    ("综合素质发展报告", Category::Development, 6, PieceForm::Original, "班主任归档"),
    ("预防接种证复印件", Category::Health, 4, PieceForm::Copy, "监护人提交"),
];

impl Country {
    pub(super) async fn build_papers(&self, children: &[Child]) -> anyhow::Result<()> {
        self.fill_shelves(children).await?;
        self.keep_for_good(children).await?;
        for (from, to, nth, ago, left) in HAND_OVERS {
            let (from, to): (UnitId, UnitId) = (from.parse()?, to.parse()?);
            // In the first weeks of a school year nobody can have moved so long ago.
            let enrolled = NaiveDate::from_ymd_opt(self.school_year, 9, 11).unwrap_or(self.today);
            if self.ago(ago) < enrolled {
                continue;
            }
            // Of whom something else is open nothing can be opened: the next one is taken.
            for child in children.iter().rev().filter(|child| child.school == from).skip(nth).take(4) {
                if let Some(letter) = self.hand_over_owed(child, &from, &to, ago).await? {
                    self.hand_over(letter, child.person, &from, left).await?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// The first class is on the shelf; two of its dossiers are lent, one of them too long.
    async fn fill_shelves(&self, children: &[Child]) -> anyhow::Result<()> {
        let school: UnitId = SHELVES.parse()?;
        let registrar = self.actor(&school, Role::Registrar)?;
        let leader = self.actor(&school, Role::Leader)?;
        self.at(self.ago(30), 9);
        let classes = self.registry.papers().paper_classes(registrar).await?;
        let Some((grade, _, class)) = classes.into_iter().next() else { return Ok(()) };
        let first = ShelfPlace::read("档案室", "1", "1", "1").map_err(told)?;
        self.registry.papers().place_whole_class(registrar, (grade, &class), &first, Some(2)).await?;
        // The children stand grade by grade, so the first are of that class.
        let own: Vec<PersonId> = children
            .iter()
            .filter(|child| child.school == school)
            .map(|child| child.person)
            .take(4)
            .collect();
        for person in &own {
            self.count_pieces(&school, *person).await?;
        }
        let loans = [
            (24, self.ago(4), "周老师（德育处）", "核对家庭住址"),
            (2, self.today + Days::new(12), "李老师（二年级组）", "查阅综合素质发展报告"),
        ];
        for (person, (ago, due_back, borrower, reason)) in own.iter().zip(loans) {
            self.at(self.ago(ago), 10);
            let ask = DossierCommand::AskLoan { borrower: borrower.into(), reason: reason.into(), due_back };
            self.registry.papers().keep_dossier(registrar, *person, ask).await?;
            self.at(self.ago(ago), 14);
            self.registry.papers().keep_dossier(leader, *person, DossierCommand::ApproveLoan).await?;
        }
        Ok(())
    }

    /// A senior pupil has left without finishing: the school keeps the archive for good.
    async fn keep_for_good(&self, children: &[Child]) -> anyhow::Result<()> {
        let school: UnitId = LEFT_BY.parse()?;
        for child in children.iter().rev().filter(|child| child.school == school).skip(2).take(4) {
            self.at(self.ago(15), 9);
            let facts = Facts { on: self.ago(16), papers: vec![Paper::Application], note: String::new() };
            let payload = Payload::Withdrawal(Withdrawal { facts, manner: Manner::Voluntary, days: 0 });
            let opened = self
                .registry
                .cases()
                .open_change(self.actor(&school, Role::Registrar)?, child.person, &payload)
                .await;
            let case = match opened {
                Ok(case) => case,
                Err(Error::Refused(_)) => continue,
                Err(error) => return Err(error.into()),
            };
            while let Some((unit, role)) = self.registry.cases().waiting_for(case).await? {
                self.agree(&unit, role, &[case]).await?;
            }
            break;
        }
        Ok(())
    }

    async fn count_pieces(&self, school: &UnitId, person: PersonId) -> anyhow::Result<()> {
        let registrar = self.actor(school, Role::Registrar)?;
        let dated = NaiveDate::from_ymd_opt(self.school_year, 9, 10);
        for (title, category, pages, form, source) in PIECES {
            let piece =
                AskedPiece { title: title.into(), category, pages, form, dated, source: source.into() };
            self.registry.papers().keep_dossier(registrar, person, DossierCommand::Add(piece)).await?;
        }
        Ok(())
    }

    /// A transfer that was approved, and the letter that owes the archive; none where nothing may be opened.
    async fn hand_over_owed(
        &self,
        child: &Child,
        from: &UnitId,
        to: &UnitId,
        ago: u64,
    ) -> anyhow::Result<Option<LetterId>> {
        self.at(self.ago(ago), 9);
        let asked = self.ask_transfer(self.actor(from, Role::Registrar)?, child, 0, self.ago(ago)).await?;
        let case = match self.registry.cases().open_transfer(self.actor(to, Role::Registrar)?, &asked).await {
            Ok(case) => case,
            Err(Error::Refused(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        while let Some((unit, role)) = self.registry.cases().waiting_for(case).await? {
            self.agree(&unit, role, &[case]).await?;
        }
        let waiting = self
            .registry
            .letters()
            .list_letters(self.actor(from, Role::Registrar)?, LetterBox::Outbox, None)
            .await?;
        let owed = |line: &&contract::letter::LetterLine| {
            line.kind == LetterKind::ArchiveHandOver && line.about == asked.name
        };
        Ok(waiting.rows.iter().find(owed).map(|line| line.id))
    }

    async fn hand_over(
        &self,
        letter: LetterId,
        person: PersonId,
        from: &UnitId,
        left: Left,
    ) -> anyhow::Result<()> {
        if left == Left::Late {
            return Ok(());
        }
        self.at(self.ago(10), 9);
        self.count_pieces(from, person).await?;
        if left == Left::ToList {
            return Ok(());
        }
        let (registrar, leader) = (self.actor(from, Role::Registrar)?, self.actor(from, Role::Leader)?);
        self.at(self.ago(6), 10);
        self.registry.papers().list_hand_over(registrar, letter).await?;
        self.at(self.ago(5), 15);
        self.registry.letters().sign_letter(leader, letter).await?;
        let seal = AskedSeal { number: "FT-0001".into(), signatory: registrar.name.clone(), on: self.ago(4) };
        self.at(self.ago(4), 9);
        self.registry.papers().seal_hand_over(leader, letter, &seal).await?;
        Ok(())
    }
}

fn told(refusals: Vec<domain::refusal::Refusal>) -> anyhow::Error {
    anyhow::anyhow!("{refusals:?}")
}
