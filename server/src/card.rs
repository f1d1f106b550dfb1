//! `server verify-card`: checks a student card (学生卡, 第五条) with the public key alone.

use domain::form::chinese_date;
use registry::Location;
use registry::clock::{Clock, Entropy};
use registry::printout::{card_key, verify_card};
use registry::vault::AesVault;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What a reader read from the card's symbol.
    text: String,
    /// The public key, 64 hexadecimal digits, as /verify/key gives it; without it the key of the data directory.
    #[arg(long, env = "XUEJI_CARD_KEY")]
    key: Option<String>,
    /// Directory of everything that is kept.
    #[arg(long, env = "XUEJI_DATA", default_value = "data")]
    data: PathBuf,
}

/// Says what stands on a genuine card. Whether it was taken back since only the public page knows.
///
/// # Errors
/// When the card is not genuine or out of date, or there is no key.
pub(crate) fn verify(arguments: &Arguments) -> anyhow::Result<()> {
    let key = match &arguments.key {
        Some(key) => key.clone(),
        None => own_key(&arguments.data)?,
    };
    let facts = verify_card(&key, &arguments.text).map_err(|error| anyhow::anyhow!("{error}"))?;
    println!("签名相符。");
    println!("卡号　　{}", facts.number);
    println!("姓名　　{}", facts.name);
    println!("学校　　{}", facts.school);
    println!("发卡　　{}", chinese_date(&facts.issued_on.to_string()));
    println!("有效期至{}", chinese_date(&facts.valid_until.to_string()));
    anyhow::ensure!(facts.valid_until >= Clock::system().today(), "卡已过有效期。");
    println!("是否已作废只能联网核验。");
    Ok(())
}

/// A key is never made here: a new one would fit no card.
fn own_key(data: &std::path::Path) -> anyhow::Result<String> {
    let file = Location::below(data).key;
    anyhow::ensure!(file.exists(), "没有公钥：请用 --key 给出，或用 --data 指明数据目录。");
    Ok(card_key(&AesVault::from_file(&file, Entropy::system())?))
}
