//! `server take-over`: the pupils of an existing register become pupils of this one (存量数据接管), at the prompt, with the service stopped.
//! Who takes a step signs in as on a page: name, password, second factor. Two persons: one begins, another one releases; and who undoes what
//! was taken over is not who proposed it.

mod papers;

use crate::{DataArguments, Factor, clock, directory};
use anyhow::Context;
use clap::Subcommand;
use domain::access::Actor;
use domain::form::import::RowState;
use domain::id::TakeOverId;
use domain::take_over::{NATIONAL, Profile, read_totals};
use papers::{Attach, attach, tell_papers};
use registry::Registry;
use registry::account::{SecondFactor, SignIn, Stage, Token};
use registry::clock::{Clock, Entropy};
use registry::import::take_over::{AskedTakeOver, Reconciled, TakeOverRow};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What the account log says instead of a network address.
const CONSOLE: &str = "命令行";
/// Differences printed.
const TOLD: usize = 50;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(clap::Args)]
struct Common {
    #[command(flatten)]
    data: DataArguments,
    /// 办理人的账号（国家级或省级系统管理员），密码随后从键盘读入。
    #[arg(long, value_name = "账号")]
    by: String,
    /// Who needs a second factor.
    #[arg(long, env = "XUEJI_SECOND_FACTOR", value_enum, default_value = "required")]
    second_factor: Factor,
}

#[derive(clap::Args)]
struct Check {
    #[command(flatten)]
    common: Common,
    /// 数据来自哪个系统、哪一天导出：记入每名学生的信息变动记录。
    #[arg(long)]
    source: String,
    /// 接管方案（JSON）；不写则用内置的全国学籍系统导出方案。
    #[arg(long)]
    profile: Option<PathBuf>,
    /// 原系统的合计表（CSV：学校标识码,年级,学籍状态,人数）；不写则按文件清点。
    #[arg(long)]
    totals: Option<PathBuf>,
    /// 附件所在的文件夹，与文件一并放行：文件名为 学籍号.jpg（照片）或 学籍号_材料名称.jpg、.png、.pdf。
    #[arg(long, value_name = "文件夹")]
    folder: Option<PathBuf>,
    /// 检查报告写到哪里：文件不能已经存在。
    #[arg(long, default_value = "take-over-report.xlsx")]
    report: PathBuf,
    /// 档案内容的文件（成绩、体检、获奖等，每行一条；CSV、Parquet 或 Excel），可以写几个；其中的材料文件放在 --folder 里。
    #[arg(long = "archive", value_name = "文件")]
    archives: Vec<PathBuf>,
    /// 要接管的文件（CSV、Parquet 或 Excel）。
    // A name of its own: `files` is where the system's own files lie.
    #[arg(id = "registers", value_name = "文件", required = true)]
    files: Vec<PathBuf>,
}

#[derive(clap::Args)]
struct Of {
    #[command(flatten)]
    common: Common,
    /// 批次编号。
    batch: TakeOverId,
}

#[derive(clap::Args)]
struct Report {
    #[command(flatten)]
    of: Of,
    /// 附件所在的文件夹：检查时带了附件的须写明，逐个列出。
    #[arg(long, value_name = "文件夹")]
    folder: Option<PathBuf>,
    /// 检查报告写到哪里：文件不能已经存在。
    #[arg(long, default_value = "take-over-report.xlsx")]
    report: PathBuf,
}

#[derive(clap::Args)]
struct Release {
    #[command(flatten)]
    of: Of,
    /// 附件所在的文件夹：检查时带了附件的须写明，逐个列出。
    #[arg(long, value_name = "文件夹")]
    folder: Option<PathBuf>,
    /// 核对过的批次的核对码（report 显示）；不写则当场核对，输入批次编号的前 8 位。
    #[arg(long, value_name = "核对码")]
    as_shown: Option<String>,
}

#[derive(clap::Args)]
struct WithReason {
    #[command(flatten)]
    of: Of,
    /// 理由。
    #[arg(long)]
    reason: String,
}

#[derive(Subcommand)]
enum Step {
    /// 读入文件，逐行检查，写出检查报告；不接管任何学生
    Check(Check),
    /// 再写一份检查报告：放行的人自己看
    Report(Report),
    /// 由另一名系统管理员核对来源、文件、行数和附件，放行检查通过的批次
    Release(Release),
    /// 接管已放行的批次；中断以后再运行一次即可接着办
    Run(Of),
    /// 对账：原系统的合计与本系统的记录逐项核对，相符即完成
    Reconcile(Of),
    /// 认可对账差异：两名系统管理员都认可后完成
    Accept(WithReason),
    /// 接管以后、对账以前，把已放行的照片和证明材料归入学生档案；中断以后再运行一次即可接着办
    Attach(Attach),
    /// 撤销整批接管：接管后还没有办理过任何业务时；已有学生接管的，一人提出、另一人撤销
    Undo(WithReason),
    /// 各批次的状态
    List(DataArguments),
    /// 显示内置的接管方案，供改写
    Profile,
}

/// Takes a step and prints what came of it.
pub(crate) async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let common = match &arguments.step {
        Step::Profile => {
            print!("{NATIONAL}");
            return Ok(());
        }
        Step::List(data) => {
            let registry = Registry::open(&data.existing(), Clock::system(), Entropy::system()).await?;
            for take_over in registry.take_overs().list_take_overs().await? {
                tell(&take_over);
            }
            return Ok(());
        }
        Step::Check(check) => &check.common,
        Step::Report(Report { of, .. }) | Step::Release(Release { of, .. }) => &of.common,
        Step::Run(of) | Step::Reconcile(of) | Step::Attach(Attach { of, .. }) => &of.common,
        Step::Accept(with) | Step::Undo(with) => &with.of.common,
    };
    let registry = Registry::open(&common.data.existing(), Clock::system(), Entropy::system()).await?;
    let done = signed_in(&registry, common, &arguments.step).await;
    // What was written counts, also where the step ended in an error.
    let marked = registry.soundness().renew_mark().await;
    done?;
    Ok(marked?)
}

/// Takes a step as somebody who has signed in.
async fn signed_in(registry: &Registry, common: &Common, asked: &Step) -> anyhow::Result<()> {
    // What is released, taken over or taken back now bears the day of it.
    if matches!(asked, Step::Release(_) | Step::Run(_) | Step::Attach(_) | Step::Undo(_)) {
        clock::believed(registry, "办理接管").await?;
    }
    let (actor, token) = sign_in(registry, common).await?;
    let done = step(registry, &actor, asked).await;
    let out = registry.accounts().sign_out(&token).await;
    done?;
    Ok(out?)
}

async fn step(registry: &Registry, actor: &Actor, step: &Step) -> anyhow::Result<()> {
    let take_overs = registry.take_overs();
    match step {
        Step::Check(asked) => check(registry, actor, asked).await,
        Step::Report(Report { of, folder, report: path }) => {
            fresh(path)?;
            report(registry, actor, of.batch, path).await?;
            let take_over = said(take_overs.take_over(of.batch).await)?;
            tell_papers(registry, actor, &take_over, folder.as_deref()).await?;
            tell_files(&take_over);
            Ok(())
        }
        Step::Release(asked) => release(registry, actor, asked).await,
        Step::Run(Of { batch, .. }) => {
            said(take_overs.run_take_over(actor, *batch).await)?;
            worked(registry, *batch).await
        }
        Step::Reconcile(Of { batch, .. }) => {
            let outcome = said(take_overs.reconcile_take_over(actor, *batch).await)?;
            tell_differences(&outcome);
            worked(registry, *batch).await?;
            anyhow::ensure!(outcome.finished, "对账没有相符，这次接管还没有完成");
            Ok(())
        }
        Step::Accept(WithReason { of, reason }) => {
            let second = said(take_overs.accept_difference(actor, of.batch, reason).await)?;
            println!(
                "{}",
                if second {
                    "两人均已认可差异。"
                } else {
                    "已记下，还须另一名系统管理员认可。"
                }
            );
            worked(registry, of.batch).await
        }
        Step::Undo(WithReason { of, reason }) => {
            if !said(take_overs.undo_take_over(actor, of.batch, reason).await)? {
                println!("已记下。这一批已有学生接管，还须另一名系统管理员撤销。");
                return Ok(());
            }
            worked(registry, of.batch).await
        }
        Step::Attach(asked) => attach(registry, actor, asked).await,
        Step::List(_) | Step::Profile => Ok(()),
    }
}

async fn check(registry: &Registry, actor: &Actor, asked: &Check) -> anyhow::Result<()> {
    fresh(&asked.report)?;
    let profile = Profile::parse(&match &asked.profile {
        Some(path) => text(path)?,
        None => NATIONAL.to_owned(),
    })?;
    let totals = match &asked.totals {
        Some(path) => {
            Some(read_totals(&text(path)?, &profile).map_err(|problem| anyhow::anyhow!("{problem}"))?)
        }
        None => None,
    };
    let files = asked.files.clone();
    let (source, folder) = (asked.source.clone(), asked.folder.clone());
    let archives = asked.archives.clone();
    let asked_for = AskedTakeOver { source, files, archives, profile, totals, folder };
    let batch = said(registry.take_overs().begin_take_over(actor, asked_for).await)?;
    println!("批次 {batch}");
    worked(registry, batch).await?;
    let take_over = said(registry.take_overs().take_over(batch).await)?;
    tell_papers(registry, actor, &take_over, asked.folder.as_deref()).await?;
    report(registry, actor, batch, &asked.report).await
}

/// Refuses a file that is there already: what was written to it is somebody's.
fn fresh(path: &Path) -> anyhow::Result<()> {
    let there = path.symlink_metadata().is_ok();
    anyhow::ensure!(!there, "{} 已经存在，请用 --report 写到别的文件", path.display());
    Ok(())
}

/// Writes the report, for who asks for it alone: it names pupils.
async fn report(registry: &Registry, actor: &Actor, batch: TakeOverId, path: &Path) -> anyhow::Result<()> {
    let report = said(registry.take_overs().take_over_report(actor, batch).await)?;
    directory::write_new(path, 0o600, &report)?;
    println!("检查报告：{}（含学生个人信息，用完请删除）", path.display());
    Ok(())
}

/// Shows what is to be released and asks whether that is what was looked at.
async fn release(registry: &Registry, actor: &Actor, asked: &Release) -> anyhow::Result<()> {
    let take_over = said(registry.take_overs().take_over(asked.of.batch).await)?;
    tell(&take_over);
    tell_papers(registry, actor, &take_over, asked.folder.as_deref()).await?;
    tell_files(&take_over);
    let shown = match &asked.as_shown {
        Some(shown) => shown.clone(),
        None => {
            let code =
                typed("请核对检查报告和以上来源、文件、行数、附件；确认放行请输入批次编号的前 8 位：")?;
            anyhow::ensure!(code.trim() == take_over.code(), "与批次编号不符，没有放行");
            take_over.shown()
        }
    };
    said(registry.take_overs().release_take_over(actor, take_over.uid, &shown).await)?;
    println!("已放行。用 server take-over run 开始接管。");
    Ok(())
}

/// Has the background work done and tells how the take-over stands then.
async fn worked(registry: &Registry, batch: TakeOverId) -> anyhow::Result<()> {
    registry.take_overs().drain_take_overs().await?;
    let take_over = registry.take_overs().take_over(batch).await?;
    tell(&take_over);
    anyhow::ensure!(!take_over.state.is_worked_on(), "没有办完：见运行状况里的后台任务，再运行一次会接着办");
    Ok(())
}

fn tell(take_over: &TakeOverRow) {
    let TakeOverRow { uid, state, source, .. } = take_over;
    println!("{uid}  {}  {source}，共 {} 行", state.label(), take_over.total());
    for state in RowState::ALL {
        let count = take_over.count(state);
        if count > 0 {
            println!("  {}：{count} 行", state.label());
        }
    }
    for file in take_over.files.iter().filter(|file| !file.ignored.is_empty()) {
        println!("  文件 {} 里没有读取的列：{}", file.name, file.ignored.join("、"));
    }
    if let Some(papers) = &take_over.papers {
        println!("  附件：{} 个", papers.files);
    }
    if let Some(scans) = &take_over.scans {
        println!("  档案内容的材料文件：{} 个", scans.files);
    }
    for act in &take_over.acts {
        println!("  {}  {}  {}  {}", act.at.format("%Y-%m-%d %H:%M"), act.what.label(), act.name, act.words);
    }
}

/// The files, as they can be held against the originals, and the word for all of it.
fn tell_files(take_over: &TakeOverRow) {
    for file in &take_over.files {
        println!("  文件 {}：{} 行，SHA-256 {}", file.name, file.rows, file.sha256);
    }
    let profile = &take_over.profile;
    let which = if profile.is_national() { "内置方案" } else { "不是内置方案" };
    println!(
        "  接管方案 {}（第 {} 版，{which}），SHA-256 {}",
        profile.name,
        profile.version,
        take_over.profile_sha256()
    );
    let totals = take_over.totals();
    if !totals.is_empty() {
        let pupils: u64 = totals.iter().map(|(_, count)| count).sum();
        println!("  原系统的合计 {} 行，共 {pupils} 人", totals.len());
    }
    println!("  核对码 {}", take_over.shown());
}

fn tell_differences(Reconciled { differences, entries, .. }: &Reconciled) {
    if *entries != (0, 0) {
        println!("原系统档案内容 {} 条，本系统 {} 条。", entries.0, entries.1);
    }
    println!("原系统合计 {} 人，本系统 {} 人。", differences.source, differences.here);
    for one in differences.cells.iter().take(TOLD) {
        println!("  {}：原系统 {} 人，本系统 {} 人", one.cell, one.source, one.here);
    }
    if differences.cells.len() > TOLD {
        println!("  ……共 {} 处不符", differences.cells.len());
    }
}

/// Signs somebody in as on a page.
async fn sign_in(registry: &Registry, common: &Common) -> anyhow::Result<(Actor, Token)> {
    let accounts = registry.accounts();
    let password = secret(&format!("{} 的密码：", common.by))?;
    let SignIn::Begun(mut token) = said(accounts.sign_in(&common.by, &password, CONSOLE).await)?;
    let policy = match common.second_factor {
        Factor::Required => SecondFactor::Required,
        Factor::WhenEnrolled => SecondFactor::WhenEnrolled,
    };
    let mut session = accounts.session(&token, policy, true).await?.context("登录没有成功")?;
    if session.stage == Stage::SecondFactor {
        let code = secret("动态口令：")?;
        token = said(accounts.pass_second_factor(&token, &code, CONSOLE).await)?;
        session = accounts.session(&token, policy, true).await?.context("登录没有成功")?;
    }
    anyhow::ensure!(session.stage == Stage::Full, "这个账号还须先在网页上登录，修改密码或设置动态口令");
    Ok((session.actor, token))
}

/// Something that is seen by nobody: not echoed where there is somebody; a line where a script types.
fn secret(prompt: &str) -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() { Ok(rpassword::prompt_password(prompt)?) } else { typed(prompt) }
}

fn typed(prompt: &str) -> anyhow::Result<String> {
    eprint!("{prompt}");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// A refusal in its own words.
fn said<T>(outcome: registry::error::Result<T>) -> anyhow::Result<T> {
    match outcome {
        Err(registry::error::Error::Refused(refusals)) => {
            for refusal in &refusals {
                println!("{refusal}");
            }
            anyhow::bail!("没有办理");
        }
        other => Ok(other?),
    }
}
