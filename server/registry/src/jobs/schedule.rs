//! The schedule of what the system does by itself: once an hour, some of it once a day of Beijing, and nothing while the clock is not
//! believed. Its parts stand one apart from the other: each remembers the day it was done and how it failed. What goes on for long is
//! only begun here, as a job.

use super::{contained, reason};
use crate::Registry;
use crate::error::{Error, Result};
use crate::services::Jobs;
use crate::store::{UnitOfWork, Vars};
use crate::watch::ByItself;
use chrono::{DateTime, NaiveDate, Utc};
use contract::background::ClockState;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often what the system does by itself is gone through.
const ROUND: Duration = Duration::from_secs(3600);

/// The rounds of this process.
#[derive(Default)]
pub(crate) struct Rounds {
    /// When the last one began, in steady time.
    last: Mutex<Option<Duration>>,
    /// One part at a time, whoever calls: nothing that is due once a day is done twice side by side.
    part: tokio::sync::Mutex<()>,
}

impl Rounds {
    /// Whether a round is due, and that it begins.
    fn begin(&self, steady: Duration) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|last| steady.saturating_sub(last) >= ROUND);
        if due {
            *last = Some(steady);
        }
        due
    }
}

/// A part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 毕业年级未办结事项的清理
    Leavers,
    /// 各类事项的催办和督办
    Matters,
    /// 历史数据
    Figures,
    /// 问题学籍核查
    ProblemCheck,
    /// 学期末应办的公文
    TermEnd,
    /// 辍学跟进
    FollowUps,
    /// 档案完整情况的重新统计
    Holdings,
    /// 查阅异常报警的核查
    Alarms,
    /// 违规线索
    Violations,
    /// 学籍复核
    Reviews,
    /// 应开展而未发起的学籍复核
    OwedReviews,
    /// 长期未登录账号的封存
    DormantAccounts,
    /// 访问日志的签名
    AccessDays,
    /// 过期的档案包
    Packages,
    /// 读取中断的批量导入
    CutOffImports,
    /// 逾期没有放行的存量数据接管
    TakeOvers,
    /// 待办批量导入的归属
    ImportOwners,
    /// 过期的草稿
    Drafts,
    /// 过期未提交的填写内容
    TypedForms,
    /// 过期未提交的证明材料
    UnsentFiles,
    /// 过期的猜测计数
    Attempts,
    /// 过期的校验码
    Codes,
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
    /// Every part.
    pub const ALL: [Self; 26] = [
        Self::Leavers,
        Self::Matters,
        Self::Figures,
        Self::ProblemCheck,
        Self::TermEnd,
        Self::FollowUps,
        Self::Holdings,
        Self::Alarms,
        Self::Violations,
        Self::Reviews,
        Self::OwedReviews,
        Self::DormantAccounts,
        Self::AccessDays,
        Self::Packages,
        Self::CutOffImports,
        Self::TakeOvers,
        Self::ImportOwners,
        Self::Drafts,
        Self::TypedForms,
        Self::UnsentFiles,
        Self::Attempts,
        Self::Codes,
        Self::Erasure,
        Self::Warnings,
        Self::SchoolChanges,
        Self::Promotion,
    ];

    /// As it is stored; what it is called stands with the words of the operator's page.
    pub fn key(self) -> String {
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
pub(crate) struct Parts<'a> {
    registry: &'a Registry,
    failed: Option<Error>,
}

impl<'a> Parts<'a> {
    pub(crate) fn new(registry: &'a Registry) -> Self {
        Self { registry, failed: None }
    }

    /// Keeps the first failure for the end.
    pub(crate) fn note(&mut self, error: Error) {
        self.failed.get_or_insert(error);
    }

    /// Does a part of every round.
    ///
    /// # Errors
    /// When its state cannot be kept: then the store fails, and the rest would too.
    pub(crate) async fn always<T: Default>(
        &mut self,
        part: Part,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let _alone = self.registry.jobs.rounds.part.lock().await;
        let before = self.registry.jobs().part_state(part).await?;
        self.run(part, before, None, work).await
    }

    /// Does a part that is due once a day. A day in the future was written by a clock that was wrong, and is no day it was done.
    ///
    /// # Errors
    /// As above.
    pub(crate) async fn daily<T: Default>(
        &mut self,
        part: Part,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let _alone = self.registry.jobs.rounds.part.lock().await;
        let today = self.registry.store.clock.today();
        let before = self.registry.jobs().part_state(part).await?;
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
            self.registry.jobs().keep_part(&state).await?;
        }
        Ok(outcome.unwrap_or_else(|error| {
            self.note(error);
            T::default()
        }))
    }

    /// The first failure of the round.
    pub(crate) fn end(self) -> Result<()> {
        self.failed.map_or(Ok(()), Err)
    }
}

impl Jobs<'_> {
    /// What the system does by itself, to be called every minute: looks at the clock, and once an hour goes through what is due. None
    /// when nothing was to be done, or the clock is not believed. `steady` is the time since the process began, by a clock that cannot
    /// be set.
    ///
    /// # Errors
    /// The first failure, after every part was tried.
    pub async fn automatic(&self, steady: Duration) -> Result<Option<ByItself>> {
        let state = self.background().look_at_clock(steady).await?;
        if state != ClockState::Sound || !self.jobs.rounds.begin(steady) {
            return Ok(None);
        }
        self.watch().do_by_itself().await.map(Some)
    }

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
