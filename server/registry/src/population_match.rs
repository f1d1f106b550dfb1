//! The population register (国家人口基础信息库): the identity match before a formal number is issued (第五条).

use chrono::NaiveDate;
use domain::codes::Sex;
use domain::ident::ResidentId;

/// What is asked about a child.
#[derive(Debug, Clone)]
pub struct Question {
    /// 姓名
    pub name: String,
    /// 公民身份号码
    pub number: ResidentId,
    /// 性别
    pub sex: Sex,
    /// 出生日期
    pub birth_date: NaiveDate,
}

/// What the register answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 一致. Says what was compared, because a local check compares less than the register does.
    Match {
        /// What was compared.
        compared: &'static str,
    },
    /// 不一致, with each difference.
    Mismatch(Vec<&'static str>),
    /// It answers by file: the question is put down and the answer, once there is one, read.
    ByFile,
    /// There is no answer yet.
    Unavailable,
}

/// Somebody who can match a name and number against the population.
pub trait PopulationRegister: Send + Sync {
    /// Asks about one child.
    fn check(&self, question: &Question) -> Answer;
}

/// How a registry matches identities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Matching {
    /// By what the number itself says.
    #[default]
    Local,
    /// By files that are exchanged with the population register (核验请求, 核验回执).
    Files,
}

impl Matching {
    /// Who is asked.
    pub(crate) fn register(self) -> Box<dyn PopulationRegister> {
        match self {
            Self::Local => Box::new(LocalRegister),
            Self::Files => Box::new(FileExchange),
        }
    }
}

/// The register behind its air gap. What contradicts the number itself is told at once and is not sent.
pub struct FileExchange;

impl PopulationRegister for FileExchange {
    fn check(&self, question: &Question) -> Answer {
        match LocalRegister.check(question) {
            Answer::Match { .. } => Answer::ByFile,
            other => other,
        }
    }
}

/// Checks what can be checked without a connection: that the number's own sex and birth date are the record's.
/// It cannot see that a number exists at 公安 or whose it is, and says so in what it compared.
pub struct LocalRegister;

impl PopulationRegister for LocalRegister {
    fn check(&self, question: &Question) -> Answer {
        let mut differences = Vec::new();
        if question.number.birth_date() != question.birth_date {
            differences.push("出生日期与身份证件号不一致");
        }
        if question.number.sex() != question.sex {
            differences.push("性别与身份证件号不一致");
        }
        if differences.is_empty() {
            Answer::Match {
                compared: "本地核验：校验码、出生日期、性别（未联网核对姓名）"
            }
        } else {
            Answer::Mismatch(differences)
        }
    }
}
