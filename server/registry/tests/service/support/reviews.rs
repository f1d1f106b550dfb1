//! A review of the county (学籍复核), step by step.

use super::*;
use contract::review::SchoolView;
use domain::access::Actor;
use domain::calendar::{Term, term};
use domain::id::{PersonId, ReviewId};
use domain::review::{
    CampaignCommand, CampaignState, Dates, Finding, Outcome, Outstanding, SchoolCommand, SchoolState,
};
use registry::error::Result;
use registry::review::Confirmation;
use std::collections::BTreeSet;

pub fn dates() -> Dates {
    Dates {
        start: day("2026-09-07"),
        school: day("2026-09-18"),
        county: day("2026-09-25"),
        province: day("2026-09-30"),
    }
}

pub fn this_term() -> Term {
    term(day("2026-09-07"))
}

pub fn said(finding: Finding, note: &str) -> Confirmation {
    Confirmation { finding, items: BTreeSet::new(), note: note.into(), at: String::new() }
}

impl World {
    pub async fn open_review(&self) -> ReviewId {
        let id = self.registry.reviews().propose_review(&registrar(COUNTY), dates()).await.unwrap();
        let state =
            self.registry.reviews().act_on_review(&leader(COUNTY), id, &CampaignCommand::Approve).await;
        assert_eq!(state.unwrap(), CampaignState::Approved);
        id
    }

    pub async fn part(&self, id: ReviewId, school: &str) -> SchoolView {
        self.registry.reviews().school_review(&registrar(school), id, &code(school)).await.unwrap()
    }

    pub async fn step(&self, actor: &Actor, id: ReviewId, command: SchoolCommand) -> Result<SchoolState> {
        self.registry.reviews().act_on_school_review(actor, id, &code(SCHOOL), &command).await
    }

    /// The registrar of the school has nothing left to say of these pupils.
    pub async fn answer_all(&self, id: ReviewId, people: &[PersonId]) {
        let registrar = registrar(SCHOOL);
        self.registry.reviews().confirm_present(&registrar, id, people).await.unwrap();
        for person in people {
            let line = self.registry.reviews().review_pupil(&registrar, id, *person).await.unwrap().line;
            for one in line.anomalies {
                let answer = (Outcome::UnderWay, "正在补办");
                self.registry
                    .reviews()
                    .settle_anomaly(&registrar, id, &[*person], one.kind, answer)
                    .await
                    .unwrap();
            }
        }
    }

    pub async fn figures_agree(&self) {
        self.registry.outbox().drain_outbox().await.unwrap();
        assert_eq!(self.registry.figures().verify_figures().await.unwrap(), []);
    }
}

pub fn submit() -> SchoolCommand {
    SchoolCommand::Submit(Outstanding::default())
}

pub fn sign() -> SchoolCommand {
    SchoolCommand::Sign(Outstanding::default())
}
