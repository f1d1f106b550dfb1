//! 学籍: the one binary.

mod address;
mod answers;
mod appearance;
mod backup;
mod card;
mod clock;
mod connections;
mod demo;
mod directory;
mod drain;
mod egress;
mod files;
mod language;
mod messages;
mod offline;
mod population;
mod promote;
mod ready;
mod router;
mod security;
mod serve;
mod session;
mod slow;
mod sse;
mod start;
mod take_over;
mod waiting;
mod workers;

use clap::{Parser, Subcommand, ValueEnum};
use registry::blob::Scanner;
use registry::clock::{Clock, Entropy};
use registry::store::Allow;
use registry::{Location, Matching, Registry};
use std::path::PathBuf;

/// The store's engine asks for memory a great deal, from several threads: with the C library's allocator, filling a store from a copy
/// took twice as long.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "server", about = "学籍：全国中小学生学籍管理")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 启动服务
    Serve(Box<start::Arguments>),
    /// 在空数据库中建立演示数据
    Demo(DemoArguments),
    /// 核对全部信息变动记录的哈希链
    Verify(DataArguments),
    /// 备份：服务运行时由服务进程来做，不用停
    Backup(backup::Arguments),
    /// 从备份恢复到空目录（先放入主密钥文件）
    Restore(backup::RestoreArguments),
    /// 生成一对备份密钥：公钥给服务器，私钥与主密钥分开保管
    BackupKey(backup::KeyArguments),
    /// 每张表的记录数和指纹：核对恢复的备份与原库是否相同（先停止服务）
    Digest(DataArguments),
    /// 统一升级：升级日之后自动进行，这里用于提前查看或立即补办
    Promote(PromoteArguments),
    /// 与人口基础信息库的文件交换：显示本系统公钥，或收下核验回执
    Population(population::Arguments),
    /// 存量数据接管：检查、放行、接管、对账、撤销（先停止服务）
    TakeOver(Box<take_over::Arguments>),
    /// 脱机核对学生卡：不需要网络和数据库，只需要公钥
    VerifyCard(card::Arguments),
    /// 生成签发系统公钥目录的密钥：私钥离线保管，公布公钥的校验码
    DirectoryKey(directory::KeyArguments),
    /// 签发系统公钥目录：由保管私钥的机器脱机进行
    SignDirectory(directory::SignArguments),
    /// 建立第一批国家级管理员（系统、安全、审计）
    Bootstrap(DataArguments),
}

#[derive(clap::Args)]
struct DataArguments {
    /// Directory of everything that is kept.
    #[arg(long, env = "XUEJI_DATA", default_value = "data")]
    data: PathBuf,
    /// Where files lie instead of the data directory: s3://bucket/prefix. Keys, region and endpoint come from the usual AWS_…
    /// variables.
    #[arg(long, env = "XUEJI_FILES")]
    files: Option<String>,
    /// What looks for viruses in uploads: host:port of a clamd, or off.
    #[arg(long, env = "XUEJI_CLAMD", default_value = "off")]
    clamd: String,
    /// 提交日志损坏、又没有备份可用时，从损坏处截断，其后的记录全部丢失；写明原因，记入运行记录。
    #[arg(long, value_name = "原因")]
    cut_damaged_log: Option<String>,
    /// 数据库少于曾确认的记录、又没有备份可用时，确认丢失并继续使用；写明原因，记入运行记录。
    #[arg(long, value_name = "原因")]
    accept_loss: Option<String>,
    /// Megabytes of memory for looking at uploads (pictures, documents, workbooks), all together.
    #[arg(long, env = "XUEJI_WORK_MEMORY", default_value_t = registry::blob::BUDGET >> 20)]
    work_memory: u64,
    /// Megabytes that the store's engine may keep of what it read; by default an eighth of what the machine or its control group has,
    /// 1024 at most.
    #[arg(long, env = "XUEJI_CACHE_MEMORY", default_value_t = registry::store::default_cache() >> 20)]
    cache_memory: u64,
    /// 校验码 of the key that signs the directory of the systems' keys, as the nation published it. Without it no directory is taken in.
    #[arg(long, env = "XUEJI_DIRECTORY_KEY")]
    directory_key: Option<String>,
    /// How identities are matched: by what the number itself says, or by files exchanged with the population register.
    #[arg(long, env = "XUEJI_IDENTITY_MATCH", value_enum, default_value = "local")]
    identity_match: IdentityMatch,
}

#[derive(Clone, Copy, ValueEnum)]
enum IdentityMatch {
    /// By what the number itself says.
    Local,
    /// By request and answer files (server population).
    Files,
}

impl DataArguments {
    fn location(&self) -> Location {
        Location {
            s3: self.files.clone(),
            scanner: Scanner::from_setting(Some(&self.clamd)),
            allow: Allow {
                cut_damaged_log: self.cut_damaged_log.clone(),
                accept_loss: self.accept_loss.clone(),
            },
            budget: self.work_memory << 20,
            cache: self.cache_memory << 20,
            directory_key: self.directory_key.clone(),
            matching: match self.identity_match {
                IdentityMatch::Local => Matching::Local,
                IdentityMatch::Files => Matching::Files,
            },
            ..Location::below(&self.data)
        }
    }

    /// The same for a command that makes no store.
    fn existing(&self) -> Location {
        Location { must_exist: true, ..self.location() }
    }
}

#[derive(clap::Args)]
struct PromoteArguments {
    #[command(flatten)]
    data: DataArguments,
    /// Only says what would be done.
    #[arg(long)]
    preview: bool,
}

#[derive(clap::Args)]
struct DemoArguments {
    #[command(flatten)]
    data: DataArguments,
    #[command(flatten)]
    plan: demo::Plan,
}

#[derive(Clone, Copy, ValueEnum)]
enum Factor {
    /// Every member of staff.
    Required,
    /// Those who have set one up.
    WhenEnrolled,
}

/// How long computing that was begun may go on at the end.
const LAST_WORK: std::time::Duration = std::time::Duration::from_secs(1);

fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "info,surrealdb=warn,surrealdb_core=warn,surrealkv=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    // The store parses and plans on the worker's stack, and reads inline: it asks for deep stacks and some workers.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(4, std::num::NonZero::get).max(4))
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()?;
    let ended = runtime.block_on(run(Arguments::parse().command));
    // What still computes (a picture, a password's hash) has nobody left who waits for it.
    runtime.shutdown_timeout(LAST_WORK);
    ended
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(arguments) => start::run(*arguments).await,
        Command::Demo(arguments) => {
            let location = arguments.data.location();
            match demo::is_wanted(&location).await? {
                true => demo::build(&location, &arguments.plan, &demo::Progress::begin()).await?,
                false => println!("数据库不是空的，没有改动。"),
            }
            println!("{}", demo::accounts_notice(&arguments.plan));
            Ok(())
        }
        Command::Verify(arguments) => {
            let registry = Registry::open(&arguments.existing(), Clock::system(), Entropy::system()).await?;
            // The files first: where they are damaged, what is read from them says nothing.
            let files = registry.soundness().check_files().await?.wrong;
            for wrong in &files {
                println!("{wrong}");
            }
            anyhow::ensure!(files.is_empty(), "{} 处数据文件损坏", files.len());
            let missing = registry.soundness().check_totals().await?.wrong;
            for wrong in &missing {
                println!("与水位不符：{wrong}");
            }
            let result = registry.journal().verify_journal().await?;
            println!("核对 {} 条变动记录链、{} 条记录。", result.chains, result.entries);
            for (subject, seq) in &result.broken {
                println!("不完整：{subject} 第 {seq} 条");
            }
            let figures = registry.figures().verify_figures().await?;
            for (counter, kept, counted) in &figures {
                println!("数字不符：{counter} 现为 {kept}，重新清点为 {counted}");
            }
            let unkept = registry.schools().verify_custody().await?;
            for person in &unkept {
                println!("档案无保管单位：{person}");
            }
            let matters = registry.matters().matters_unsound().await?;
            for (matter, why) in &matters {
                println!("事项总表与业务记录不符：{matter}（{why}）");
            }
            let access = registry.access_log().verify_access().await?;
            println!(
                "核对访问日志 {} 条链、{} 条记录、{} 天签名。",
                access.chains, access.looks, access.days
            );
            for (account, seq) in &access.broken {
                println!("访问日志不完整：账号 {account} 第 {seq} 条");
            }
            for day in &access.forged {
                println!("访问日志与签名不符：{day}");
            }
            anyhow::ensure!(missing.is_empty(), "数据库少于或多于曾确认的记录");
            anyhow::ensure!(access.broken.is_empty(), "{} 条访问日志链不完整", access.broken.len());
            anyhow::ensure!(access.forged.is_empty(), "{} 天访问日志与签名不符", access.forged.len());
            anyhow::ensure!(result.broken.is_empty(), "{} 条链不完整", result.broken.len());
            anyhow::ensure!(figures.is_empty(), "{} 个数字不符", figures.len());
            anyhow::ensure!(unkept.is_empty(), "{} 份档案没有保管单位（第九条）", unkept.len());
            anyhow::ensure!(matters.is_empty(), "{} 个事项与业务记录不符", matters.len());
            println!("全部完整。");
            Ok(())
        }
        Command::Backup(arguments) => backup::backup(&arguments).await,
        Command::Restore(arguments) => backup::restore(&arguments).await,
        Command::BackupKey(arguments) => backup::key(&arguments),
        Command::Digest(arguments) => {
            let registry = Registry::open(&arguments.existing(), Clock::system(), Entropy::system()).await?;
            for one in registry.soundness().digest().await? {
                println!("{:<20}{:>10}  {}", one.table, one.records, one.sha256);
            }
            Ok(())
        }
        Command::Promote(arguments) => {
            let location = arguments.data.existing();
            let registry = Registry::open(&location, Clock::system(), Entropy::system()).await?;
            clock::believed(&registry, "升级").await?;
            promote::run(&registry, arguments.preview).await?;
            Ok(registry.soundness().renew_mark().await?)
        }
        Command::Population(arguments) => {
            let registry =
                Registry::open(&arguments.data.existing(), Clock::system(), Entropy::system()).await?;
            population::run(&registry, &arguments).await?;
            Ok(registry.soundness().renew_mark().await?)
        }
        Command::TakeOver(arguments) => take_over::run(&arguments).await,
        Command::VerifyCard(arguments) => card::verify(&arguments),
        Command::DirectoryKey(arguments) => directory::key(&arguments),
        Command::SignDirectory(arguments) => directory::sign(&arguments),
        Command::Bootstrap(arguments) => {
            let registry = Registry::open(&arguments.location(), Clock::system(), Entropy::system()).await?;
            for (login, password) in registry.accounts().bootstrap_admins().await? {
                println!("{login}  {password}");
            }
            let townships = registry.units().seed_townships().await?;
            if townships > 0 {
                println!("已登记乡镇和街道 {townships} 个。");
            }
            println!("首次登录须修改密码。");
            Ok(registry.soundness().renew_mark().await?)
        }
    }
}
