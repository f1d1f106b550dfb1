//! `server population`: the exchange with the population register (身份核验, 第五条) at the prompt: the key its gateway checks requests with,
//! and the answers it has sent.

use anyhow::Context;
use domain::population::AnswerOutcome;
use registry::Registry;
use registry::population::{Taken, request_key};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) data: crate::DataArguments,
    /// 核验回执文件；不写则只显示本系统的公钥，供人口库网关核对请求文件。
    #[arg(long)]
    answers: Option<PathBuf>,
    /// 人口库网关的公钥（64 位十六进制）；不是它签发的回执不收。
    #[arg(long, env = "XUEJI_POPULATION_KEY", default_value = "")]
    key: String,
    /// 只核对回执，不写入。
    #[arg(long)]
    preview: bool,
}

/// Prints the key, or takes a file and prints what became of each line that was not taken.
pub(crate) async fn run(registry: &Registry, arguments: &Arguments) -> anyhow::Result<()> {
    let Some(file) = &arguments.answers else {
        println!("{}", request_key(&*registry.vault));
        return Ok(());
    };
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let taken = registry.population().take_answers(&text, &arguments.key, arguments.preview).await;
    match taken {
        Ok(taken) => tell(&taken, arguments.preview),
        Err(registry::error::Error::Refused(refusals)) => {
            for refusal in &refusals {
                println!("{refusal}");
            }
            anyhow::bail!("核验回执没有收下");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn tell(taken: &Taken, preview: bool) {
    println!("核验请求 {} 的回执，共 {} 行：", taken.approval, taken.lines.len());
    for outcome in AnswerOutcome::ALL {
        let count = taken.count(outcome);
        if count == 0 {
            continue;
        }
        println!("  {}：{count} 行", outcome.label());
        if outcome != AnswerOutcome::Taken {
            let of_it = taken.lines.iter().filter(|line| line.outcome == outcome);
            let lines: Vec<String> = of_it.map(|line| line.line.to_string()).collect();
            println!("    第 {} 行", lines.join("、"));
        }
    }
    println!("{}", if preview { "只核对，没有写入。" } else { "收下的答复由后台任务逐人办理。" });
}
