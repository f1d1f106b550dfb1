//! 下载本人和子女的信息 (《个人信息保护法》第四十五条): what is on record of the own account and the own children as one plain file, after the password
//! was asked for again. Each child's look is in the access log as a download.

use crate::error::{Error, Result};
use crate::services::Guardians;
use chrono::{DateTime, Duration, Utc};
use contract::case::QueueLine;
use contract::complaint::VoiceView;
use contract::portal::MyBond;
use contract::pupil::PupilView;
use domain::access::Actor;
use domain::id::PersonId;
use serde_json::{Value as Json, json};

/// Under which name it is kept in a session that its owner has shown to be at the keyboard.
const TICKET: &str = "own data";
/// How long the file can be fetched then: long enough for a slow line and a second try.
const HOLDS: Duration = Duration::minutes(10);

impl Guardians<'_> {
    /// Lets the file be fetched in this session for ten minutes. `owner`: what the session's drafts are kept under.
    ///
    /// # Errors
    /// `old_password`, `locked`; `quiet` after a recovery; [`Error::NotFound`] for everybody but guardians.
    pub async fn allow_own_data(
        &self,
        actor: &Actor,
        owner: &str,
        password: &str,
        address: &str,
    ) -> Result<()> {
        self.accounts().guardians_account(actor.account).await?;
        self.check_quiet(actor).await?;
        self.accounts().own_password(actor.account, password, address).await?;
        self.accounts().put_draft(owner, TICKET, &self.store.clock.now()).await
    }

    /// The file: JSON with Chinese names, to be read by people and programs.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the password was not asked for in this session a short while ago.
    pub async fn own_data(&self, actor: &Actor, owner: &str) -> Result<Vec<u8>> {
        let allowed: Option<DateTime<Utc>> = self.accounts().draft(owner, TICKET).await?;
        let now = self.store.clock.now();
        if allowed.is_none_or(|at| now < at || now - at >= HOLDS) {
            return Err(Error::NotFound("own data"));
        }
        let account = self.accounts().guardians_account(actor.account).await?;
        let mine = self.my_account(actor).await?;
        let mut children = Vec::new();
        for child in &actor.children {
            children.push(self.child_in_full(actor, *child).await?);
        }
        let mut asked = Vec::new();
        for line in self.cases().cases_opened_by(actor).await? {
            let voice = self.complaints().voice_of(actor, line.id).await.ok();
            asked.push(application(&line, voice));
        }
        let all = json!({
            "说明": "本系统中您的账号和您孩子的信息（《个人信息保护法》第四十五条）。内含孩子的完整信息，请妥善保管。",
            "生成时间": moment(now),
            "账号": {
                "姓名": account.name,
                "登录手机号": account.login,
                "注册时间": moment(account.created_at),
                "上次修改密码": moment(account.password_changed_at),
            },
            "与孩子的关系": mine.bonds.iter().map(bond).collect::<Vec<_>>(),
            "孩子": children,
            "申请": asked,
        });
        serde_json::to_vec_pretty(&all).map_err(|error| Error::Store(error.to_string()))
    }

    async fn child_in_full(&self, actor: &Actor, child: PersonId) -> Result<Json> {
        let view = self.pupils().own_copy(actor, child).await?;
        let looks = self.access_log().looks_at(actor, child, None).await?;
        let looks = looks.rows.iter().map(|look| {
            json!({
                "时间": moment(look.at),
                "单位": look.unit,
                "身份": look.role.label(),
                "做了什么": look.function.label(),
                "用途": look.purpose,
            })
        });
        let mut told = record(&view);
        if let Some(told) = told.as_object_mut() {
            told.insert("最近谁看过".to_owned(), Json::Array(looks.collect()));
        }
        Ok(told)
    }
}

fn bond(bond: &MyBond) -> Json {
    json!({
        "孩子": bond.name,
        "学校": bond.school,
        "关系": bond.kinship,
        "开始时间": moment(bond.since),
        "状态": bond.state.label(),
    })
}

/// The record of a child in full, item by item.
fn record(view: &PupilView) -> Json {
    let items = view.info.iter().map(|(field, value)| json!({ "项目": field.label(), "内容": value }));
    let spells = view.spells.iter().map(|spell| {
        json!({
            "学校": spell.school,
            "年级（一至十二）": spell.grade,
            "班级": spell.class_name,
            "开始": spell.from_on,
            "结束": spell.to_on,
        })
    });
    let numbers = view.numbers.iter().map(|number| {
        json!({
            "种类": number.kind.label(),
            "号码": number.mask,
            "发放": number.issued_on,
            "停用": number.retired_on,
        })
    });
    let timeline = view.timeline.iter().map(|line| {
        json!({
            "时间": moment(line.at),
            "事情": line.event.label(),
            "内容": line.words,
            "单位": line.who,
        })
    });
    json!({
        "姓名": view.name,
        "学籍号": view.number,
        "学校": view.school,
        "年级": view.grade,
        "班级": view.class_name,
        "状态": view.standing.label(),
        "入学日期": view.entry_date,
        "登记的信息": items.collect::<Vec<_>>(),
        "在哪里上过学": spells.collect::<Vec<_>>(),
        "发过的学籍号": numbers.collect::<Vec<_>>(),
        "信息变动": timeline.collect::<Vec<_>>(),
    })
}

/// What was asked for, how it was rated and what was complained of.
fn application(line: &QueueLine, voice: Option<VoiceView>) -> Json {
    let (rated, complaints) = voice.map(|voice| (voice.rated, voice.complaints)).unwrap_or_default();
    let rated =
        rated.map(|rated| json!({ "满意程度": rated.rating.label(), "意见": rated.words, "日期": rated.on }));
    let complaints = complaints.into_iter().map(|one| {
        let answer = one.answer.map(|(on, words)| json!({ "日期": on, "内容": words }));
        json!({ "日期": one.on, "内容": one.words, "答复单位": one.above, "答复": answer })
    });
    json!({
        "编号": line.number,
        "申请什么": line.kind.label(),
        "孩子": line.person,
        "日期": line.opened_on,
        "结果": line.state.label(),
        "评价": rated,
        "投诉": complaints.collect::<Vec<_>>(),
    })
}

/// A moment as people in China read it.
fn moment(at: DateTime<Utc>) -> String {
    (at + Duration::hours(8)).format("%Y年%-m月%-d日 %H:%M").to_string()
}
