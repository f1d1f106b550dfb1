//! A change of a school (学校变更), proposed and agreed to, and what must hold after it.

use super::*;
use contract::pupil::PupilView;
use domain::case::CaseState;
use domain::codes::SchoolType;
use domain::form::Field;
use domain::id::{PersonId, SchoolChangeId};
use domain::school::{Change, Placement, State};
use registry::error::Result;
use registry::school::Asked;

pub const ACT: &str = "玄教〔2026〕12号";

pub fn asked(school: &str, change: Change) -> Asked {
    Asked { school: Some(code(school)), change, act: ACT.into() }
}

pub fn merge(placements: Vec<Placement>) -> Asked {
    asked(SCHOOL, Change::Merge { into: code(OTHER_SCHOOL), placements })
}

pub fn close(archives: Option<&str>, placements: Vec<Placement>) -> Asked {
    asked(SCHOOL, Change::Close { archives: archives.map(code), placements })
}

pub fn reclass(name: &str, school_type: SchoolType) -> Change {
    let (name, stages, system, placements) = (name.to_owned(), Vec::new(), None, Vec::new());
    Change::Reclass { name, school_type, stages, system, placements }
}

pub fn placed(class: &str, new_class: &str) -> Placement {
    Placement { grade: 1, class_name: class.into(), to: code(OTHER_SCHOOL), new_class: new_class.into() }
}

/// As the county sees it, wherever the pupil is.
pub async fn record(world: &World, person: PersonId) -> PupilView {
    world.registry.pupils().pupil(&registrar(COUNTY), person).await.unwrap()
}

impl World {
    pub async fn propose(&self, asked: &Asked) -> Result<SchoolChangeId> {
        self.registry.schools().propose_school_change(&registrar(COUNTY), asked).await
    }

    pub async fn agree_to(&self, id: SchoolChangeId) -> Result<State> {
        match self.registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await? {
            State::Running => self.registry.schools().run_school_change(id).await,
            state => Ok(state),
        }
    }

    pub async fn done(&self, asked: &Asked) -> SchoolChangeId {
        let id = self.propose(asked).await.unwrap();
        assert_eq!(self.agree_to(id).await.unwrap(), State::Done);
        id
    }

    /// Every figure agrees with a recount, every archive has a custodian, every chain holds.
    pub async fn is_whole(&self) {
        self.registry.outbox().drain_outbox().await.unwrap();
        assert_eq!(self.registry.figures().verify_figures().await.unwrap(), Vec::new());
        assert_eq!(self.registry.schools().verify_custody().await.unwrap(), Vec::new());
        assert_eq!(self.registry.matters().matters_unsound().await.unwrap(), Vec::new());
        assert!(self.registry.journal().verify_journal().await.unwrap().broken.is_empty());
    }

    pub async fn in_class(&self, school: &str, seed: u64, class: &str) -> PersonId {
        let (person, case) = self.enter(school, info_with(seed, &[(Field::ClassName, class)])).await;
        assert_eq!(self.approve(school, case).await, CaseState::Approved);
        self.registry.outbox().drain_outbox().await.unwrap();
        person
    }
}
