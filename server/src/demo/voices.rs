//! What guardians say of their matters: how they rate them (评价), what they complain of (投诉) and what they ask (留言); answered, waiting, and one
//! complaint whose day is over.

use super::Country;
use domain::access::{Actor, Role};
use domain::complaint::Rating;
use domain::id::{CaseId, UnitId};

/// The guardian whose correction was decided so long ago that the answer to what is complained of is overdue.
const LONG_AGO: usize = 38;
/// By how many days everything of it lies further back.
const FURTHER_BACK: u64 = 34;

/// A correction that a guardian of the demo asked for.
pub(super) struct Asked {
    /// Which guardian, counted from one.
    pub(super) guardian: usize,
    pub(super) actor: Actor,
    pub(super) school: UnitId,
    pub(super) case: CaseId,
}

/// By how many days what a guardian asked for lies further back than what the others did.
pub(super) fn further_back(guardian: usize) -> u64 {
    if guardian == LONG_AGO { FURTHER_BACK } else { 0 }
}

impl Country {
    pub(super) async fn build_voices(&self, asked: &[Asked]) -> anyhow::Result<()> {
        let (complaints, cases) = (self.registry.complaints(), self.registry.cases());
        for Asked { guardian, actor, school, case } in asked {
            self.at(self.ago(1), 20);
            match *guardian {
                22 => cases.ask_on_case(actor, *case, "要不要带户口簿原件到学校？").await?,
                23 => {
                    cases.ask_on_case(actor, *case, "大概什么时候有结果？").await?;
                    let answer = "材料齐全，学校审核后报区里核准，一般十个工作日内有结果。";
                    cases.answer_on_case(self.actor(school, Role::Leader)?, *case, 0, answer).await?;
                }
                27 => complaints.rate_case(actor, *case, Some(Rating::VerySatisfied), "办得很快").await?,
                28 => complaints.rate_case(actor, *case, Some(Rating::Fair), "").await?,
                29 => {
                    let words = "户口簿是派出所新换的，学校说看不清，没有问过我就退了。";
                    complaints.rate_case(actor, *case, Some(Rating::Dissatisfied), words).await?;
                    self.answer(school, actor, *case).await?;
                }
                37 => complaints.rate_case(actor, *case, Some(Rating::Satisfied), "").await?,
                39 => complaints.complain(actor, *case, "打了三次电话，每次说的都不一样。").await?,
                LONG_AGO => {
                    self.at(self.ago(FURTHER_BACK - 4), 20);
                    complaints.complain(actor, *case, "籍贯没有改，也没有人告诉我缺什么材料。").await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The authority above the school answers what a guardian complains of.
    async fn answer(&self, school: &UnitId, guardian: &Actor, case: CaseId) -> anyhow::Result<()> {
        let complaints = self.registry.complaints();
        let voice = complaints.voice_of(guardian, case).await?;
        let (Some(complaint), Some(above)) = (voice.complaints.first(), &self.units[school].parent) else {
            anyhow::bail!("nobody above {school} has a complaint");
        };
        self.at(self.today, 9);
        let answer = "已经核实：学校没有按规定先联系家长，已要求改正。请带户口簿到学校重新申请，当天受理。";
        complaints.answer_complaint(self.actor(above, Role::Leader)?, complaint.id, answer).await?;
        Ok(())
    }
}
