//! What has to be finished before a school may end, each by its name, so that whoever proposes it knows where to go.

use crate::Registry;
use crate::case::queue_key;
use crate::error::Result;
use crate::import::ImportState;
use crate::store::Vars;
use domain::access::Role;
use domain::letter::{LetterKind, LetterState};
use domain::org::Unit;
use domain::problem::ProblemKind;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Matters of one sort that stand in the way, at most 200.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What sort.
    pub heading: &'static str,
    /// Each in words, and what it is.
    pub matters: Vec<(String, Matter)>,
}

/// What a matter is, with its id where the authority can open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A case.
    Case(String),
    /// A pupil.
    Pupil(String),
    /// A problem record.
    Problem(String),
    /// Something only the school itself can open.
    OfSchool,
}

impl Registry {
    /// What stands in the way of ending a school: open cases it has a part in, its letters, imports and problem records. Sorts of
    /// which there are none are left out.
    pub(super) async fn blockers(&self, school: &Unit) -> Result<Vec<Blocker>> {
        let found = [
            ("未办结的事项", self.open_cases_of(school).await?),
            ("有在办事项的学生", self.busy_pupils_of(school).await?),
            ("未办理的公文", self.letters_of(school).await?),
            ("借阅未了结或移交途中的纸质档案", self.dossiers_of(school).await?),
            ("未完成的批量导入", self.imports_of(school).await?),
            ("未举证的问题学籍", self.problems_of(school).await?),
        ];
        let there = found.into_iter().filter(|(_, matters)| !matters.is_empty());
        Ok(there.map(|(heading, matters)| Blocker { heading, matters }).collect())
    }

    async fn asked<T: DeserializeOwned>(&self, school: &Unit, text: &str) -> Result<Vec<T>> {
        let queues: Vec<String> =
            [Role::Registrar, Role::Leader].iter().map(|role| queue_key(&school.id, *role)).collect();
        let vars = Vars::new().with("school", &school.id).with("path", &school.path).with("queues", queues);
        self.store.rows(text, vars).await
    }

    async fn open_cases_of(&self, school: &Unit) -> Result<Vec<(String, Matter)>> {
        #[derive(Deserialize)]
        struct Line {
            uid: String,
            number: String,
        }
        let text = "SELECT uid, number FROM case WHERE state IN ['in_progress', 'returned'] \
                    AND (path = $path OR waiting IN $queues) LIMIT 200";
        let lines: Vec<Line> = self.asked(school, text).await?;
        Ok(lines.into_iter().map(|line| (line.number, Matter::Case(line.uid))).collect())
    }

    async fn busy_pupils_of(&self, school: &Unit) -> Result<Vec<(String, Matter)>> {
        #[derive(Deserialize)]
        struct Line {
            uid: String,
            name: String,
        }
        let text =
            "SELECT uid, name FROM person WHERE school = $school AND open_case NOT IN [NONE, NULL] LIMIT 200";
        let lines: Vec<Line> = self.asked(school, text).await?;
        Ok(lines.into_iter().map(|line| (line.name, Matter::Pupil(line.uid))).collect())
    }

    async fn letters_of(&self, school: &Unit) -> Result<Vec<(String, Matter)>> {
        #[derive(Deserialize)]
        struct Line {
            kind: LetterKind,
            state: LetterState,
        }
        let lines: Vec<Line> =
            self.asked(school, "SELECT kind, state FROM letter WHERE waiting IN $queues LIMIT 200").await?;
        let words = |line: &Line| format!("{}（{}）", line.kind.label(), line.state.label());
        Ok(lines.iter().map(|line| (words(line), Matter::OfSchool)).collect())
    }

    async fn dossiers_of(&self, school: &Unit) -> Result<Vec<(String, Matter)>> {
        let busy = self.busy_dossiers(&school.id).await?;
        Ok(busy.into_iter().map(|(person, name)| (name, Matter::Pupil(person.to_string()))).collect())
    }

    async fn imports_of(&self, school: &Unit) -> Result<Vec<(String, Matter)>> {
        #[derive(Deserialize)]
        struct Line {
            created_at: chrono::DateTime<chrono::Utc>,
            state: ImportState,
        }
        let text = "SELECT created_at, state FROM import WHERE school = $school \
                    AND state IN ['checking', 'checked', 'entering'] LIMIT 200";
        let lines: Vec<Line> = self.asked(school, text).await?;
        let words = |line: &Line| {
            let day = domain::form::chinese_date(&crate::clock::shanghai_day(line.created_at).to_string());
            format!("{day}上传的名单（{}）", line.state.label())
        };
        Ok(lines.iter().map(|line| (words(line), Matter::OfSchool)).collect())
    }

    async fn problems_of(&self, school: &Unit) -> Result<Vec<(String, Matter)>> {
        #[derive(Deserialize)]
        struct Line {
            uid: String,
            kind: ProblemKind,
        }
        let text =
            "SELECT uid, kind FROM problem WHERE open = true AND waiting CONTAINSANY $queues LIMIT 200";
        let lines: Vec<Line> = self.asked(school, text).await?;
        Ok(lines.into_iter().map(|line| (line.kind.label().to_owned(), Matter::Problem(line.uid))).collect())
    }
}
