//! `server directory-key` and `server sign-directory`: the nation's list of the systems' keys (系统公钥目录, 第十六条) is signed on a machine that
//! keeps the secret key and nothing else.

use anyhow::Context;
use chrono::NaiveDate;
use domain::package::{Directory, SystemKey, fingerprint};
use domain::refusal::Refusal;
use registry::clock::{Clock, Entropy};
use registry::package::{directory_key, sign_directory};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct KeyArguments {
    /// The new file of the secret key.
    #[arg(long)]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct SignArguments {
    /// File of the secret key.
    #[arg(long)]
    key: PathBuf,
    /// JSON list of the systems: system, province, key, from, until, revoked (null, or on and reason).
    #[arg(long)]
    list: PathBuf,
    /// 目录编号: higher than that of the list before.
    #[arg(long)]
    serial: u64,
    /// 签发单位
    #[arg(long, default_value = "教育部")]
    issuer: String,
    /// 签发日期; today when it is not given.
    #[arg(long)]
    on: Option<NaiveDate>,
    /// The signed list.
    #[arg(long)]
    out: PathBuf,
}

/// Makes a secret key, and tells what the systems write into their settings.
///
/// # Errors
/// When the file is there already or cannot be written.
pub(crate) fn key(arguments: &KeyArguments) -> anyhow::Result<()> {
    let secret = Entropy::system().bytes::<32>();
    let text: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    write_new(&arguments.out, 0o600, format!("{text}\n").as_bytes())?;
    let public = directory_key(&secret);
    println!("公钥　　{public}");
    println!("校验码　{}", fingerprint(&public));
    Ok(())
}

/// Signs a list.
///
/// # Errors
/// When the key or the list does not read, an entry is wrong, or the file is there already.
pub(crate) fn sign(arguments: &SignArguments) -> anyhow::Result<()> {
    let secret = read_secret(&arguments.key)?;
    let text = std::fs::read_to_string(&arguments.list)
        .with_context(|| format!("读不到清单 {}", arguments.list.display()))?;
    let keys: Vec<SystemKey> = serde_json::from_str(&text).context("清单不是规定的格式")?;
    let on = arguments.on.unwrap_or_else(|| Clock::system().today());
    let list = Directory::new(arguments.serial, arguments.issuer.clone(), on, keys);
    list.check().map_err(|fault| anyhow::anyhow!("{}", Refusal::from(fault)))?;
    let list = sign_directory(&secret, list);
    write_new(&arguments.out, 0o644, &list.to_bytes())?;
    println!("目录第 {} 号，{} 个公钥，签发公钥校验码 {}", list.serial, list.keys.len(), list.fingerprint());
    Ok(())
}

fn read_secret(file: &Path) -> anyhow::Result<[u8; 32]> {
    let text = std::fs::read_to_string(file).with_context(|| format!("读不到私钥 {}", file.display()))?;
    let text = text.trim();
    anyhow::ensure!(
        text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "私钥文件应为 64 位十六进制数字"
    );
    let mut secret = [0; 32];
    for (at, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16)?;
    }
    Ok(secret)
}

/// Writes a file that is not there yet: over no other, and through no link.
pub(crate) fn write_new(path: &Path, mode: u32, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
        .with_context(|| format!("不能新建 {}", path.display()))?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_16_a_list_is_signed_from_a_file_and_never_over_another() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        key(&KeyArguments { out: at("secret") }).unwrap();
        assert!(key(&KeyArguments { out: at("secret") }).is_err(), "no key is written over");
        let entry = format!(
            r#"[{{"system":"江苏省学籍系统","province":"320000","key":"{}","from":"2026-01-01","until":null,"revoked":null}}]"#,
            "ab".repeat(32)
        );
        std::fs::write(at("list.json"), entry).unwrap();
        let arguments = |serial, out: &str| SignArguments {
            key: at("secret"),
            list: at("list.json"),
            serial,
            issuer: "教育部".into(),
            on: "2026-09-01".parse().ok(),
            out: at(out),
        };
        sign(&arguments(1, "signed")).unwrap();
        let list = Directory::read(&std::fs::read(at("signed")).unwrap()).unwrap();
        assert_eq!(list.key, directory_key(&read_secret(&at("secret")).unwrap()));
        assert!(sign(&arguments(2, "signed")).is_err(), "no list is written over");
        assert!(sign(&arguments(0, "other")).is_err(), "numbers begin with one");
    }
}
