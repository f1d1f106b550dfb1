//! Backup at the prompt and in the serving process. Only one process may open the store: while `serve` runs, `backup` asks it through
//! a socket in the data folder, which only its owner may use.

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use registry::backup::{Backups, Good, Settings, Wanted, new_key};
use registry::clock::{Clock, Entropy};
use registry::{Location, Registry};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};

/// Backups by themselves, while serving.
#[derive(Debug, Clone, clap::Args)]
#[group(id = "backup_plan")]
pub(crate) struct Plan {
    /// Where backups go: a directory or s3://bucket/prefix, for this register alone.
    #[arg(long = "backup-to", env = "XUEJI_BACKUP_TO", requires = "recipient")]
    to: Option<String>,
    /// For whom they are sealed: age1… (`server backup-key`). The other half does not belong on this machine.
    #[arg(long = "backup-recipient", env = "XUEJI_BACKUP_RECIPIENT")]
    recipient: Option<String>,
    /// How often a whole copy is made: 24h, 90m, 45s.
    #[arg(long = "backup-every", env = "XUEJI_BACKUP_EVERY", default_value = "24h", value_parser = span)]
    every: Duration,
    /// How many whole copies are kept.
    #[arg(long = "backup-keep", env = "XUEJI_BACKUP_KEEP", default_value_t = 14)]
    keep: usize,
    /// How often what was committed since is sent after it; a minute at most.
    #[arg(long = "backup-ship-every", env = "XUEJI_BACKUP_SHIP_EVERY", default_value = "20s", value_parser = ship_span)]
    ship_every: Duration,
}

/// 备份
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: crate::DataArguments,
    /// A directory or s3://bucket/prefix.
    #[arg(long, env = "XUEJI_BACKUP_TO")]
    to: String,
    /// For whom it is sealed: age1….
    #[arg(long, env = "XUEJI_BACKUP_RECIPIENT")]
    recipient: String,
    /// How many whole copies are kept there.
    #[arg(long, env = "XUEJI_BACKUP_KEEP", default_value_t = 14)]
    keep: usize,
}

/// 恢复
#[derive(clap::Args)]
pub(crate) struct RestoreArguments {
    #[command(flatten)]
    data: crate::DataArguments,
    /// The directory or s3://bucket/prefix of the backups.
    #[arg(long)]
    from: String,
    /// The operator's identity file (AGE-SECRET-KEY-1…).
    #[arg(long)]
    identity: PathBuf,
    /// Nothing that came later: `2026-11-28 14:30` in Beijing time, or RFC 3339.
    #[arg(long, value_parser = moment)]
    until: Option<DateTime<Utc>>,
}

/// 备份密钥
#[derive(clap::Args)]
pub(crate) struct KeyArguments {
    /// The new identity file; the terminal otherwise.
    #[arg(long)]
    out: Option<PathBuf>,
}

fn span(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text}：应为数字加单位 h、m 或 s，例如 24h");
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let factor = match unit {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    if number == 0 { Err(wrong()) } else { Ok(Duration::from_secs(number.saturating_mul(factor))) }
}

fn ship_span(text: &str) -> Result<Duration, String> {
    let span = span(text)?;
    if span > Duration::from_secs(60) { Err(format!("{text}：最多 60s")) } else { Ok(span) }
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"].iter();
    let local = local.filter_map(|format| NaiveDateTime::parse_from_str(text, format).ok()).next();
    local
        .map(|at| (at - TimeDelta::hours(8)).and_utc())
        .ok_or_else(|| format!("{text}：应为 2026-11-28 14:30（北京时间）或 RFC 3339"))
}

/// What the socket is asked, and what it answers: a line each.
#[derive(Serialize, Deserialize)]
enum Request {
    Backup(Settings),
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Done(Good),
    Failed(String),
}

fn socket(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// How long the end of the process waits for the last commits to be shipped: ten seconds are all it has.
const SHIP_AT_END: Duration = Duration::from_secs(2);

/// What a serving process does about backups.
pub(crate) struct Serving {
    registry: Registry,
    data: PathBuf,
    plan: Plan,
    own: Option<Backups>,
    /// Bound before anybody is served, so that whoever sees the service can ask it; taken by whoever listens first.
    control: Mutex<Option<UnixListener>>,
}

impl Serving {
    /// Called before anybody works: from here on nothing is forgotten that was not shipped.
    pub(crate) fn new(registry: &Registry, data: &Path, plan: &Plan) -> anyhow::Result<Arc<Self>> {
        let own = match (&plan.to, &plan.recipient) {
            (Some(to), Some(recipient)) => {
                let settings = Settings { to: to.clone(), recipient: recipient.clone(), keep: plan.keep };
                let own = Backups::open(registry, data, &settings)?;
                own.follow();
                Some(own)
            }
            _ => {
                tracing::warn!("no backup is set (--backup-to): what is lost with this machine is lost");
                None
            }
        };
        // Where it cannot be bound, whoever listens says why.
        let control = Mutex::new(Self::bind(data).ok());
        let (registry, data, plan) = (registry.clone(), data.to_owned(), plan.clone());
        Ok(Arc::new(Self { registry, data, plan, own, control }))
    }

    fn bind(data: &Path) -> anyhow::Result<UnixListener> {
        let path = socket(data);
        // Whoever holds the store is the only one who serves: a socket that is there is left over.
        drop(std::fs::remove_file(&path));
        let listener = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        Ok(listener)
    }

    /// Until it is aborted.
    pub(crate) async fn run(self: Arc<Self>) {
        let by_itself = async {
            if let Some(own) = &self.own {
                own.run(self.plan.ship_every, self.plan.every).await;
            }
        };
        let asked = async {
            if let Err(error) = self.listen().await {
                tracing::warn!(%error, "`server backup` cannot ask this process");
                std::future::pending::<()>().await;
            }
        };
        futures::join!(by_itself, asked);
    }

    /// The last commits before the process ends.
    pub(crate) async fn ship_the_rest(&self) {
        let Some(own) = &self.own else { return };
        match tokio::time::timeout(SHIP_AT_END, own.ship()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "the last commits were not shipped, the next start does it")
            }
            Err(_) => tracing::error!("the last commits were not shipped in time, the next start does it"),
        }
    }

    async fn listen(&self) -> anyhow::Result<()> {
        let bound = self.control.lock().unwrap_or_else(PoisonError::into_inner).take();
        let listener = match bound {
            Some(listener) => listener,
            None => Self::bind(&self.data)?,
        };
        loop {
            let (stream, _) = listener.accept().await?;
            if let Err(error) = self.answer(stream).await {
                tracing::debug!(%error, "whoever asked for a backup is gone");
            }
        }
    }

    async fn answer(&self, stream: UnixStream) -> anyhow::Result<()> {
        let (read, mut write) = stream.into_split();
        let mut line = String::new();
        BufReader::new(read).read_line(&mut line).await?;
        let answer = match self.asked(&line).await {
            Ok(good) => Answer::Done(good),
            Err(error) => {
                tracing::error!(%error, "the backup that was asked for was not made");
                Answer::Failed(error.to_string())
            }
        };
        let mut text = serde_json::to_string(&answer)?;
        text.push('\n');
        Ok(write.write_all(text.as_bytes()).await?)
    }

    async fn asked(&self, line: &str) -> anyhow::Result<Good> {
        let Request::Backup(settings) = serde_json::from_str(line)?;
        let good = match &self.own {
            Some(own)
                if Some(&settings.to) == self.plan.to.as_ref()
                    && Some(&settings.recipient) == self.plan.recipient.as_ref() =>
            {
                own.back_up().await?
            }
            _ => Backups::open(&self.registry, &self.data, &settings)?.back_up().await?,
        };
        tracing::info!(seq = good.seq, bytes = good.bytes, millis = good.millis, "backup made, as asked");
        Ok(good)
    }
}

/// `server backup`: asks whoever serves; opens the store otherwise.
pub(crate) async fn backup(arguments: &Arguments) -> anyhow::Result<()> {
    let data = &arguments.data.data;
    // The process that serves may stand in another folder.
    let to = if arguments.to.starts_with("s3://") {
        arguments.to.clone()
    } else {
        std::path::absolute(&arguments.to)?.display().to_string()
    };
    let settings = Settings { to, recipient: arguments.recipient.clone(), keep: arguments.keep };
    let good = match UnixStream::connect(socket(data)).await {
        Ok(stream) => ask(stream, settings).await?,
        Err(_) => {
            let registry =
                Registry::open(&arguments.data.location(), Clock::system(), Entropy::system()).await?;
            Backups::open(&registry, data, &settings)?.back_up().await?
        }
    };
    let seconds = good.millis as f64 / 1000.0;
    println!("已备份到 {}：{}", good.to, good.name);
    println!("到第 {} 号提交为止，写入 {} 字节，用时 {seconds:.1} 秒。", good.seq, good.bytes);
    println!("备份里没有主密钥：master.key 要单独保管，恢复时两样都要。");
    Ok(())
}

async fn ask(stream: UnixStream, settings: Settings) -> anyhow::Result<Good> {
    let (read, mut write) = stream.into_split();
    let mut text = serde_json::to_string(&Request::Backup(settings))?;
    text.push('\n');
    write.write_all(text.as_bytes()).await?;
    let mut line = String::new();
    BufReader::new(read).read_line(&mut line).await?;
    match serde_json::from_str(&line).context("服务没有答复就结束了")? {
        Answer::Done(good) => Ok(good),
        Answer::Failed(why) => anyhow::bail!(why),
    }
}

/// `server restore`.
pub(crate) async fn restore(arguments: &RestoreArguments) -> anyhow::Result<()> {
    let identity = std::fs::read_to_string(&arguments.identity)
        .with_context(|| format!("读不到私钥文件 {}", arguments.identity.display()))?;
    let wanted = Wanted { from: arguments.from.clone(), identity, until: arguments.until };
    let location: Location = arguments.data.location();
    let begun = std::time::Instant::now();
    let done = registry::backup::restore(&wanted, &location).await?;
    println!("备份 {}：{} 条记录，与清单相符。", done.manifest.name, done.records);
    println!("之后重做 {} 次提交；证明材料 {} 个文件。", done.replayed, done.blobs);
    let at = done.at.map(|at| at.to_rfc3339()).unwrap_or_default();
    println!("恢复到第 {} 号提交（{at}），用时 {:.1} 秒。", done.seq, begun.elapsed().as_secs_f64());
    Ok(())
}

/// `server backup-key`.
pub(crate) fn key(arguments: &KeyArguments) -> anyhow::Result<()> {
    let (identity, recipient) = new_key();
    let Some(path) = &arguments.out else {
        print!("{identity}");
        return Ok(());
    };
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(identity.as_bytes())?;
    file.sync_all()?;
    println!("{recipient}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_moments_are_read_as_they_are_written() {
        assert_eq!(span("24h"), Ok(Duration::from_secs(86_400)));
        assert_eq!(ship_span("60s"), Ok(Duration::from_secs(60)));
        for wrong in ["", "h", "0s", "24", "-1h", "1时"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
        assert!(ship_span("2m").is_err(), "more than a minute could be lost");
        assert_eq!(moment("2026-11-28 14:30").unwrap().to_rfc3339(), "2026-11-28T06:30:00+00:00");
        assert_eq!(moment("2026-11-28T14:30:00+08:00"), moment("2026-11-28 14:30"));
        assert!(moment("昨天").is_err());
    }
}
