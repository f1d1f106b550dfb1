//! The folder beside a take-over at the prompt (附件): shown whole to who releases it, filed once the pupils are here.

use super::{Of, fresh, said};
use crate::directory;
use anyhow::Context;
use domain::access::Actor;
use registry::Registry;
use registry::import::take_over::TakeOverRow;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Attach {
    #[command(flatten)]
    pub(super) of: Of,
    /// 检查时写明、已经放行的附件文件夹。
    // `files` is where the system's own files lie.
    #[arg(long, value_name = "文件夹")]
    folder: PathBuf,
    /// 没有带入的文件写到哪里：文件不能已经存在。
    #[arg(long, default_value = "take-over-files.csv")]
    report: PathBuf,
}

/// Shows what lies in the folder of a take-over, every name of it, with the digest over the whole list.
pub(super) async fn tell_papers(
    registry: &Registry,
    actor: &Actor,
    take_over: &TakeOverRow,
    folder: Option<&Path>,
) -> anyhow::Result<()> {
    if take_over.papers.is_none() && take_over.scans.is_none() {
        anyhow::ensure!(folder.is_none(), "这一批检查时没有带附件，请去掉 --folder");
        return Ok(());
    }
    let folder = folder.context("这一批带有附件：请用 --folder 写明附件所在的文件夹，一并核对")?;
    let read = said(registry.take_overs().look_at_papers(actor, take_over.uid, folder).await)?;
    for name in read.names() {
        println!("  附件 {name}");
    }
    for (name, why) in read.told() {
        println!("  不带入 {name}：{why}");
    }
    if let Some(papers) = &take_over.papers {
        println!("  附件共 {} 个，名单和内容的 SHA-256 {}", papers.files, papers.sha256);
    }
    if let Some(scans) = &take_over.scans {
        println!("  档案内容的材料文件共 {} 个，名单和内容的 SHA-256 {}", scans.files, scans.sha256);
    }
    Ok(())
}

/// Files what lies in a folder, and writes down what of it could not be filed, for who asks for it alone: the names are of pupils.
pub(super) async fn attach(registry: &Registry, actor: &Actor, asked: &Attach) -> anyhow::Result<()> {
    fresh(&asked.report)?;
    let take_overs = registry.take_overs();
    let attached = said(take_overs.attach_papers(actor, asked.of.batch, &asked.folder).await)?;
    println!("归入档案 {} 个文件；原来已有 {} 个。", attached.filed, attached.there);
    if attached.told.is_empty() {
        return Ok(());
    }
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let lines = attached.told.iter().map(|(name, why)| format!("{},{}\r\n", cell(name), cell(why)));
    let report: String = std::iter::once("\u{feff}文件,没有带入的原因\r\n".to_owned()).chain(lines).collect();
    directory::write_new(&asked.report, 0o600, report.as_bytes())?;
    let (left, path) = (attached.told.len(), asked.report.display());
    println!("没有带入 {left} 个文件，原因见 {path}（文件名含学籍号，用完请删除）");
    Ok(())
}
