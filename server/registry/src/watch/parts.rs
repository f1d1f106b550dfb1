//! The parts of what the system does by itself, one apart from the other: each remembers the day it was done and how it failed.

use crate::Registry;
use crate::background::{contained, reason};
use crate::error::{Error, Result};
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// A part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 事项的催办和督办
    Cases,
    /// 公文、问题学籍、责令改正等的催办和督办
    Matters,
    /// 档案移交的督办
    LateArchives,
    /// 问题学籍核查
    ProblemCheck,
    /// 违规线索
    Violations,
    /// 学籍复核
    Reviews,
    /// 长期未登录账号的封存
    DormantAccounts,
    /// 访问日志的签名
    AccessDays,
    /// 过期的档案包
    Packages,
    /// 过期的草稿
    Drafts,
    /// 过期的猜测计数
    Attempts,
    /// 撤回同意后的删除
    Erasure,
    /// 监测预警
    Warnings,
    /// 学校变更
    SchoolChanges,
    /// 统一升级
    Promotion,
}

impl Part {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cases => "事项的催办和督办",
            Self::Matters => "公文、问题学籍、责令改正等的催办和督办",
            Self::LateArchives => "档案移交的督办",
            Self::ProblemCheck => "问题学籍核查",
            Self::Violations => "查找违规线索",
            Self::Reviews => "学籍复核",
            Self::DormantAccounts => "封存长期未登录的账号",
            Self::AccessDays => "访问日志每日签名",
            Self::Packages => "清理过期的档案包",
            Self::Drafts => "清理过期的草稿",
            Self::Attempts => "清理过期的登录失败计数",
            Self::Erasure => "撤回同意后的信息删除",
            Self::Warnings => "监测预警",
            Self::SchoolChanges => "学校合并和撤销",
            Self::Promotion => "统一升级",
        }
    }

    fn key(self) -> String {
        serde_json::to_value(self).ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// How a part went the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartState {
    /// Which.
    pub part: Part,
    /// The day it was done last, of those that are done once a day.
    pub done_on: Option<NaiveDate>,
    /// Why it failed, when the last try did.
    pub failure: Option<String>,
    /// Since when it has failed.
    pub failing_since: Option<DateTime<Utc>>,
}

/// One round through the parts.
pub(super) struct Parts<'a> {
    registry: &'a Registry,
    failed: Option<Error>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(registry: &'a Registry) -> Self {
        Self { registry, failed: None }
    }

    /// Keeps the first failure for the end.
    pub(super) fn note(&mut self, error: Error) {
        self.failed.get_or_insert(error);
    }

    /// Does a part of every round.
    ///
    /// # Errors
    /// When its state cannot be kept: then the store fails, and the rest would too.
    pub(super) async fn always<T: Default>(
        &mut self,
        part: Part,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let before = self.registry.part_state(part).await?;
        self.run(part, before, None, work).await
    }

    /// Does a part that is due once a day. A day in the future was written by a clock that was wrong, and is no day it was done.
    ///
    /// # Errors
    /// As above.
    pub(super) async fn daily<T: Default>(
        &mut self,
        part: Part,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let today = self.registry.store.clock.today();
        let before = self.registry.part_state(part).await?;
        if before.as_ref().is_some_and(|state| state.done_on == Some(today)) {
            return Ok(T::default());
        }
        self.run(part, before, Some(today), work).await
    }

    async fn run<T: Default>(
        &mut self,
        part: Part,
        before: Option<PartState>,
        done_on: Option<NaiveDate>,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let outcome = contained(work).await;
        let state = match &outcome {
            Ok(_) => PartState { part, done_on, failure: None, failing_since: None },
            Err(error) => {
                tracing::warn!(part = part.key(), %error, "failed, will be tried again");
                let now = self.registry.store.clock.now();
                PartState {
                    part,
                    done_on: before.as_ref().and_then(|state| state.done_on),
                    failure: Some(reason(error)),
                    failing_since: before.as_ref().and_then(|state| state.failing_since).or(Some(now)),
                }
            }
        };
        // Most rounds find what the round before found: nothing is written then.
        if before.as_ref() != Some(&state) && !(before.is_none() && done_on.is_none() && outcome.is_ok()) {
            self.registry.keep_part(&state).await?;
        }
        Ok(outcome.unwrap_or_else(|error| {
            self.note(error);
            T::default()
        }))
    }

    /// The first failure of the round.
    pub(super) fn end(self) -> Result<()> {
        self.failed.map_or(Ok(()), Err)
    }
}

impl Registry {
    async fn part_state(&self, part: Part) -> Result<Option<PartState>> {
        self.store.get("automatic", &part.key()).await
    }

    async fn keep_part(&self, state: &PartState) -> Result<()> {
        self.store
            .transact("automatic", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("automatic", &state.part.key(), state);
                    Ok((work, ()))
                })
            })
            .await
    }

    /// The parts whose last try failed.
    pub(crate) async fn failing_parts(&self) -> Result<Vec<PartState>> {
        let rows: Vec<PartState> = self.store.rows("SELECT * FROM automatic", Vars::new()).await?;
        Ok(rows.into_iter().filter(|state| state.failure.is_some()).collect())
    }
}
