//! Divisions (行政区划) as they are and were: provinces, cities, counties and townships with their codes, the days from and until which they
//! hold, and who made, renamed and ended them.

use crate::Page;
use chrono::NaiveDate;
use domain::id::UnitId;
use domain::org::UnitKind;
use serde::{Deserialize, Serialize};

/// What was done to a division in this register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivisionAct {
    /// 生效日期
    pub on: NaiveDate,
    /// 设立机构, 机构更名 or 撤销机构.
    pub what: String,
    /// The name from then on; empty where the act names none.
    pub name: String,
    /// 批准文号
    pub act: String,
    /// Who proposed it: unit and name.
    pub proposed_by: String,
    /// Who approved it.
    pub decided_by: String,
}

/// One division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivisionLine {
    /// 区划代码
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// Its level.
    pub kind: UnitKind,
    /// The name of the one it lies below.
    pub above: String,
    /// First day; none where the table that was taken over names none.
    pub from: Option<NaiveDate>,
    /// Last day; none while it is in use.
    pub until: Option<NaiveDate>,
    /// 曾用名, each with its last day.
    pub names: Vec<(String, NaiveDate)>,
    /// What was done to it, the oldest first.
    pub acts: Vec<DivisionAct>,
}

/// A page of divisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divisions {
    /// The one below which they lie, with those above it, the highest first; none where the list is of what was searched for.
    pub above: Vec<(UnitId, String)>,
    /// The divisions, by code.
    pub page: Page<DivisionLine, UnitId>,
}
