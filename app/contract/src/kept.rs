//! Who keeps an archive, and the catalogue of those that are kept for good (第九条, 第十六条).

use chrono::NaiveDate;
use domain::archive::Custody;
use domain::id::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// Who keeps an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyView {
    /// The unit.
    pub custodian: UnitId,
    /// Its name.
    pub name: String,
    /// How.
    pub kind: Custody,
    /// Since when.
    pub since: NaiveDate,
    /// By which act, when one moved it; none when the pupil came and went in the ordinary way.
    pub act: Option<String>,
}

/// A paper dossier beside an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPaper {
    /// Pieces in it.
    pub pieces: usize,
    /// The place, once it has one.
    pub place: Option<String>,
}

/// One archive of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLine {
    /// The person.
    pub id: PersonId,
    /// 姓名, as the policy masks it.
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// The school the pupil left.
    pub school: String,
    /// How the pupil left.
    pub standing: String,
    /// How it is kept.
    pub kind: Custody,
    /// Since when.
    pub since: NaiveDate,
    /// By which act, where one moved it here.
    pub act: Option<String>,
    /// 纸质案卷 here; none where there is none.
    pub paper: Option<KeptPaper>,
}
