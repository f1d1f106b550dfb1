//! Ratings and complaints (好差评): guardians of what they asked for themselves, answered by the authority above; and whoever may not.

use super::Scene;
use super::office::desk;
use crate::command::Kind;
use crate::model::{Done, Outcome, Violation, violated};
use crate::society::guardian;
use domain::access::Actor;
use domain::complaint::Rating;
use domain::id::ComplaintId;
use registry::case::CaseRow;

const WORDS: &str = "每次说的材料都不一样";

impl Scene<'_> {
    /// A correction in one of these states that a guardian asked for, and whose it is.
    async fn asked_by_a_guardian(&mut self, states: &str) -> Result<Option<(CaseRow, Actor)>, Violation> {
        let text =
            format!("SELECT * FROM case WHERE kind = 'correction' AND state IN [{states}] ORDER BY uid");
        let rows: Vec<CaseRow> = match self.world.registry().store.inspect(&text).await {
            Ok(rows) => rows,
            Err(error) => return violated("the store reads", format!("{error:?}")),
        };
        let Some(row) = self.dice.pick(&rows).cloned() else { return Ok(None) };
        let case = self.content(&row)?;
        if case.opened_by.unit.is_some() {
            return Ok(None);
        }
        let by = Actor { account: case.opened_by.account, ..guardian(row.person, 0) };
        Ok(Some((row, by)))
    }

    /// A guardian rates what was decided; or somebody whose matter it is not.
    pub(super) async fn rate(&mut self, kind: Kind) -> Done {
        let Some((row, own)) = self.asked_by_a_guardian("'approved', 'refused'").await? else {
            return Ok(Outcome::Skipped);
        };
        let by = if kind == Kind::RateByStranger {
            match self.pupil(|other| other.uid != row.person) {
                Some(other) if self.dice.percent(70) => guardian(other.uid, 0),
                _ => self.anybody(),
            }
        } else {
            own
        };
        let rating = self.dice.pick(&Rating::ALL).copied();
        self.note(format!("{} {rating:?} by {}", row.uid, by.name));
        let answer = self.world.registry().complaints().rate_case(&by, row.uid, rating, WORDS).await;
        self.told(answer)
    }

    /// A guardian complains of how the own matter is or was handled.
    pub(super) async fn complain(&mut self) -> Done {
        let states = "'in_progress', 'approved', 'refused'";
        let Some((row, by)) = self.asked_by_a_guardian(states).await? else {
            return Ok(Outcome::Skipped);
        };
        self.note(format!("{} by {}", row.uid, by.name));
        let answer = self.world.registry().complaints().complain(&by, row.uid, WORDS).await;
        self.told(answer)
    }

    /// The authority answers; or somebody of another unit.
    pub(super) async fn answer_complaint(&mut self, kind: Kind) -> Done {
        let open = self.matters("SELECT * FROM complaint WHERE open = true ORDER BY uid").await?;
        let Some(complaint) = self.dice.pick(&open).cloned() else { return Ok(Outcome::Skipped) };
        let Ok(id) = complaint.uid.parse::<ComplaintId>() else {
            return violated("an id reads", complaint.uid);
        };
        let desks = complaint.waiting.as_array().cloned().unwrap_or_default();
        let Some((unit, role)) = self.dice.pick(&desks).and_then(|one| one.as_str()).and_then(desk) else {
            return violated("an open matter has a holder and a due day", format!("complaint {id}"));
        };
        let by = if kind == Kind::AnswerComplaintByStranger {
            let by = self.anybody();
            if by.unit.as_ref().is_some_and(|own| own.id == unit) {
                return Ok(Outcome::Skipped);
            }
            by
        } else {
            self.one_of(&unit, role)
        };
        self.note(format!("{id} by {}", by.name));
        let words = "已经核实，学校当面说明";
        let answer = self.world.registry().complaints().answer_complaint(&by, id, words).await;
        self.told(answer)
    }
}
