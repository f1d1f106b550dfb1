//! Rating and complaint (评价和投诉).

use crate::Said;
use chrono::NaiveDate;
use domain::case::CaseKind;
use domain::complaint::{ComplaintState, Rated, Rating};
use domain::id::{CaseId, ComplaintId};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// What a guardian said of the own matter, and may still say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceView {
    /// How it was rated.
    pub rated: Option<Rated>,
    /// What was complained of, the oldest first.
    pub complaints: Vec<OwnComplaint>,
    /// Whether it may be rated now.
    pub may_rate: bool,
    /// Whether it may be complained of now.
    pub may_complain: bool,
    /// The authority that would answer; empty where nobody may complain.
    pub above: String,
}

/// A complaint as who made it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnComplaint {
    /// Its id.
    pub id: ComplaintId,
    /// The day.
    pub on: NaiveDate,
    /// In the own words.
    pub words: String,
    /// Who answers.
    pub above: String,
    /// By when it is to be answered; none once it is.
    pub due_on: Option<NaiveDate>,
    /// Where it stands: an open one may be taken back.
    pub state: ComplaintState,
    /// The answer: the day and the words.
    pub answer: Option<(NaiveDate, String)>,
}

/// A complaint as the authority sees it, with the matter it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintView {
    /// Its id.
    pub id: ComplaintId,
    /// The version that is shown.
    pub version: u64,
    /// Where it stands.
    pub state: ComplaintState,
    /// The unit that handled the matter.
    pub about: String,
    /// Which kind of matter.
    pub kind: CaseKind,
    /// 办件编号
    pub number: String,
    /// The matter's page, where the reader may open it.
    pub case: Option<CaseId>,
    /// The child, as far as the reader may see the name.
    pub child: String,
    /// The school.
    pub school: String,
    /// Where the matter stands.
    pub stands: String,
    /// The steps of the matter that were decided: unit, verdict, day and reason.
    pub steps: Vec<HandledStep>,
    /// How it was rated, where the complaint is a bad rating.
    pub rating: Option<Rating>,
    /// The day of the complaint.
    pub on: NaiveDate,
    /// In the guardian's words.
    pub words: String,
    /// By when it is to be answered; none once it is.
    pub due_on: Option<NaiveDate>,
    /// The answer.
    pub answer: Option<Said>,
    /// Whether the reader may answer.
    pub may_answer: bool,
}

/// A step of the matter that is complained of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandledStep {
    /// Unit and desk.
    pub desk: String,
    /// By when it was to be decided.
    pub due_on: NaiveDate,
    /// What was decided and on which day; none while it waits.
    pub decided: Option<(String, NaiveDate)>,
    /// Why; may be empty.
    pub reason: String,
}

impl ComplaintView {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<ComplaintId> {
        Shown::new(self.id, self.version)
    }
}
