//! What units owe each other: letters, problem records, data for outsiders.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Matter, Outcome, Violation, violated};
use crate::society::{PROVINCE, code, png};
use domain::access::{Actor, Role};
use domain::case::correction::ProofKind;
use domain::disclosure::{Command, DataClass, Ground, People, Recipient, RecipientKind};
use domain::id::{DisclosureId, LetterId, ProblemId, UnitId};
use domain::problem::{Problem, ProblemState, Remedy};
use registry::case::Upload;
use registry::disclosure::AskedDisclosure;
use registry::letter::AskedReceipt;
use registry::problem::AskedAnswer;
use std::collections::BTreeSet;

/// Whose turn it is, of one entry of `waiting`.
pub(super) fn desk(waiting: &str) -> Option<(UnitId, Role)> {
    let (unit, role) = waiting.split_once('/')?;
    Some((unit.parse().ok()?, Role::from_key(role)?))
}

impl Scene<'_> {
    pub(super) async fn matters(&self, text: &str) -> Result<Vec<Matter>, Violation> {
        match self.world.registry().store.inspect(text).await {
            Ok(rows) => Ok(rows),
            Err(error) => violated("the store reads", format!("{error:?}")),
        }
    }

    /// Somebody who is neither of the units named.
    fn stranger(&self, units: &[UnitId]) -> Option<Actor> {
        let by = self.anybody();
        let own = by.unit.as_ref()?;
        (!units.contains(&own.id)).then_some(by)
    }

    pub(super) async fn letter(&mut self, kind: Kind) -> Done {
        let open = self
            .matters("SELECT * FROM letter WHERE state IN ['owed', 'drafted', 'signed'] ORDER BY uid")
            .await?;
        let Some(letter) = self.dice.pick(&open).cloned() else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = letter.waiting.as_str().and_then(desk) else { return Ok(Outcome::Skipped) };
        let Ok(id) = letter.uid.parse::<LetterId>() else { return violated("an id reads", letter.uid) };
        let by = if kind == Kind::LetterByStranger {
            // Whoever it is addressed to may give the receipt, also while it waits for the sender because nobody there had an account.
            let parties: Vec<UnitId> = [letter.from_unit, letter.to_unit].into_iter().flatten().collect();
            match self.stranger(&parties) {
                Some(by) => by,
                None => return Ok(Outcome::Skipped),
            }
        } else {
            self.one_of(&unit, role)
        };
        self.note(format!("{} ({}) by {}", letter.uid, letter.state, by.name));
        let registry = self.world.registry();
        let today = self.world.today();
        let answer = match letter.state.as_str() {
            "owed" => registry.letters().draft_letter(&by, id, Some(3), "登记表、成绩册").await,
            "drafted" if self.dice.percent(15) => {
                registry.letters().return_letter(&by, id, "请核对件数").await
            }
            "drafted" => registry.letters().sign_letter(&by, id).await,
            _ => {
                let receipt = AskedReceipt {
                    received_by: "陈老师".into(),
                    on: today,
                    pieces: Some(3),
                    note: String::new(),
                };
                registry.letters().receive_letter(&by, id, &receipt).await
            }
        };
        Ok(match self.hear(answer)? {
            Ok(state) => {
                let state = format!("{state:?}");
                if ["Signed", "Received"].contains(&state.as_str()) {
                    self.model.letters.insert(letter.uid, state.to_lowercase());
                }
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn check(&mut self) -> Done {
        let official = self.one_of(&code(PROVINCE), Role::Official);
        let registry = self.world.registry();
        if let Err(code) = self.hear(registry.problems().start_check(&official).await)? {
            return Ok(Outcome::Refused(code));
        }
        self.told(registry.outbox().drain_outbox().await)
    }

    async fn problems(&self, condition: &str) -> Result<Vec<(Matter, Problem)>, Violation> {
        let rows = self.matters(&format!("SELECT * FROM problem WHERE {condition} ORDER BY uid")).await?;
        let vault = &*self.world.registry().vault;
        rows.into_iter()
            .map(|row| match vault.open_value(&row.sealed, &format!("problem/{}", row.uid)) {
                Ok(problem) => Ok((row, problem)),
                Err(error) => violated("a problem opens", format!("{}: {error:?}", row.uid)),
            })
            .collect()
    }

    pub(super) async fn problem(&mut self, kind: Kind) -> Done {
        let open = self.problems("open = true").await?;
        let Some((row, problem)) = self.dice.pick(&open).cloned() else { return Ok(Outcome::Skipped) };
        let Some(waiting) = row.waiting.as_array().cloned() else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = self.dice.pick(&waiting).and_then(|one| one.as_str()).and_then(desk) else {
            return Ok(Outcome::Skipped);
        };
        let by = if kind == Kind::ProblemByStranger {
            let mut near: Vec<UnitId> = problem.sides.iter().map(|side| side.school.unit.clone()).collect();
            near.push(problem.settled_by.unit.clone());
            match self.stranger(&near) {
                Some(by) => by,
                None => return Ok(Outcome::Skipped),
            }
        } else {
            self.one_of(&unit, role)
        };
        self.note(format!("{} ({}) by {}", row.uid, row.state, by.name));
        let registry = self.world.registry();
        let id = problem.id;
        let answer = match problem.state {
            ProblemState::Open if problem.settled_by.unit != unit || self.dice.percent(50) => {
                let own: Vec<_> = problem.sides.iter().filter(|side| side.school.unit == unit).collect();
                let Some(side) = self.dice.pick(&own) else { return Ok(Outcome::Skipped) };
                let upload = Upload {
                    kind: ProofKind::HouseholdRegister,
                    name: "户口簿.png".into(),
                    bytes: png(self.dice.below(1 << 20)),
                };
                let asked = AskedAnswer {
                    person: side.person,
                    remedy: if self.dice.percent(60) { Remedy::Prove } else { Remedy::GiveUp },
                    statement: "已核对户口簿原件".into(),
                    upload: Some(upload),
                };
                registry.problems().answer_problem(&by, id, &asked).await
            }
            ProblemState::Open | ProblemState::Answered => {
                let survivor = problem.sides
                    [usize::try_from(self.dice.below(problem.sides.len() as u64)).unwrap_or(0)]
                .person;
                if self.dice.percent(65) {
                    registry.problems().propose_merge(&by, id, survivor, BTreeSet::new(), "重复录入").await
                } else {
                    registry.problems().propose_distinct(&by, id, "户口簿证明为两名学生").await
                }
            }
            ProblemState::Proposed if self.dice.percent(15) => {
                registry.problems().return_problem(&by, id, "请再核对").await
            }
            _ => registry.problems().decide_problem(&by, id).await,
        };
        self.told(answer)
    }

    /// A merge is taken back, asked by one and done by another.
    pub(super) async fn undo_merge(&mut self) -> Done {
        // One that was proposed is decided first: a merge can be taken back only until something else happens to the record.
        if self.problems("state IN ['proposed', 'merged']").await?.is_empty() {
            let open = self.problems("state IN ['open', 'answered']").await?;
            let Some((_, problem)) = self.dice.pick(&open).cloned() else { return Ok(Outcome::Skipped) };
            let by = self.one_of(&problem.settled_by.unit, Role::Registrar);
            let survivor = problem.sides[0].person;
            let registry = self.world.registry();
            let asked = registry
                .problems()
                .propose_merge(&by, problem.id, survivor, BTreeSet::new(), "重复录入")
                .await;
            if let Err(code) = self.hear(asked)? {
                return Ok(Outcome::Refused(code));
            }
        }
        let proposed = self.problems("state = 'proposed'").await?;
        if let Some((_, problem)) = self.dice.pick(&proposed).cloned() {
            let by = self.one_of(&problem.settled_by.unit, Role::Leader);
            let decided = self.world.registry().problems().decide_problem(&by, problem.id).await;
            if let Err(code) = self.hear(decided)? {
                return Ok(Outcome::Refused(code));
            }
        }
        let merged = self.problems("state = 'merged'").await?;
        let Some((row, problem)) = self.dice.pick(&merged).cloned() else { return Ok(Outcome::Skipped) };
        let settles = problem.settled_by.unit.clone();
        let (asks, does) = (self.one_of(&settles, Role::Registrar), self.one_of(&settles, Role::Leader));
        self.note(format!("{} by {} and {}", row.uid, asks.name, does.name));
        let registry = self.world.registry();
        let id: ProblemId = problem.id;
        if problem.undo.is_none()
            && let Err(code) = self.hear(registry.problems().ask_undo(&asks, id, "认定有误").await)?
        {
            return Ok(Outcome::Refused(code));
        }
        self.told(registry.problems().undo_merge(&does, id).await)
    }

    pub(super) async fn ask_disclosure(&mut self) -> Done {
        let schools: Vec<UnitId> = self.world.schools().into_iter().map(|school| school.id.clone()).collect();
        let school = self.dice.pick(&schools).expect("schools").clone();
        let by = self.one_of(&school, Role::Registrar);
        self.note(format!("by {}", by.name));
        let asked = AskedDisclosure {
            school: Some(school),
            recipient: Recipient {
                name: "玄武区疾病预防控制中心".into(),
                kind: Some(RecipientKind::PublicBody),
                contact: "李医生".into(),
                phone: "02512345678".into(),
                letter: "玄疾控〔2026〕8号".into(),
            },
            purpose: "核对预防接种情况".into(),
            ground: Some(Ground::StatutoryDuty),
            proof_of_ground: "疫苗管理法第四十八条".into(),
            classes: [DataClass::Basic, DataClass::Number].into(),
            necessity: String::new(),
            people: People::School,
            numbers: String::new(),
            keep_days: 30,
            letter: Some(("来函.png".into(), crate::society::png(8))),
        };
        let answer = self.world.registry().disclosures().ask_disclosure(&by, &asked).await;
        Ok(match self.hear(answer)? {
            Ok(id) => {
                self.model.disclosures.insert(id);
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn disclosure(&mut self, kind: Kind) -> Done {
        let open = self
            .matters(
                "SELECT * FROM disclosure WHERE waiting IS NOT NONE AND waiting IS NOT NULL ORDER BY uid",
            )
            .await?;
        let Some(row) = self.dice.pick(&open).cloned() else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = row.waiting.as_str().and_then(desk) else { return Ok(Outcome::Skipped) };
        let Ok(id) = row.uid.parse::<DisclosureId>() else { return violated("an id reads", row.uid) };
        let by = if kind == Kind::DisclosureByStranger {
            match self.stranger(std::slice::from_ref(&unit)) {
                Some(by) => by,
                None => return Ok(Outcome::Skipped),
            }
        } else {
            self.one_of(&unit, role)
        };
        self.note(format!("{} ({}) by {}", row.uid, row.state, by.name));
        let command = match role {
            _ if self.dice.percent(10) => Command::Refuse("用途不明".into()),
            Role::Leader => Command::Approve { words: "同意".into(), days: 7, downloads: 2 },
            _ => Command::Examine("属实".into()),
        };
        self.told(self.world.registry().disclosures().act_on_disclosure(&by, id, &command).await)
    }

    pub(super) async fn fetch_disclosure(&mut self) -> Done {
        #[derive(serde::Deserialize, Clone)]
        struct Row {
            uid: DisclosureId,
            asker: UnitId,
        }
        let text = "SELECT uid, asker FROM disclosure WHERE state = 'approved' ORDER BY uid";
        let rows: Vec<Row> = match self.world.registry().store.inspect(text).await {
            Ok(rows) => rows,
            Err(error) => return violated("the store reads", format!("{error:?}")),
        };
        let Some(row) = self.dice.pick(&rows).cloned() else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&row.asker, Role::Registrar);
        self.note(format!("{} by {}", row.uid, by.name));
        self.told(self.world.registry().disclosures().fetch_disclosure(&by, row.uid).await)
    }
}
